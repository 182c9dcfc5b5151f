"""Reminders to a place's team: of what the method reminds of, and of the checkpoint two weeks ahead. Each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from portal.clock import now
from portal.extensions import db
from portal.models import Journey, Reminded
from portal.notifications.notices import tell
from portal.process.calendar import Calendar, Stretch
from portal.process.definitions import find_definition
from portal.process.gate import CheckpointState
from portal.process.reminding import Due, due_on
from portal.process.schema import Process
from portal.queries.receivers import list_team
from portal.services.events import record

BATCH = 100


def remind(day: date, *, after: int = 0) -> int | None:
    """Remind the teams of the next journeys by id of what is due on this day. The last of them; None at the end.

    Paused and ended journeys get none. Run for a day again, or by two workers at once, it reminds nobody twice.
    """
    journeys = _list_under_way(after)
    told = _list_told(journeys)
    for journey in journeys:
        process = find_definition(journey.definition_key, journey.definition_version)
        state = CheckpointState(journey.checkpoint_state)
        for due in due_on(process, _calendar(journey, day), state, day):
            if (journey.id, due.key) not in told and _is_first(journey, due):
                _tell(journey, process, due)
    return journeys[-1].id if journeys else None


def _list_under_way(after: int) -> Sequence[Journey]:
    query = (
        select(Journey)
        .where(Journey.is_current, Journey.state == "active", Journey.id > after)
        .options(joinedload(Journey.place), selectinload(Journey.pauses))
        .order_by(Journey.id)
        .limit(BATCH)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).all()


def _list_told(journeys: Sequence[Journey]) -> set[tuple[int, str]]:
    ids = [journey.id for journey in journeys]
    found = db.session.execute(select(Reminded.journey_id, Reminded.key).where(Reminded.journey_id.in_(ids)))
    return {(journey_id, key) for journey_id, key in found}


def _calendar(journey: Journey, day: date) -> Calendar:
    pauses = [Stretch(pause.since, pause.until) for pause in journey.pauses]
    return Calendar(journey.starts_on, journey.months, day, pauses)


def _is_first(journey: Journey, due: Due) -> bool:
    """Note it; False when another worker has, since the list was read."""
    try:
        with db.session.begin_nested():
            db.session.add(Reminded(journey_id=journey.id, key=due.key, at=now()))
    except IntegrityError:
        return False
    return True


def _tell(journey: Journey, process: Process, due: Due) -> None:
    """Of the place, not of the journey: a reminder is no sign that anybody works on it."""
    place = journey.place
    kind = "checkpoint_due" if due.month is None else "reminder_due"
    data = {"journey": journey.id, "key": due.key}
    event = record(None, kind, place=place, subject=f"journey:{journey.id}", data=data)
    path = _path(place.slug, process, due.link)
    team = list_team(place)
    if due.month is None:
        tell(event, to=team, path=path, place=place.name, checkpoint=due.title, day=due.day)
    else:
        tell(event, to=team, path=path, place=place.name, title=due.title, month=due.month)


def _path(slug: str, process: Process, key: str) -> str:
    """Where the thing is written: the checkpoint, a section or a step; else the place's start page."""
    home = f"/places/{slug}/"
    if key == process.checkpoint.key:
        return f"{home}checkpoint/"
    step, section = process.step_of(key), process.section_of(key)
    if step is None:
        return home
    return f"{home}steps/{step.key}/" + (section.name if section is not None else "")
