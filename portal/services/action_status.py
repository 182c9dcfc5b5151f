"""The status of an action: a save of its row like any other, so that its history, the plan and the steps follow."""

from __future__ import annotations

from portal.errors import N_, InvalidError, Message, StaleError
from portal.models import Row, User
from portal.policy import Workplace
from portal.process.schema import Column
from portal.process.work import shape_of
from portal.queries.rows import find_values
from portal.services.permits import check_action
from portal.services.rows import edit_row

UNKNOWN = N_("Choose one of the statuses.")
STALE = N_("Somebody else has set another status meanwhile. It stands here now; choose again if it is wrong.")


def set_status(actor: User, *, workplace: Workplace, row: Row, status: str, base_version: int) -> Row:
    """Give an action another status; the one that it has changes nothing.

    `base_version`: of the row as the person saw it. Who has changed something else of the action meanwhile is no
    hindrance: two columns, two people. Raises NotAllowedError, LockedError, InvalidError for a status that there is
    not, NotFoundError for a removed action, StaleError (with the row) where somebody has set another status.
    """
    check_action(actor, workplace, row)
    column = _column(workplace, status)
    if row.version != base_version and row.values.get(column.name) != status:
        seen = find_values(row, base_version)
        if seen is None or seen.get(column.name) != row.values.get(column.name):
            raise StaleError(STALE, row)
        base_version = row.version
    return edit_row(
        actor, workplace=workplace, row=row, values={column.name: status}, base_version=base_version
    )


def _column(workplace: Workplace, status: str) -> Column:
    shape = shape_of(workplace.process)
    if shape is None or shape.status is None or shape.status.option(status) is None:
        raise InvalidError(UNKNOWN, {"status": Message(UNKNOWN)})
    return shape.status
