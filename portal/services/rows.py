"""Writing rows of registers. A row keeps its id for ever; a deleted one can be brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, func, select

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Answer, Row, User
from portal.policy import Workplace
from portal.process.material import Value
from portal.process.schema import Register
from portal.queries.rows import Use, find_sent_row, find_values, list_rows, list_uses
from portal.services.cells import merge
from portal.services.events import record
from portal.services.permits import check_register, check_row
from portal.services.revisions import keep

ROWS_LIMIT = 500
"""Rows in one register of a place."""

STALE = N_("Somebody else has changed the same row. Both texts are here; choose which one counts.")


class InUseError(ConflictError):
    """The row is referred to from elsewhere; `uses` says where."""

    def __init__(self, uses: Sequence[Use]) -> None:
        super().__init__(N_("This row is used elsewhere."))
        self.uses = tuple(uses)


def add_row(
    actor: User,
    *,
    workplace: Workplace,
    register: Register,
    values: Mapping[str, Value],
    sent_key: str | None = None,
) -> Row:
    """Add a row at the end. Raises NotAllowedError, LockedError, InvalidError (by column).

    `sent_key`: one key a form that a browser sends; what comes again with it is the same row (see `_sent_again`).
    """
    check_register(actor, workplace, register)
    if not register.own_rows:
        raise InvalidError(N_("Rows cannot be added to this list."))
    kept = merge(workplace, register, {}, values)
    known = find_sent_row(workplace.journey, actor, sent_key) if sent_key else None
    if known is not None:
        return _sent_again(actor, workplace, register, known, kept)
    check_room(workplace, register)
    moment = now()
    row = Row(
        journey_id=workplace.journey.id,
        register_key=register.key,
        position=next_position(workplace, register),
        values=kept,
        version=1,
        created_by=actor.id,
        created_at=moment,
        updated_by=actor.id,
        updated_at=moment,
        sent_key=sent_key,
    )
    db.session.add(row)
    db.session.flush()
    keep([row])
    end_not_relevant(actor, workplace, register)
    _record(actor, workplace, "row_added", row)
    return row


def _sent_again(
    actor: User, workplace: Workplace, register: Register, row: Row, values: dict[str, Value]
) -> Row:
    """A row that was added already, but its sender never heard of it. What was typed since then goes on from it.

    Raises StaleError when the row has been changed since, ConflictError when it was removed."""
    if row.register_key != register.key:
        raise InvalidError(N_("The page could not be understood. Go back and try again."))
    if row.deleted_at is not None:
        raise ConflictError(N_("This row was saved before, and somebody has removed it since."))
    if values in (row.values, find_values(row, 1)):
        return row
    if row.version > 1:
        raise StaleError(STALE, row)
    return change(actor, workplace, row, values, "row_changed")


def edit_row(
    actor: User, *, workplace: Workplace, row: Row, values: Mapping[str, Value], base_version: int
) -> Row:
    """Change the given columns of a row. One that says the same as before gets no new version.

    Raises NotAllowedError, LockedError, InvalidError (by column), NotFoundError for a deleted row and StaleError (with
    the row as it is) when somebody else was first.
    """
    register, row = _checked(actor, workplace, row)
    if row.preset_key is not None:
        raise NotFoundError
    kept = merge(workplace, register, row.values, values)
    if kept == row.values:
        return row
    if row.version != base_version:
        raise StaleError(STALE, row)
    return change(actor, workplace, row, kept, "row_changed")


def change(actor: User, workplace: Workplace, row: Row, values: dict[str, Value], kind: str) -> Row:
    """Store new values of a row that is held, with a new version and an event."""
    row.values = values
    row.version += 1
    row.updated_by, row.updated_at = actor.id, now()
    db.session.flush()
    keep([row])
    _record(actor, workplace, kind, row)
    return row


def move_row(actor: User, *, workplace: Workplace, row: Row, up: bool) -> None:
    """Move a row one place up or down among the rows that people added; the first cannot go further up."""
    register, row = _checked(actor, workplace, row)
    rows = [r for r in list_rows(workplace.journey, register.key) if r.preset_key is None]
    if row not in rows:
        raise NotFoundError
    here = rows.index(row)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, each in enumerate(rows, 1):
        if each.position != position:
            each.position = position
    db.session.flush()
    _record(actor, workplace, "row_moved", row)


def delete_row(actor: User, *, workplace: Workplace, row: Row, though_used: bool = False) -> None:
    """Delete a row so that it can be brought back. What refers to it keeps its name.

    Raises InUseError when something refers to it, unless `though_used`; NotAllowedError, LockedError; ConflictError for
    a row that is listed in advance.
    """
    _register, row = _checked(actor, workplace, row)
    if row.preset_key is not None:
        raise ConflictError(N_("This row is listed in advance and cannot be removed."))
    uses = [] if though_used else list_uses(workplace, row)
    if uses:
        raise InUseError(uses)
    row.deleted_at = row.updated_at = now()
    row.version += 1
    row.updated_by = actor.id
    db.session.flush()
    keep([row])
    _record(actor, workplace, "row_deleted", row)


def restore_row(actor: User, *, workplace: Workplace, row: Row) -> Row:
    """Bring a deleted row back to where it stood; one that is not deleted is left as it is."""
    register, row = _checked(actor, workplace, row, deleted=True)
    if row.deleted_at is None:
        return row
    check_room(workplace, register)
    row.deleted_at = None
    row.version += 1
    row.updated_by, row.updated_at = actor.id, now()
    db.session.flush()
    keep([row])
    end_not_relevant(actor, workplace, register)
    _record(actor, workplace, "row_restored", row)
    return row


def check_room(workplace: Workplace, register: Register, more: int = 1) -> None:
    """Raises InvalidError when the register has no room for so many rows more."""
    query = select(func.count()).where(
        Row.journey_id == workplace.journey.id, Row.register_key == register.key, Row.deleted_at.is_(None)
    )
    require_room((db.session.scalar(query) or 0) + more - 1)


def require_room(count: int) -> None:
    """Raises InvalidError for one row more than a register may hold."""
    if count >= ROWS_LIMIT:
        raise InvalidError(
            N_("There is room for %(limit)s rows here, and all of it is used. Remove a row first."),
            limit=ROWS_LIMIT,
        )


def _checked(actor: User, workplace: Workplace, row: Row, *, deleted: bool = False) -> tuple[Register, Row]:
    """The row as it is now, its journey held, the person allowed."""
    register = workplace.process.register(row.register_key)
    if register is None or row.journey_id != workplace.journey.id:
        raise NotFoundError
    check_row(actor, workplace, register, row)
    db.session.refresh(row)
    if row.deleted_at is not None and not deleted:
        raise NotFoundError(N_("There is no such row. It may have been removed."))
    return register, row


def end_not_relevant(actor: User, workplace: Workplace, register: Register) -> None:
    """A register with a row in it is relevant after all. A place-wide one always is."""
    if register.is_place_wide:
        return
    query = select(Answer).where(
        Answer.journey_id == workplace.journey.id,
        Answer.question_key == register.key,
        Answer.not_relevant.is_not(None),
    )
    answer = db.session.scalars(query).one_or_none()
    if answer is not None:
        answer.not_relevant = None
        answer.version += 1
        answer.updated_by, answer.updated_at = actor.id, now()
        db.session.flush()
        keep([answer])


def next_position(workplace: Workplace, register: Register) -> ColumnElement[int]:
    """Behind all rows of the register, removed ones included; found out by the insert itself."""
    of_register = and_(Row.journey_id == workplace.journey.id, Row.register_key == register.key)
    return select(func.coalesce(func.max(Row.position), 0) + 1).where(of_register).scalar_subquery()


def _record(actor: User, workplace: Workplace, kind: str, row: Row) -> None:
    data = {"row": row.id, "version": row.version}
    record(actor, kind, journey=workplace.journey, subject=row.register_key, data=data)
