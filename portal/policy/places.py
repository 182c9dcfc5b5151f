"""A place: who may read and write its steps, registers, rows and files, and who shares them."""

from __future__ import annotations

from portal.errors import N_
from portal.models import Row, User
from portal.process import gate
from portal.process.schema import Audience, Field, Register, Section, Step
from portal.roles import YES, Ruling, Workplace, either, is_place_coach, is_team, no, reader


def can_see_place(user: User, workplace: Workplace, *_: object) -> Ruling:
    return YES if reader(user, workplace.place) else no()


def can_edit_place(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Write anything at all at this place: its own team, until the journey has ended."""
    if not is_team(user, workplace.place):
        return no(N_("Only the place's own team can change this."))
    if workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    return YES


def can_read_step(user: User, workplace: Workplace, step: Step, part: object = None, *_: object) -> Ruling:
    """Read a step, or a section of it (`part`) unless it is the team's alone: coaches and region once it is shared."""
    circle, is_shared = reader(user, workplace.place), step.key in workplace.shared
    if isinstance(part, Section):
        is_shared = is_shared and part.is_for(Audience.COACH)
    if circle is Audience.TEAM or (circle is Audience.COACH and is_shared):
        return YES
    return no(N_("The team has not shared this step."))


def can_edit_step(user: User, workplace: Workplace, step: Step, *_: object) -> Ruling:
    """Change answers and ticks of a step: its phase must be open and not locked by a submission."""
    editable = can_edit_place(user, workplace)
    if not editable:
        return editable
    journey, process = workplace.journey, workplace.process
    state = gate.CheckpointState(journey.checkpoint_state)
    phase = process.phase_of(step.key).number
    if not gate.is_phase_open(process, state, phase):
        return no(N_("This step opens after the checkpoint."))
    if gate.is_locked(state) and not process.is_after_checkpoint(step.key):
        return no(N_("The answers are locked while the coach reviews your submission."))
    return YES


def can_read_register(user: User, workplace: Workplace, register_key: str) -> Ruling:
    """Read a place-wide register: the team always, coaches and region once it is shared."""
    circle = reader(user, workplace.place)
    if circle is Audience.TEAM or (circle is Audience.COACH and register_key in workplace.shared):
        return YES
    return no(N_("The team has not shared this register."))


def can_open_register(user: User, workplace: Workplace, register_key: str) -> Ruling:
    """Open the register's page. The place's coaches always reach the log, for the rows that they wrote themselves."""
    register = workplace.process.register(register_key)
    own_log = register is not None and register.role == "log" and is_place_coach(user, workplace.place)
    return YES if own_log else can_read_register(user, workplace, register_key)


def can_add_row(user: User, workplace: Workplace, register_key: str) -> Ruling:
    """Add a row to a place-wide register: the team; its coaches write in the log, too."""
    register = workplace.process.register(register_key)
    own_log = register is not None and register.role == "log" and is_place_coach(user, workplace.place)
    return YES if own_log and workplace.journey.state != "ended" else can_edit_place(user, workplace)


def can_write_register(user: User, workplace: Workplace, register: Register, *_: object) -> Ruling:
    """Add rows to any register: one in a step follows its step, a place-wide one `can_add_row`."""
    if register.is_place_wide:
        return can_add_row(user, workplace, register.key)
    step = workplace.process.step_of(register.key)
    return can_edit_step(user, workplace, step) if step is not None else no()


def can_read_referred(user: User, workplace: Workplace, register_key: str) -> Ruling:
    """Choose among a register's rows: whoever may read it."""
    step = workplace.process.step_of(register_key)
    if step is None:
        return can_read_register(user, workplace, register_key)
    return can_read_step(user, workplace, step)


def can_read_row(user: User, workplace: Workplace, register: Register, row: Row) -> Ruling:
    """Read a row: with its register or step; the place's coaches always read what they wrote in the log."""
    if register.is_place_wide:
        return either(
            _own_in_log(user, workplace, register, row), can_read_register(user, workplace, register.key)
        )
    step = workplace.process.step_of(register.key)
    return can_read_step(user, workplace, step) if step is not None else no()


def can_edit_row(user: User, workplace: Workplace, register: Register, row: Row) -> Ruling:
    """Change, move or delete a row: the team, in a step only while that is open; a coach what they wrote in the log."""
    if register.is_place_wide and _own_in_log(user, workplace, register, row):
        return can_add_row(user, workplace, register.key)
    if register.is_place_wide:
        return can_edit_place(user, workplace)
    return can_write_register(user, workplace, register)


def can_read_history(user: User, workplace: Workplace, about: object = None, row: object = None) -> Ruling:
    """Read what an answer or a row said before: the team, whose draft it was; a coach of what they wrote in the log."""
    if isinstance(about, Register) and isinstance(row, Row) and _own_in_log(user, workplace, about, row):
        return YES
    return YES if is_team(user, workplace.place) else no()


def can_read_file(
    user: User, workplace: Workplace, field: Field, register: Register | None, row: Row | None, *_: object
) -> Ruling:
    """Fetch an attachment: whoever may read the answer or the cell that it belongs to."""
    circle = reader(user, workplace.place)
    if circle is None or not field.audience.reaches(circle):
        return no()
    if register is not None and row is not None:
        return can_read_row(user, workplace, register, row)
    step = workplace.process.step_of(field.key)
    return can_read_step(user, workplace, step) if step is not None else no()


def can_change_file(
    user: User, workplace: Workplace, field: Field, register: Register | None, row: Row | None, *_: object
) -> Ruling:
    """Remove an attachment: whoever may change what it belongs to."""
    if register is not None and row is not None:
        return can_edit_row(user, workplace, register, row)
    step = workplace.process.step_of(field.key)
    return can_edit_step(user, workplace, step) if step is not None else no()


def _own_in_log(user: User, workplace: Workplace, register: Register, row: Row) -> Ruling:
    wrote = row.created_by == user.id and is_place_coach(user, workplace.place)
    return YES if register.role == "log" and wrote else no()


def can_share(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Share a step or a register with the coaches and the region, or stop: the team."""
    return can_edit_place(user, workplace)
