"""Reading what lies beside one action: what others have of it, how its status changed, notes of progress,
follow-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from portal.clock import STOCKHOLM
from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import (
    ActionAnswer,
    ActionFollowUp,
    ActionNote,
    Journey,
    PlanEdition,
    Revision,
    Row,
    User,
)
from portal.policy import Workplace
from portal.process.action_progress import Line, holds
from portal.process.material import Value
from portal.process.schema import Audience, Column, Register
from portal.queries.action_answers import EDITION_HEAD, is_latest
from portal.queries.action_beside import reaching
from portal.queries.actions import load_action
from portal.queries.repeated_answers import is_repeated

SHOWN = 100
"""Notes, and follow-ups, on the page of an action: far more than a place writes on one."""
IN_PLAN = 500
"""Notes of progress in an edition."""
SAVES = 500
"""Saves of an action through which changes of its status are looked for, from the newest."""


@dataclass(frozen=True, slots=True)
class StatusChange:
    """From one option's key to another's; empty for none."""

    before: str
    after: str
    who: str
    at: datetime


def list_status_changes(row: Row, column: Column) -> list[StatusChange]:
    """How the status of an action became what it is, the newest change first. One query; no other text is read."""
    query = (
        select(Revision.value[column.name].as_string(), User.name, Revision.at)
        .join(User, User.id == Revision.saved_by)
        .where(Revision.row_id == row.id)
        .order_by(Revision.version.desc())
        .limit(SAVES)
    )
    changes, before = [], ""
    for said, who, at in reversed(db.session.execute(query).all()):
        after = said or ""
        if after != before:
            changes.append(StatusChange(before, after, who, at))
        before = after
    return changes[::-1]


def list_notes(row: Row, circle: Audience) -> Sequence[ActionNote]:
    """The notes of progress that somebody of the circle may read, the newest first, with their authors. One query."""
    query = (
        select(ActionNote)
        .where(
            ActionNote.journey_id == row.journey_id,
            ActionNote.row_id == row.id,
            ActionNote.removed_at.is_(None),
            ActionNote.reach.in_(reaching(circle)),
        )
        .options(joinedload(ActionNote.author))
        .order_by(ActionNote.id.desc())
        .limit(SHOWN)
    )
    return db.session.scalars(query).all()


def list_plan_notes(journey: Journey) -> list[Line]:
    """The notes of progress that the next edition of the plan will hold, the oldest first, with the day in Sweden. One
    query; at most IN_PLAN, the newest."""
    query = (
        select(ActionNote.row_id, ActionNote.written_at, ActionNote.body)
        .where(
            ActionNote.journey_id == journey.id,
            ActionNote.removed_at.is_(None),
            ActionNote.reach == Audience.PLAN.value,
        )
        .order_by(ActionNote.id.desc())
        .limit(IN_PLAN)
    )
    found = db.session.execute(query).all()[::-1]
    return [(row, at.astimezone(STOCKHOLM).date(), body) for row, at, body in found]


@dataclass(frozen=True, slots=True)
class Outside:
    """What others have of an action: the municipality's `answer`, with the head of its edition, and whether others were
    sent before it (`is_repeated`); the number of the edition that is shared now, 0 for none; the `values` of the action
    in it, None where it does not stand there; and its notes of `progress` there."""

    answer: ActionAnswer | None
    is_repeated: bool
    edition: int
    values: Mapping[str, Value] | None
    progress: Sequence[Mapping[str, str]]


def get_outside(row: Row) -> Outside:
    """One query; of the edition's copy it reads the actions alone."""
    is_open = and_(PlanEdition.journey_id == Row.journey_id, PlanEdition.ended_at.is_(None))
    of_row = and_(ActionAnswer.journey_id == Row.journey_id, ActionAnswer.row_id == Row.id)
    query = (
        select(
            ActionAnswer,
            is_repeated(ActionAnswer, shared=True),
            PlanEdition.number,
            PlanEdition.snapshot["copy"]["rows"][row.register_key],
            PlanEdition.snapshot["progress"][str(row.id)],
        )
        .select_from(Row)
        .outerjoin(PlanEdition, is_open)
        .outerjoin(ActionAnswer, and_(of_row, is_latest(ActionAnswer, shared=True)))
        .where(Row.id == row.id)
        .options(joinedload(ActionAnswer.edition).load_only(*EDITION_HEAD))
    )
    answer, repeated, number, rows, progress = db.session.execute(query).one()
    values = next((each["values"] for each in rows or () if each["id"] == row.id), None)
    return Outside(answer, repeated, number or 0, values, progress or ())


def find_removed_note(row: Row, note_id: int) -> ActionNote | None:
    """A note that was taken away and might stand in an edition of the plan."""
    query = select(ActionNote).where(
        ActionNote.id == note_id,
        ActionNote.row_id == row.id,
        ActionNote.removed_at.is_not(None),
        ActionNote.reach == Audience.PLAN.value,
    )
    return db.session.scalars(query).one_or_none()


def is_outside(note: ActionNote, outside: Outside) -> bool:
    """Whether the edition that is shared now holds it."""
    return holds(outside.progress, note.written_at.astimezone(STOCKHOLM).date(), note.body)


def is_in_plan(note: ActionNote, outside: Outside) -> bool:
    """Likewise of a note that is there: only one that reaches the plan stands in an edition."""
    return note.reach == Audience.PLAN.value and is_outside(note, outside)


def list_follow_ups(row: Row) -> Sequence[ActionFollowUp]:
    """Those to come by day, then those done, the latest first; with who did them. One query."""
    query = (
        select(ActionFollowUp)
        .where(
            ActionFollowUp.journey_id == row.journey_id,
            ActionFollowUp.row_id == row.id,
            ActionFollowUp.removed_at.is_(None),
        )
        .options(joinedload(ActionFollowUp.closer))
        .order_by(ActionFollowUp.done_at.is_not(None), ActionFollowUp.due_on, ActionFollowUp.id)
        .limit(SHOWN)
    )
    found = db.session.scalars(query).all()
    done = sorted(
        (each for each in found if each.done_at is not None), key=lambda each: each.id, reverse=True
    )
    return [*(each for each in found if each.done_at is None), *done]


def load_note(slug: str, row_id: int, note_id: int) -> tuple[Workplace, Register, Row, ActionNote]:
    """Loader of routes about one note, removed or not; not one whose text is disposed of. Raises NotFoundError."""
    workplace, register, row = load_action(slug, row_id)
    query = select(ActionNote).where(
        ActionNote.id == note_id, ActionNote.row_id == row.id, ActionNote.body != ""
    )
    note = db.session.scalars(query).one_or_none()
    if note is None:
        raise NotFoundError(N_("There is no such note."))
    return workplace, register, row, note


def load_follow_up(
    slug: str, row_id: int, follow_up_id: int
) -> tuple[Workplace, Register, Row, ActionFollowUp]:
    """Loader of routes about one follow-up, removed or not. Raises NotFoundError."""
    workplace, register, row = load_action(slug, row_id)
    query = select(ActionFollowUp).where(ActionFollowUp.id == follow_up_id, ActionFollowUp.row_id == row.id)
    follow_up = db.session.scalars(query).one_or_none()
    if follow_up is None:
        raise NotFoundError(N_("There is no such follow-up."))
    return workplace, register, row, follow_up
