"""The record of what happened; every service appends to it in the transaction of its change."""

from typing import Any

from portal.clock import now
from portal.extensions import db
from portal.models import Event, Journey, Place, User


def record(
    actor: User | None,
    kind: str,
    *,
    journey: Journey | None = None,
    place: Place | None = None,
    subject: str = "",
    data: dict[str, Any] | None = None,
    flush: bool = True,
) -> Event:
    """Append an event (`kind` in the past tense, e.g. `answer_saved`). Ids and keys only, never what people wrote."""
    event = Event(
        kind=kind,
        at=now(),
        actor_id=actor.id if actor is not None else None,
        place_id=place.id if place is not None else (journey.place_id if journey is not None else None),
        journey_id=journey.id if journey is not None else None,
        subject=subject,
        data=data or {},
    )
    db.session.add(event)
    if journey is not None:
        journey.changed_at = event.at
    if flush:
        db.session.flush()
    return event
