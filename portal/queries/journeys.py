"""Reading a journey for the region: its dates and states, not its answers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.clock import today
from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Journey, Place
from portal.process.calendar import Calendar, Stretch


def get_journey(journey_id: int) -> Journey:
    """A current journey with its place and pauses. Raises NotFoundError; an earlier one cannot be changed any more."""
    query = (
        select(Journey)
        .where(Journey.id == journey_id, Journey.is_current)
        .options(joinedload(Journey.place).joinedload(Place.municipality), selectinload(Journey.pauses))
    )
    journey = db.session.scalars(query).one_or_none()
    if journey is None:
        raise NotFoundError(N_("There is no such journey."))
    return journey


def load_journey(journey_id: int) -> tuple[Journey]:
    """Loader of routes under /region/journeys/<journey_id>/."""
    return (get_journey(journey_id),)


def calendar_of(journey: Journey) -> Calendar:
    """The journey's dates as they look today. Its pauses are loaded."""
    return Calendar(
        journey.starts_on,
        journey.months,
        journey.ended_on or today(),
        [Stretch(pause.since, pause.until) for pause in journey.pauses],
    )
