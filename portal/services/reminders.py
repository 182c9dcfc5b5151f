"""Reminders, each made once: to a place's team of what the method reminds of and of the checkpoint two weeks ahead, to
those who answer of a promise whose last day comes. Follow-ups: `follow_up_reminders`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from portal.clock import now
from portal.extensions import db
from portal.models import Journey, Promise, Reminded, Thread
from portal.notifications.conversations import tell_of_promise
from portal.notifications.notices import tell
from portal.process.calendar import Calendar, Stretch
from portal.process.definitions import find_definition
from portal.process.gate import CheckpointState
from portal.process.reminding import Due, due_on
from portal.process.schema import Process
from portal.process.workdays import add_working_days
from portal.queries.conversations import get_conversation
from portal.queries.receivers import list_team
from portal.services.events import record

BATCH = 100
LATE = timedelta(days=14)
"""A promise whose last day lies longer back is not reminded of: the inbox shows it."""


def remind(day: date, *, after: int = 0) -> int | None:
    """Remind the teams of the next journeys by id of what is due on this day. The last of them; None at the end.

    Paused and ended journeys get none. Run for a day again, or by two workers at once, it reminds nobody twice.
    """
    journeys = _list_under_way(after)
    told = list_told(journey.id for journey in journeys)
    for journey in journeys:
        process = find_definition(journey.definition_key, journey.definition_version)
        state = CheckpointState(journey.checkpoint_state)
        for due in due_on(process, _calendar(journey, day), state, day):
            if (journey.id, due.key) not in told and is_first(journey.id, due.key):
                _tell(journey, process, due)
    return journeys[-1].id if journeys else None


def remind_of_promises(day: date, *, after: int = 0) -> int | None:
    """Remind those who answer, on the working day before a promise's last day or as soon after as something runs.

    Like `remind`, by the promises' ids. When the ball has been with the place meanwhile there is a new last day, and a
    new reminder.
    """
    found = _list_promises(day, after)
    told = list_told(journey_id for _promise, journey_id in found)
    for promise, journey_id in found:
        key = f"promise:{promise.id}:{promise.due_on}"
        if (journey_id, key) not in told and promise.due_on is not None and is_first(journey_id, key):
            conversation = get_conversation(promise.thread_id)
            place = conversation.workplace.place
            data = {"thread": promise.thread_id, "promise": promise.id}
            event = record(None, "promise_due", place=place, subject=f"thread:{promise.thread_id}", data=data)
            tell_of_promise(event, conversation=conversation, day=promise.due_on)
    return found[-1][0].id if found else None


def _list_promises(day: date, after: int) -> list[tuple[Promise, int]]:
    """Open promises whose last day is this one, the next working day or not long ago, with their journeys' ids."""
    query = (
        select(Promise, Thread.journey_id)
        .join(Thread, Thread.id == Promise.thread_id)
        .join(Journey, Journey.id == Thread.journey_id)
        .where(
            Promise.ended_on.is_(None),
            Promise.due_on.between(day - LATE, add_working_days(day, 1)),
            Promise.id > after,
            Journey.state != "ended",
        )
        .order_by(Promise.id)
        .limit(BATCH)
        .execution_options(populate_existing=True)
    )
    return [(promise, journey_id) for promise, journey_id in db.session.execute(query)]


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


def list_told(journeys: Iterable[int]) -> set[tuple[int, str]]:
    """Of these journeys: their ids and the keys of what was reminded of. One query."""
    found = db.session.execute(
        select(Reminded.journey_id, Reminded.key).where(Reminded.journey_id.in_(sorted(set(journeys))))
    )
    return {(journey_id, key) for journey_id, key in found}


def _calendar(journey: Journey, day: date) -> Calendar:
    pauses = [Stretch(pause.since, pause.until) for pause in journey.pauses]
    return Calendar(journey.starts_on, journey.months, day, pauses)


def is_first(journey_id: int, key: str) -> bool:
    """Note it; False when another worker has, since the list was read."""
    try:
        with db.session.begin_nested():
            db.session.add(Reminded(journey_id=journey_id, key=key, at=now()))
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
