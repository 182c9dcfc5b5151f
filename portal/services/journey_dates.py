"""The days that lists of many places need, kept in the journey: by when the checkpoint should be submitted, and the
last day. They are computed by `portal.process.calendar`; nothing else decides them, so they can be made again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.clock import today
from portal.extensions import db
from portal.models import Journey, Pause
from portal.process.calendar import Calendar, Stretch
from portal.process.definitions import find_definition

Dates = tuple[date | None, date | None]
"""The day of the checkpoint and the last day."""


def keep_dates(journey: Journey) -> None:
    """After each change of a journey's start, months, pauses or state. One query."""
    pauses = db.session.scalars(select(Pause).where(Pause.journey_id == journey.id)).all()
    journey.checkpoint_due_on, journey.ends_on = dates_of(journey, pauses)
    db.session.flush()


def rebuild_dates() -> int:
    """Make them all again. How many were wrong."""
    wrong = 0
    for journey in db.session.scalars(select(Journey).options(selectinload(Journey.pauses))):
        dates = dates_of(journey, journey.pauses)
        wrong += dates != (journey.checkpoint_due_on, journey.ends_on)
        journey.checkpoint_due_on, journey.ends_on = dates
    db.session.flush()
    return wrong


def dates_of(journey: Journey, pauses: Iterable[Pause]) -> Dates:
    """None for both unless the journey is under way: in a pause they move on every day."""
    if journey.state != "active":
        return None, None
    process = find_definition(journey.definition_key, journey.definition_version)
    stretches = [Stretch(pause.since, pause.until) for pause in pauses]
    calendar = Calendar(journey.starts_on, journey.months, today(), stretches)
    return calendar.due(process.checkpoint.due_month), calendar.ends_on
