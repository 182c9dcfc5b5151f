"""The way back to the page on which something was begun that is written elsewhere."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _

from portal.policy import Workplace
from portal.web.forms import safe_next


def way_back(workplace: Workplace) -> tuple[str, str] | None:
    """Where `next` in the address or the form leads back to, and in what words: the lists of actions with their
    filters, or where the plan is shared. None for any other page."""
    onward = safe_next(request.values.get("next")) or ""
    slug = workplace.place.slug
    words = {
        url_for("actions.index", slug=slug): _("Back to the actions"),
        url_for("editions.index", slug=slug): _("Back to sharing the plan"),
    }
    said = words.get(onward.partition("?")[0].partition("#")[0])
    return (onward, said) if said is not None else None
