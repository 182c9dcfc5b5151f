"""What belongs to a place's checkpoint: notes on criteria, the pauses, every submission with its verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import defer, joinedload

from portal.clock import today
from portal.extensions import db
from portal.models import CriterionNote, Decision, Journey, Pause, Submission
from portal.process.calendar import Calendar, Stretch
from portal.process.material import Material
from portal.process.readiness import Readiness, readiness
from portal.process.schema import Process


@dataclass(frozen=True, slots=True)
class CheckpointRecord:
    """The notes by criterion key; the submissions, oldest first, without their copies; the days that count."""

    notes: Mapping[str, CriterionNote]
    submissions: Sequence[Submission]
    calendar: Calendar

    @property
    def latest(self) -> Submission | None:
        """The newest submission that was not taken back."""
        return next((s for s in reversed(self.submissions) if s.state != "withdrawn"), None)

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
    """Three queries: together they would give each submission once for every note."""
    asked = {"journey": journey.id}
    calendar = Calendar(
        starts_on=journey.starts_on,
        months=journey.months,
        today=today(),
        pauses=[Stretch(since, until) for since, until in db.session.execute(_PAUSES, asked)],
    )
    notes = {note.criterion_key: note for note in db.session.scalars(_NOTES, asked)}
    return CheckpointRecord(notes, db.session.scalars(_SUBMISSIONS, asked).unique().all(), calendar)


_JOURNEY = bindparam("journey", type_=Integer)
_NOTES = select(CriterionNote).where(CriterionNote.journey_id == _JOURNEY)
_PAUSES = select(Pause.since, Pause.until).where(Pause.journey_id == _JOURNEY).order_by(Pause.since)
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
