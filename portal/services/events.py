"""The record of what happened; every service appends to it in the transaction of its change."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

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


def record_all(
    actor: User, kind: str, *, journey: Journey, entries: Sequence[tuple[str, dict[str, Any]]]
) -> None:
    """Append an event for each (subject, data), all at the same moment, with one statement. Nothing for no entries."""
    if not entries:
        return
    moment = now()
    told = {
        "kind": kind,
        "at": moment,
        "actor_id": actor.id,
        "place_id": journey.place_id,
        "journey_id": journey.id,
    }
    # A plain insert: the unit of work would ask for each new id and so send row by row.
    db.session.execute(
        insert(Event), [{**told, "subject": subject, "data": data} for subject, data in entries]
    )
    journey.changed_at = moment
    db.session.flush()
