"""Teams are reminded of what the method reminds of and of the checkpoint: once each, late rather than never."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.extensions import db, writing
from portal.models import Event, Journey, Mail, Notice, Pause, Place
from portal.worker import Rounds
from tests.factories import make_coach, make_leader, make_place
from tests.place_world import counted

START = date(2026, 3, 2)
CHECKPOINT = date(2026, 12, 1)  # the last day of the ninth month
MONTH_9 = date(2026, 12, 2)


@pytest.fixture(autouse=True)
def as_a_worker(app: Flask) -> Iterator[None]:
    token = writing.set(True)
    yield
    writing.reset(token)


@pytest.fixture
def place(app: Flask) -> Place:
    place = make_place(starts_on=START)
    make_leader(place)
    make_leader(place, "leader2@example.org")
    make_coach(place)
    db.session.commit()
    return place


def work(day: date, hour: int = 8, minute: int = 0) -> list[tuple[str, str]]:
    """A worker begins at this time in Sweden, in winter: whom it reminds of what."""
    before = set(db.session.scalars(select(Mail.id)))
    at = datetime(day.year, day.month, day.day, hour - 1, minute, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        rounds = Rounds(None)
        while rounds.work():
            pass
    found = db.session.scalars(select(Mail).order_by(Mail.id))
    return [(mail.kind, mail.to_address) for mail in found if mail.id not in before]


def team(kind: str) -> list[tuple[str, str]]:
    return [(kind, "leader@example.org"), (kind, "leader2@example.org")]


def test_the_checkpoint_two_weeks_ahead_from_eight_in_the_morning(place: Place) -> None:
    day = CHECKPOINT - timedelta(days=14)
    assert work(day - timedelta(days=1), 23) == []
    assert work(day, 7, 59) == []
    assert work(day, 8) == team("checkpoint_due")
    assert work(day, 9) == []
    assert work(CHECKPOINT) == []
    mail = db.session.scalars(select(Mail)).first()
    assert mail is not None
    assert mail.subject == "Dals Rostock: Halvtidsavstämning senast 1 december 2026"
    assert mail.body_text.count("http://localhost/places/dals-rostock/checkpoint/") == 1


def test_what_the_method_reminds_of(place: Place) -> None:
    db.session.scalars(select(Journey)).one().checkpoint_state = "go_on"
    db.session.commit()
    told = {day: work(day) for day in (MONTH_9 - timedelta(days=1), MONTH_9, MONTH_9 + timedelta(days=1))}
    assert list(told.values()) == [[], team("reminder_due"), []]
    mail = db.session.scalars(select(Mail)).first()
    assert mail is not None
    assert "Hur lever arbetet vidare efter de 18 månaderna?" in mail.subject
    assert "har nu arbetat i 9 månader" in mail.body_text
    assert "http://localhost/places/dals-rostock/steps/organisation/" in mail.body_text
    assert work(date(2027, 3, 2)) == team("reminder_due")
    assert work(date(2027, 6, 2)) == team("reminder_due")


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (timedelta(days=14), team("reminder_due")),
        (timedelta(days=60), team("reminder_due")),
        (timedelta(days=61), []),
    ],
)
def test_late_after_a_standstill_once(place: Place, late: timedelta, told: list[tuple[str, str]]) -> None:
    """But not of what lies long ago: whoever begins to use reminders is not reminded of last year."""
    assert work(MONTH_9 + late) == told
    assert work(MONTH_9 + late + timedelta(days=1)) == []


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_who_rests_is_left_in_peace(place: Place, state: str) -> None:
    db.session.scalars(select(Journey)).one().state = state
    db.session.commit()
    assert (work(CHECKPOINT - timedelta(days=3)), work(MONTH_9)) == ([], [])


def test_a_pause_moves_the_day(place: Place) -> None:
    leader, journey = make_leader(place, "leader3@example.org"), db.session.scalars(select(Journey)).one()
    pause = Pause(
        journey_id=journey.id,
        since=date(2026, 6, 1),
        until=date(2026, 6, 11),
        reason="Sommar",
        paused_by=leader.id,
    )
    db.session.add(pause)
    db.session.commit()
    day = CHECKPOINT - timedelta(days=14) + timedelta(days=10)
    assert work(day - timedelta(days=1)) == []
    assert len(work(day)) == 3


def test_a_submitted_checkpoint_is_not_reminded_of(place: Place) -> None:
    db.session.scalars(select(Journey)).one().checkpoint_state = "submitted"
    db.session.commit()
    assert work(CHECKPOINT - timedelta(days=14)) == []


def test_a_reminder_is_no_sign_of_work(place: Place) -> None:
    """Places that have gone quiet stay quiet."""
    changed = db.session.scalars(select(Journey.changed_at)).one()
    work(CHECKPOINT)
    db.session.expire_all()
    assert db.session.scalars(select(Journey.changed_at)).one() == changed
    kinds = select(Event.kind, Event.actor_id, Event.place_id, Event.journey_id)
    assert list(db.session.execute(kinds)) == [("checkpoint_due", None, place.id, None)]


def test_two_workers_at_once(app: Flask, place: Place) -> None:
    barrier = Barrier(2)
    moment = datetime(2026, 12, 2, 7, tzinfo=UTC)

    def run(_number: int) -> None:
        with app.app_context():
            token = writing.set(True)
            rounds = Rounds(None)
            barrier.wait()
            while rounds.work():
                pass
            writing.reset(token)

    with time_machine.travel(moment, tick=False), ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(2)))
    db.session.rollback()
    found = db.session.scalars(select(Notice.user_id).where(Notice.channel == "mail")).all()
    assert (len(found), len(set(found))) == (2, 2)


@pytest.mark.one_database
def test_many_places_are_looked_through_in_batches(app: Flask) -> None:
    for n in range(3):
        make_place(f"plats-{n}", f"Plats {n}", starts_on=START)
    db.session.commit()
    with counted() as few:
        assert work(date(2026, 5, 1)) == []
    for n in range(3, 60):
        make_place(f"plats-{n}", f"Plats {n}", starts_on=START)
    db.session.commit()
    with counted() as many:
        assert work(date(2026, 5, 2)) == []
    assert len(few) == len(many)
