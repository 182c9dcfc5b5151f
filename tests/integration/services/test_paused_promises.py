"""While a journey is paused no promise of an answer falls due; afterwards the days that were left run on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import time_machine
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Promise, Thread, User
from portal.queries.promises import get_promise_sums
from portal.services import journeys, reminders
from tests.checkpoint_world import fresh
from tests.client import PortalClient
from tests.talk_world import make_talk_world

THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)
MEANWHILE, MONDAY, AFTERWARDS = date(2026, 12, 4), date(2026, 12, 14), date(2026, 12, 17)
WORDS = "Arbetet är pausat, så de utlovade dagarna står stilla"


def at(day: date) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, 11, tzinfo=UTC), tick=False)


def promise_of(thread: Thread) -> Promise:
    return db.session.scalars(select(Promise).where(Promise.thread_id == thread.id)).one()


def test_a_pause(app: Flask, client_for: Callable[[User], PortalClient]) -> None:
    with at(THURSDAY):
        world = make_talk_world()
        asked, asks_back, answered = (world.ask_generally(title=f"Fråga {n}") for n in range(3))
        world.say(world.coach, asks_back, body="Vilken väg?", asks_back=True)
    with at(FRIDAY):
        journeys.pause(world.region, journey=world.workplace.journey, reason="Höstvila")
        meanwhile = world.ask_generally(title="I pausen")
        db.session.commit()
    with at(MEANWHILE):
        world.say(world.leader, asks_back, body="Den norra.")
        world.say(world.coach, answered, body="Så här.")
        db.session.commit()
        waiting = [promise_of(thread) for thread in (asked, asks_back, meanwhile)]
        assert [(p.used, p.runs_since, p.due_on) for p in waiting] == [
            (1, FRIDAY, None),
            (0, MEANWHILE, None),
            (0, FRIDAY, None),
        ]
        assert promise_of(answered).outcome == "kept"
        sums = get_promise_sums()
        assert (sums.overdue, sums.waits, sums.late, sums.kept) == (0, 0, 0, 1)
        assert reminders.remind_of_promises(MEANWHILE) is None
        coach = client_for(world.coach)
        said = [coach.get(f"/inbox/?kind={kind}").text.count(WORDS) for kind in ("answer", "paused")]
        assert said == [0, 3]
        assert coach.get("/places/dals-rostock/handover").text.count(f"Det är coachernas tur. {WORDS}.") == 3
        assert client_for(world.leader).get(f"/conversations/{asked.id}/").text.count(WORDS) == 1
    with at(MONDAY):
        journeys.resume(fresh(world.region), journey=world.workplace.journey)
        db.session.commit()
    with at(AFTERWARDS):
        assert [promise_of(thread).due_on for thread in (asked, asks_back, meanwhile)] == [
            date(2026, 12, 18),
            date(2026, 12, 21),
            date(2026, 12, 21),
        ]
        assert reminders.remind_of_promises(AFTERWARDS) == promise_of(asked).id
