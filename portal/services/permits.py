"""What every write to a register begins with: the journey held, its state fresh, the person allowed."""

from __future__ import annotations

from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace, can_edit_row, can_write_register, require
from portal.process.schema import Register
from portal.services.answers import check_step_editable


def hold(workplace: Workplace) -> None:
    """Lock the journey for this transaction and read its state again: a submission that came a moment before counts,
    and two saves at the same place follow one another."""
    db.session.refresh(workplace.journey, ["state", "checkpoint_state"], with_for_update=True)


def check_register(actor: User, workplace: Workplace, register: Register) -> None:
    """Raises NotAllowedError unless the person may add rows; LockedError while the step is under review."""
    hold(workplace)
    _check_step(actor, workplace, register)
    require(can_write_register(actor, workplace, register))


def check_row(actor: User, workplace: Workplace, register: Register, row: Row) -> None:
    """Raises NotAllowedError unless the person may change the row; LockedError while the step is under review."""
    hold(workplace)
    _check_step(actor, workplace, register)
    require(can_edit_row(actor, workplace, register, row))


def _check_step(actor: User, workplace: Workplace, register: Register) -> None:
    step = workplace.process.step_of(register.key) if not register.is_place_wide else None
    if step is not None:
        check_step_editable(actor, workplace, step)
