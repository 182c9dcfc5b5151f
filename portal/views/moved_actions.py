"""What is said after an action has got another status."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal.models import Row
from portal.policy import Workplace
from portal.process.work import asks_why, shape_of
from portal.views.action_wanted import list_asked
from portal.web.language import current_language

NAME_IN_MESSAGE = 80


def say_moved(workplace: Workplace, row: Row) -> str:
    """Which action, and how it stands now; of one that is dropped also the way to write why."""
    shape = shape_of(workplace.process)
    status = shape.status_of(row.values) if shape is not None else None
    if shape is None or status is None:
        return _("Saved.")
    title = str(row.values.get(shape.register.title_column, ""))[:NAME_IN_MESSAGE]
    said = _("“%(title)s” is now: %(status)s.", title=title, status=status.label.of(current_language()))
    if not asks_why(status):
        return said
    href = url_for(
        "action_pages.show", slug=workplace.place.slug, row_id=row.id, _anchor="notes", **list_asked()
    )
    return Markup('{} <a class="a" href="{}">{}</a>').format(said, href, _("Write why"))
