"""Goals and actions as work: who reads their pages, who works on an action."""

from __future__ import annotations

from portal.errors import N_
from portal.models import ActionNote, User
from portal.policy.places import can_edit_step, can_read_step
from portal.process.schema import Audience, Step
from portal.roles import Ruling, Workplace, no, reader


def can_read_actions(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Read the pages of the actions: whoever may read their step, each in their own circle."""
    step = _step(workplace)
    return can_read_step(user, workplace, step) if step is not None else no()


def can_work_on_action(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Set its status, write notes, say what it answers, follow it up: the team, while the step is open."""
    step = _step(workplace)
    return can_edit_step(user, workplace, step) if step is not None else no()


def can_read_note(
    user: User, workplace: Workplace, _register: object, _row: object, note: ActionNote
) -> Ruling:
    """Know of a note of progress: as far as it reaches, and the step is shared."""
    circle = reader(user, workplace.place)
    if circle is None or not Audience(note.reach).reaches(circle):
        return no()
    return can_read_actions(user, workplace)


def can_correct_note(
    user: User, workplace: Workplace, _register: object, _row: object, note: ActionNote
) -> Ruling:
    """Put a note of progress right: whoever wrote it."""
    if note.written_by != user.id:
        return no(N_("Only those who wrote a note can change it."))
    return can_work_on_action(user, workplace)


def _step(workplace: Workplace) -> Step | None:
    register = workplace.process.register_with_role("actions")
    return workplace.process.step_of(register.key) if register is not None else None
