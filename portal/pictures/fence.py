"""The gärdsgård: paired stakes and leaning poles, as a pattern that fills any width."""

from markupsafe import Markup

from portal.pictures.svg import FENCE_PATTERN


def fence(*, uid: str) -> Markup:
    """A fence across the column. `uid` must be unique on the page: it names the pattern."""
    return Markup(
        '<svg class="fence" width="100%" height="38" aria-hidden="true">'
        '<defs><pattern id="{uid}" width="52" height="38" patternUnits="userSpaceOnUse">{poles}</pattern></defs>'
        '<rect width="100%" height="38" fill="url(#{uid})"/></svg>'
    ).format(uid=uid, poles=Markup(FENCE_PATTERN))
