"""What belongs to a place's checkpoint: notes on criteria, the pauses, every submission with its verdicts, and what the
team makes of their points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, cast, literal_column, null, select, union_all
from sqlalchemy import Text as LongText
from sqlalchemy.orm import defer, joinedload

from portal.clock import today
from portal.extensions import UtcDateTime, db
from portal.models import CriterionNote, Decision, Journey, Pause, Submission, User, VerdictPoint
from portal.process.calendar import Calendar, Stretch
from portal.process.marks import Marked, marked
from portal.process.material import Material
from portal.process.readiness import Readiness, readiness
from portal.process.schema import Process
from portal.queries.decisions import HOLDING


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What the team has noted at a criterion."""

    comment: str
    waiver: str
    version: int


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point of a verdict: the criterion and what it is about by their keys."""

    id: int
    criterion: str
    anchor: str
    text: str
    due_on: date | None
    marked: Marked


@dataclass(frozen=True, slots=True)
class CheckpointRecord:
    """The notes by criterion key; the submissions, oldest first, without their copies; the days that count; the points
    of the verdict that holds."""

    notes: Mapping[str, NoteLine]
    submissions: Sequence[Submission]
    calendar: Calendar
    points: Sequence[PointLine] = ()

    @property
    def latest(self) -> Submission | None:
        """The newest submission that was not taken back."""
        return next((s for s in reversed(self.submissions) if s.state != "withdrawn"), None)

    @property
    def holding(self) -> Decision | None:
        """The verdict that holds: the latest of the newest submission that was decided."""
        decided = [s for s in self.submissions if s.decisions]
        return decided[-1].decisions[-1] if decided else None

    def due_on(self, process: Process) -> date:
        """The last day to submit, with the pauses left out."""
        return self.calendar.due(process.checkpoint.due_month)

    def readiness(self, process: Process, material: Material) -> Readiness:
        """Every criterion with its evidence, and the team's comments and waivers."""
        return readiness(
            process,
            material,
            waivers={key: note.waiver for key, note in self.notes.items()},
            comments={key: note.comment for key, note in self.notes.items()},
        )


def get_record(journey: Journey) -> CheckpointRecord:
    """Two queries: the submissions, and everything else as lines."""
    asked = {"journey": journey.id}
    notes, pauses, points = {}, [], []
    for line in db.session.execute(_LINES, asked):
        if line.kind == "note":
            notes[line.key] = NoteLine(line.text, line.more, line.number)
        elif line.kind == "pause":
            pauses.append(Stretch(line.day, line.until))
        else:
            found = marked(line.mark, line.more, line.who, line.at)
            points.append(PointLine(line.number, line.criterion, line.key, line.text, line.day, found))
    calendar = Calendar(
        starts_on=journey.starts_on,
        months=journey.months,
        today=today(),
        pauses=sorted(pauses, key=lambda pause: pause.since),
    )
    submissions = db.session.scalars(_SUBMISSIONS, asked).unique().all()
    return CheckpointRecord(notes, submissions, calendar, sorted(points, key=lambda point: point.id))


_JOURNEY = bindparam("journey", type_=Integer)
_COLUMNS: dict[str, Any] = {
    "key": LongText(),
    "criterion": LongText(),
    "text": LongText(),
    "more": LongText(),
    "number": Integer(),
    "day": Date(),
    "until": Date(),
    "mark": LongText(),
    "who": LongText(),
    "at": UtcDateTime(),
}
"""What a line may hold; each kind of line fills some of it."""


def _line(kind: str, **filled: Any) -> Select[Any]:
    columns = [
        filled[name].label(name) if name in filled else cast(null(), type_).label(name)
        for name, type_ in _COLUMNS.items()
    ]
    return select(literal_column(f"'{kind}'", LongText).label("kind"), *columns)


_LINES = union_all(
    _line(
        "note",
        key=CriterionNote.criterion_key,
        text=CriterionNote.comment,
        more=CriterionNote.waiver,
        number=CriterionNote.version,
    ).where(CriterionNote.journey_id == _JOURNEY),
    _line("pause", day=Pause.since, until=Pause.until).where(Pause.journey_id == _JOURNEY),
    _line(
        "point",
        key=VerdictPoint.anchor_key,
        criterion=VerdictPoint.criterion_key,
        text=VerdictPoint.text,
        more=VerdictPoint.because,
        number=VerdictPoint.id,
        day=VerdictPoint.due_on,
        mark=VerdictPoint.mark,
        who=User.name,
        at=VerdictPoint.marked_at,
    )
    .outerjoin(User, User.id == VerdictPoint.marked_by)
    .where(VerdictPoint.decision_id == HOLDING),
)
_SUBMISSIONS = (
    select(Submission)
    .where(Submission.journey_id == _JOURNEY)
    .options(
        defer(Submission.snapshot),
        joinedload(Submission.submitter),
        joinedload(Submission.beginner),
        joinedload(Submission.decisions).joinedload(Decision.decider),
    )
    .order_by(Submission.number)
)
