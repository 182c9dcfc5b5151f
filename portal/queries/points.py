"""What the coach has asked a place to look at: the points of verdicts, and what the team makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Decision, Journey, Submission, VerdictPoint
from portal.policy import Workplace
from portal.process.gate import CheckpointState
from portal.process.marks import Marked, marked
from portal.process.schema import Section, Step
from portal.queries.checkpoint import CheckpointRecord, PointLine
from portal.queries.decisions import HOLDING
from portal.queries.workplaces import get_workplace

ASKING = (CheckpointState.COMPLETE_FIRST, CheckpointState.GO_ON_FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A point with where it belongs: `anchor` is the key of a section, question or register; `due_on` where it has a
    date. `who` said it, `said_at`; `marked`: what the team makes of it."""

    id: int
    text: str
    anchor: str
    step: Step | None
    section: Section | None
    due_on: date | None
    who: str
    said_at: datetime
    marked: Marked

    @property
    def is_open(self) -> bool:
        """The team has not answered it."""
        return self.marked.mark is None


def asks_for_points(journey: Journey) -> bool:
    """Whether the place's checkpoint stands at a verdict that names points."""
    return CheckpointState(journey.checkpoint_state) in ASKING


def points_in(workplace: Workplace, record: CheckpointRecord) -> tuple[OpenPoint, ...]:
    """The points of the verdict that holds, while the place works on them; none while it is submitted again."""
    if record.holding is None or not asks_for_points(workplace.journey):
        return ()
    return tuple(_open(workplace, line, record.holding) for line in record.points)


def list_points(workplace: Workplace) -> Sequence[OpenPoint]:
    """One query, and none while no verdict asks for anything."""
    if not asks_for_points(workplace.journey):
        return ()
    found = db.session.scalars(_HOLDING, {"journey": workplace.journey.id})
    return [_open(workplace, line_of(point), point.decision) for point in found]


def list_points_of(*submissions: int) -> Mapping[int, Sequence[PointLine]]:
    """The points of all verdicts on these submissions, by the id of the decision. One query."""
    query = (
        select(VerdictPoint)
        .join(VerdictPoint.decision)
        .where(Decision.submission_id.in_(submissions))
        .options(joinedload(VerdictPoint.marker))
        .order_by(VerdictPoint.id)
    )
    found: dict[int, list[PointLine]] = {}
    for point in db.session.scalars(query):
        found.setdefault(point.decision_id, []).append(line_of(point))
    return found


def load_point(slug: str, point_id: int) -> tuple[Workplace, VerdictPoint]:
    """Loader of routes about one point of a place."""
    workplace = get_workplace(slug)
    query = (
        select(VerdictPoint)
        .join(VerdictPoint.decision)
        .join(Decision.submission)
        .where(VerdictPoint.id == point_id, Submission.journey_id == workplace.journey.id)
        .options(
            joinedload(VerdictPoint.marker),
            contains_eager(VerdictPoint.decision).joinedload(Decision.decider),
        )
    )
    point = db.session.scalars(query).one_or_none()
    if point is None:
        raise NotFoundError(N_("There is no such point."))
    return workplace, point


def line_of(point: VerdictPoint) -> PointLine:
    """The point as pages show it; its marker is loaded."""
    name = point.marker.name if point.marker is not None else None
    return PointLine(
        point.id,
        point.criterion_key,
        point.anchor_key,
        point.text,
        point.due_on,
        marked(point.mark, point.because, name, point.marked_at),
    )


def _open(workplace: Workplace, line: PointLine, decision: Decision) -> OpenPoint:
    process = workplace.process
    return OpenPoint(
        id=line.id,
        text=line.text,
        anchor=line.anchor,
        step=process.step_of(line.anchor),
        section=process.section_of(line.anchor),
        due_on=line.due_on,
        who=decision.decider.name,
        said_at=decision.decided_at,
        marked=line.marked,
    )


_HOLDING = (
    select(VerdictPoint)
    .where(VerdictPoint.decision_id == HOLDING)
    .options(joinedload(VerdictPoint.marker), joinedload(VerdictPoint.decision).joinedload(Decision.decider))
    .order_by(VerdictPoint.id)
)
"""As `CheckpointRecord.points`, alone."""
