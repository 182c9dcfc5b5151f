"""What every write at a place begins with: the journey held, its state fresh, the person allowed."""

from __future__ import annotations

from sqlalchemy.orm.attributes import set_committed_value

from portal.errors import N_, LockedError, NotAllowedError, NotFoundError
from portal.extensions import db
from portal.models import Row, Submission, User
from portal.policy import (
    Workplace,
    can_decide,
    can_edit_place,
    can_edit_row,
    can_edit_step,
    can_work_on_action,
    can_write_register,
    require,
)
from portal.process import gate
from portal.process.schema import Register, Step
from portal.queries.covers import find_cover

# Others may go on adding rows that refer to the journey, such as the event of what they read: else each waits for the
# other.
KEEP_KEY = {"key_share": True}


def hold(workplace: Workplace) -> None:
    """Lock the journey for this transaction and read its state again: a submission that came a moment before counts,
    and two saves at the same place follow one another. No query where the request has begun with that."""
    if workplace.held:
        return
    db.session.refresh(workplace.journey, ["state", "checkpoint_state"], with_for_update=KEEP_KEY)


def hold_submission(workplace: Workplace, submission: Submission) -> None:
    """Hold the journey, and read the submission's state again: somebody may just have taken it back, or decided."""
    hold(workplace)
    db.session.refresh(submission, ["state"])


def hold_decision(actor: User, workplace: Workplace, submission: Submission) -> None:
    """Hold a submission for somebody who may decide on it. Raises NotAllowedError, also when the cover by which they
    may has just been ended."""
    require(can_decide(actor, workplace, submission))
    hold_submission(workplace, submission)
    if not can_decide(actor, workplace):
        set_committed_value(submission, "cover", find_cover(submission=submission))
        require(can_decide(actor, workplace, submission))


def check_register(actor: User, workplace: Workplace, register: Register) -> None:
    """Raises NotAllowedError unless the person may add rows; LockedError while the step is under review."""
    hold(workplace)
    check_held_register(actor, workplace, register)


def check_held_register(actor: User, workplace: Workplace, register: Register) -> None:
    """Like check_register, for a journey that this transaction holds already."""
    _check_step(actor, workplace, register)
    require(can_write_register(actor, workplace, register))


def check_row(actor: User, workplace: Workplace, register: Register, row: Row) -> None:
    """Raises NotAllowedError unless the person may change the row; LockedError while the step is under review."""
    hold(workplace)
    _check_step(actor, workplace, register)
    require(can_edit_row(actor, workplace, register, row))


def check_action(actor: User, workplace: Workplace, row: Row) -> None:
    """Raises NotAllowedError unless the person may work on actions here; NotFoundError for a row that is none of them,
    or that has just been removed."""
    hold(workplace)
    require(can_work_on_action(actor, workplace))
    register = workplace.process.register(row.register_key)
    if register is None or register.role != "actions" or row.journey_id != workplace.journey.id:
        raise NotFoundError
    db.session.refresh(row)
    if row.deleted_at is not None:
        raise NotFoundError(N_("There is no such action. It may have been removed."))


def check_step_editable(actor: User, workplace: Workplace, step: Step) -> None:
    """Raises NotAllowedError, or LockedError while a submission is under review: to the team only, whom it concerns."""
    require(can_edit_place(actor, workplace))
    ruling = can_edit_step(actor, workplace, step)
    if ruling or ruling.reason is None:
        return
    state = gate.CheckpointState(workplace.journey.checkpoint_state)
    locked = gate.is_step_locked(workplace.process, state, step.key)
    error = LockedError if locked else NotAllowedError
    raise error(ruling.reason.text, **ruling.reason.params)


def _check_step(actor: User, workplace: Workplace, register: Register) -> None:
    step = workplace.process.step_of(register.key) if not register.is_place_wide else None
    if step is not None:
        check_step_editable(actor, workplace, step)
