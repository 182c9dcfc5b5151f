"""What the open edition of the plan says of an action, where it is not what the team has written now."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.policy import Workplace
from portal.process.schema import Audience
from portal.process.work import Shape
from portal.queries.actions import ActionWork
from portal.queries.editions import get_open_rows
from portal.web.language import current_language


def shared_status(workplace: Workplace, shape: Shape, action: ActionWork) -> str:
    """In words; empty where both say the same, or no edition is open. One query."""
    found = get_open_rows(workplace.journey, shape.register.key)
    if found is None:
        return ""
    number, rows = found
    values = next((row["values"] for row in rows if row["id"] == action.id), None)
    if values is None:
        return _("The action does not stand in edition %(number)s.", number=number)
    if shape.status is None or not shape.status.audience.reaches(Audience.PLAN):
        return ""
    status = shape.status_of(values)
    if status == action.status:
        return ""
    said = status.label.of(current_language()) if status is not None else _("No status")
    return _("Edition %(number)s says: %(status)s.", number=number, status=said)
