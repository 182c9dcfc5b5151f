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
    touches: bool = True,
) -> Event:
    """Append an event (`kind` in the past tense, e.g. `answer_saved`). Ids and keys only, never what people wrote.

    `touches`: whether it counts as work of the place; what a coach or a municipality says does not."""
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
    if journey is not None and touches:
        journey.changed_at = event.at
    if flush:
        db.session.flush()
    return event


Entry = tuple[str, str, dict[str, Any]]
"""Kind, subject and data of an event that is one of several."""


def record_all(actor: User, *, journey: Journey, entries: Sequence[Entry]) -> None:
    """Append several events, all at the same moment, with one statement. Nothing for no entries."""
    if not entries:
        return
    moment = now()
    told = {
        "at": moment,
        "actor_id": actor.id,
        "place_id": journey.place_id,
        "journey_id": journey.id,
    }
    # A plain insert: the unit of work would ask for each new id and so send row by row.
    db.session.execute(
        insert(Event),
        [{**told, "kind": kind, "subject": subject, "data": data} for kind, subject, data in entries],
    )
    journey.changed_at = moment
    db.session.flush()
