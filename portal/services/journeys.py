"""A journey is started, paused, resumed and ended by the region; each change happens once, however often one clicks."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.clock import now, today
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import Journey, Pause, Place, User
from portal.policy import can_administer, require
from portal.process.definitions import find_definition
from portal.services import promises
from portal.services.events import record
from portal.services.journey_dates import keep_dates
from portal.text import clean

LONGEST_MONTHS = 60
EARLIEST = timedelta(days=5 * 365)
LATEST = timedelta(days=2 * 365)
"""How far before and after today a journey may start."""

RUNNING = N_("The place has a journey already. End it before you start a new one.")
REFUSALS = {
    "active": N_("The journey is under way already."),
    "paused": N_("The journey is paused already."),
    "ended": N_("The journey has ended, and an ended journey stays ended. You can start a new one."),
}


def start(
    actor: User,
    *,
    place: Place,
    starts_on: date,
    definition_key: str,
    definition_version: int,
    months: int = 18,
) -> Journey:
    """Start the place's journey; one that has ended makes room for it.

    Raises NotAllowedError, InvalidError (dates, months or an unknown definition), ConflictError (there is one).
    """
    require(can_administer(actor))
    _check_start(starts_on, months, definition_key, definition_version)
    current = db.session.scalars(
        select(Journey).where(Journey.place_id == place.id, Journey.is_current)
    ).one_or_none()
    if current is not None and current.state != "ended":
        raise ConflictError(RUNNING)
    moment = now()
    journey = Journey(
        place_id=place.id,
        definition_key=definition_key,
        definition_version=definition_version,
        starts_on=starts_on,
        months=months,
        created_at=moment,
        changed_at=moment,
    )
    try:
        with db.session.begin_nested():
            if current is not None:
                current.is_current = False
                db.session.flush()
            db.session.add(journey)
    except IntegrityError as error:
        raise ConflictError(RUNNING) from error
    keep_dates(journey)
    definition = f"{definition_key}/{definition_version}"
    record(actor, "journey_started", place=place, journey=journey, data={"definition": definition})
    return journey


def _check_start(starts_on: date, months: int, key: str, version: int) -> None:
    wrong: dict[str, Message] = {}
    if not today() - EARLIEST <= starts_on <= today() + LATEST:
        wrong["starts_on"] = Message(N_("Choose a day at most five years back and two years ahead."))
    if not 1 <= months <= LONGEST_MONTHS:
        wrong["months"] = Message(N_("Write a number from 1 to %(most)d."), {"most": LONGEST_MONTHS})
    try:
        find_definition(key, version)
    except KeyError:
        wrong["definition"] = Message(N_("Choose one of the processes in the list."))
    if wrong:
        raise InvalidError(N_("Something has to be changed first."), wrong)


def pause(actor: User, *, journey: Journey, reason: str) -> Pause:
    """Stop the clock from today: the months move, and so do the days of promised answers.

    Raises NotAllowedError, InvalidError (no reason), ConflictError.
    """
    require(can_administer(actor))
    reason = _needed(reason)
    _move(journey, {"active"}, "paused")
    stop = Pause(journey_id=journey.id, since=today(), until=None, reason=reason, paused_by=actor.id)
    db.session.add(stop)
    keep_dates(journey)
    promises.halt(journey)
    record(actor, "journey_paused", journey=journey, subject=f"pause:{stop.id}")
    return stop


def resume(actor: User, *, journey: Journey) -> None:
    """The clock goes on from today. Raises NotAllowedError, ConflictError."""
    require(can_administer(actor))
    _move(journey, {"paused"}, "active")
    _close_pause(journey, today())
    keep_dates(journey)
    promises.run_on(journey)
    record(actor, "journey_resumed", journey=journey)


def end(actor: User, *, journey: Journey, reason: str, on: date) -> None:
    """End the journey on a day, today or earlier: what was written can be read, but no longer changed.

    Raises NotAllowedError, InvalidError (no reason, or a day out of range), ConflictError.
    """
    require(can_administer(actor))
    reason = _needed(reason)
    if not min(journey.starts_on, today()) <= on <= today():
        text = N_("Choose today or a day since the start of the journey.")
        raise InvalidError(text, {"on": Message(text)})
    _move(journey, {"active", "paused"}, "ended", ended_on=on, ended_reason=reason)
    _close_pause(journey, on)
    keep_dates(journey)
    record(actor, "journey_ended", journey=journey)


def _needed(reason: str) -> str:
    reason = clean(reason)
    if not reason:
        text = N_("Write why, so that those who come later understand.")
        raise InvalidError(text, {"reason": Message(text)})
    return reason


def _move(journey: Journey, old: set[str], new: str, **values: object) -> None:
    """Compare and set: of two who do the same at once, one is told that it has been done."""
    moved = db.session.scalar(
        update(Journey)
        .where(Journey.id == journey.id, Journey.state.in_(old), Journey.is_current)
        .values(state=new, **values)
        .returning(Journey.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(journey, ["state", "is_current", "ended_on", "ended_reason"])
    if moved is None:
        raise ConflictError(REFUSALS[journey.state])


def _close_pause(journey: Journey, on: date) -> None:
    open_pauses = select(Pause).where(Pause.journey_id == journey.id, Pause.until.is_(None))
    for each in db.session.scalars(open_pauses):
        each.until = max(on, each.since)
    db.session.flush()
