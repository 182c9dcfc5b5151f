"""What an action answers: links to needs, strengths, obstacles and ideas."""

from __future__ import annotations

from sqlalchemy import select

from portal.clock import now
from portal.errors import N_, InvalidError, Message
from portal.extensions import db
from portal.models import ActionLink, Row, User
from portal.policy import Workplace
from portal.process.work import answered_registers
from portal.queries.rows import find_row
from portal.services.events import record
from portal.services.permits import check_action

STRAY = N_("Choose one in the list. It may have been removed meanwhile.")


def link(actor: User, *, workplace: Workplace, row: Row, answers: int) -> ActionLink:
    """Say that an action answers the row `answers`; said again it changes nothing. Raises NotAllowedError,
    NotFoundError for a removed action, InvalidError for what no action can answer."""
    check_action(actor, workplace, row)
    other = find_row(workplace.journey, answers)
    registers = {register.key for register in answered_registers(workplace.process)}
    if other is None or other.deleted_at is not None or other.register_key not in registers:
        raise InvalidError(STRAY, {"answers": Message(STRAY)})
    query = select(ActionLink).where(ActionLink.row_id == row.id, ActionLink.answers_id == other.id)
    known = db.session.scalars(query).one_or_none()
    if known is not None:
        return known
    made = ActionLink(
        journey_id=workplace.journey.id,
        row_id=row.id,
        answers_id=other.id,
        linked_by=actor.id,
        linked_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    _record(actor, workplace, "action_linked", row, other.id)
    return made


def unlink(actor: User, *, workplace: Workplace, row: Row, answers: int) -> None:
    """It answers that no more; what is linked no more stays as it is."""
    check_action(actor, workplace, row)
    query = select(ActionLink).where(ActionLink.row_id == row.id, ActionLink.answers_id == answers)
    known = db.session.scalars(query).one_or_none()
    if known is None:
        return
    db.session.delete(known)
    db.session.flush()
    _record(actor, workplace, "action_unlinked", row, answers)


def _record(actor: User, workplace: Workplace, kind: str, row: Row, answers: int) -> None:
    data = {"row": row.id, "answers": answers}
    record(actor, kind, journey=workplace.journey, subject=row.register_key, data=data)
