"""What belongs to a place's checkpoint: notes on criteria, the pauses, every submission with its verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import defer, joinedload

from portal.clock import today
from portal.extensions import db
from portal.models import CriterionNote, Decision, Journey, PlanEdition, Submission
from portal.process.calendar import Calendar, Stretch
from portal.process.material import Material
from portal.process.readiness import Readiness, readiness
from portal.process.schema import Process


class OpenEdition(NamedTuple):
    """The edition of the plan that is shared now, without its copy."""

    number: int
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class CheckpointRecord:
    """The notes by criterion key; the submissions, oldest first, without their copies; the days that count; the
    edition of the plan that is shared now."""

    notes: Mapping[str, CriterionNote]
    submissions: Sequence[Submission]
    calendar: Calendar
    edition: OpenEdition | None = None

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
    """One query: the lists are short, so their product is, too."""
    query = (
        select(Journey, PlanEdition.number, PlanEdition.shared_at)
        .outerjoin(PlanEdition, and_(PlanEdition.journey_id == Journey.id, PlanEdition.ended_at.is_(None)))
        .where(Journey.id == journey.id)
        .options(
            joinedload(Journey.criterion_notes),
            joinedload(Journey.pauses),
            joinedload(Journey.submissions).options(
                defer(Submission.snapshot),
                joinedload(Submission.submitter),
                joinedload(Submission.beginner),
                joinedload(Submission.decisions).joinedload(Decision.decider),
            ),
        )
    )
    # What this session has written since it last looked must be seen, too.
    db.session.expire(journey, ["criterion_notes", "pauses", "submissions"])
    found, number, shared_at = db.session.execute(query).unique().one()
    calendar = Calendar(
        starts_on=found.starts_on,
        months=found.months,
        today=today(),
        pauses=[Stretch(pause.since, pause.until) for pause in found.pauses],
    )
    notes = {n.criterion_key: n for n in found.criterion_notes}
    edition = OpenEdition(number, shared_at) if number else None
    return CheckpointRecord(notes, found.submissions, calendar, edition)
