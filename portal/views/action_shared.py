"""What the open edition of the plan says of an action, where it is not what the team has written now."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.process.schema import Audience
from portal.process.work import Shape
from portal.queries.action_work import Outside
from portal.queries.actions import ActionWork
from portal.web.language import current_language


def shared_status(outside: Outside, shape: Shape, action: ActionWork) -> str:
    """In words; empty where both say the same, or no edition is open."""
    if not outside.edition:
        return ""
    if outside.values is None:
        return _("The action does not stand in edition %(number)s.", number=outside.edition)
    if shape.status is None or not shape.status.audience.reaches(Audience.PLAN):
        return ""
    status = shape.status_of(outside.values)
    if status == action.status:
        return ""
    said = status.label.of(current_language()) if status is not None else _("No status")
    return _("Edition %(number)s says: %(status)s.", number=outside.edition, status=said)
