"""What the coach has asked a place to look at: the points of the verdict that holds now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import Decision, Journey, Submission
from portal.policy import Workplace
from portal.process.gate import CheckpointState
from portal.process.review import points_of
from portal.process.schema import Section, Step
from portal.queries.checkpoint import CheckpointRecord

ASKING = (CheckpointState.COMPLETE_FIRST, CheckpointState.GO_ON_FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A point with where it belongs: `anchor` is the key of a section, question or register; `due_on` where it has a
    date. `who` said it, `said_at`."""

    text: str
    anchor: str
    step: Step | None
    section: Section | None
    due_on: date | None
    who: str
    said_at: datetime


def asks_for_points(journey: Journey) -> bool:
    """Whether the place's checkpoint stands at a verdict that names points."""
    return CheckpointState(journey.checkpoint_state) in ASKING


def find_decision(record: CheckpointRecord) -> Decision | None:
    """The verdict that holds: the latest row of the newest submission that was decided."""
    decided = [s for s in record.submissions if s.decisions]
    return decided[-1].decisions[-1] if decided else None


def points_in(workplace: Workplace, record: CheckpointRecord) -> tuple[OpenPoint, ...]:
    """The points of the verdict that holds, while the place works on them; none while it is submitted again."""
    return _points_of(workplace, find_decision(record)) if asks_for_points(workplace.journey) else ()


def _points_of(workplace: Workplace, decision: Decision | None) -> tuple[OpenPoint, ...]:
    if decision is None:
        return ()
    process = workplace.process
    return tuple(
        OpenPoint(
            text=point.text,
            anchor=point.anchor,
            step=process.step_of(point.anchor),
            section=process.section_of(point.anchor),
            due_on=date.fromisoformat(point.due_on) if point.due_on else None,
            who=decision.decider.name,
            said_at=decision.decided_at,
        )
        for point in points_of(decision.content.get("points", ()))
    )


def list_points(workplace: Workplace) -> Sequence[OpenPoint]:
    """One query, and none while no verdict asks for anything."""
    if not asks_for_points(workplace.journey):
        return ()
    return _points_of(workplace, db.session.scalar(_HOLDING, {"journey": workplace.journey.id}))


_HOLDING = (
    select(Decision)
    .join(Decision.submission)
    .where(Submission.journey_id == bindparam("journey"))
    .options(joinedload(Decision.decider))
    .order_by(Submission.number.desc(), Decision.id.desc())
    .limit(1)
)
"""As `find_decision`, in SQL."""
