"""Those who answer are reminded of a promise, once for each last day, on the working day before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.extensions import db, writing
from portal.models import Absence, Journey, Mail, Promise, Thread
from portal.worker import Rounds
from tests.talk_world import TalkWorld, make_talk_world

ASKED = datetime(2026, 11, 19, 12, tzinfo=UTC)  # a Thursday
MONDAY = date(2026, 11, 30)
FRIDAY = MONDAY - timedelta(days=3)


@pytest.fixture(autouse=True)
def as_a_worker(app: Flask) -> Iterator[None]:
    token = writing.set(True)
    yield
    writing.reset(token)


@pytest.fixture
def world(app: Flask) -> TalkWorld:
    """A question, with a promise of an answer by a Monday."""
    with time_machine.travel(ASKED, tick=False):
        world = make_talk_world()
        world.ask()
        promise = db.session.scalars(select(Promise)).one()
        promise.due_on = MONDAY
        db.session.commit()
    return world


def work(day: date) -> list[str]:
    """A worker begins at eight in the morning: whom it reminds of the promise."""
    before = set(db.session.scalars(select(Mail.id)))
    with time_machine.travel(datetime(day.year, day.month, day.day, 7, tzinfo=UTC), tick=False):
        rounds = Rounds(None)
        while rounds.work():
            pass
    found = db.session.scalars(select(Mail).where(Mail.kind == "promise_due").order_by(Mail.id))
    return sorted(mail.to_address for mail in found if mail.id not in before)


def coaches(world: TalkWorld) -> list[str]:
    return sorted([world.coach.email, world.other_coach.email])


def test_on_the_working_day_before_once(world: TalkWorld) -> None:
    """Friday for Monday, and in a letter that names the day."""
    assert work(FRIDAY - timedelta(days=1)) == []
    assert work(FRIDAY) == coaches(world)
    assert [work(FRIDAY + timedelta(days=n)) for n in range(1, 6)] == [[]] * 5
    mail = db.session.scalars(select(Mail).where(Mail.kind == "promise_due")).first()
    assert mail is not None
    assert mail.subject == "Dals Rostock är lovad svar till 30 november 2026"
    assert mail.body_text.count("http://localhost/conversations/") == 1


@pytest.mark.parametrize(("late", "is_told"), [(0, True), (14, True), (15, False)])
def test_late_after_a_standstill(world: TalkWorld, late: int, is_told: bool) -> None:
    assert work(MONDAY + timedelta(days=late)) == (coaches(world) if is_told else [])


def test_a_new_last_day_has_a_new_reminder(world: TalkWorld) -> None:
    assert work(FRIDAY) == coaches(world)
    db.session.scalars(select(Promise)).one().due_on = MONDAY + timedelta(days=7)
    db.session.commit()
    assert work(FRIDAY + timedelta(days=1)) == []
    assert work(FRIDAY + timedelta(days=7)) == coaches(world)


@pytest.mark.parametrize("why", ["answered", "paused", "ended journey"])
def test_nobody_is_reminded_of_what_does_not_wait(world: TalkWorld, why: str) -> None:
    promise = db.session.scalars(select(Promise)).one()
    if why == "answered":
        promise.ended_on, promise.outcome = FRIDAY - timedelta(days=2), "kept"
    elif why == "paused":
        promise.due_on = promise.runs_since = None
    else:
        own = select(Journey).where(Journey.place_id == world.place.id)
        db.session.scalars(own).one().state = "ended"
    db.session.commit()
    assert work(FRIDAY) == []


def test_who_is_away_is_left_in_peace(world: TalkWorld) -> None:
    """The other coach hears of it, and who has taken it over."""
    thread = db.session.scalars(select(Thread)).one()
    away = Absence(
        user_id=world.coach.id,
        from_on=FRIDAY,
        until_on=MONDAY,
        noted_by=world.coach.id,
        noted_at=ASKED,
    )
    db.session.add(away)
    world.take_over(thread)
    db.session.commit()
    assert work(FRIDAY) == sorted([world.other_coach.email, world.cover.email])
