"""The region sees per place how its promise of an answer is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.extensions import db
from portal.models import Promise, User
from portal.queries.promises import PlacePromises, get_promise_sums, list_place_promises
from tests.client import PortalClient
from tests.place_world import counted
from tests.talk_world import make_talk_world

PATH = "/region/promises/"


def test_per_place_never_per_person(app: Flask, client_for: Callable[[User], PortalClient]) -> None:
    world = make_talk_world()
    answered, overdue, paused, waits = (world.ask_generally(title=f"Fråga {n}") for n in range(4))
    world.say(world.coach, answered, body="Så här.")
    world.say(world.coach, paused, body="Vilken väg?", asks_back=True)
    late = db.session.scalars(select(Promise).where(Promise.thread_id == overdue.id)).one()
    late.due_on = today() - timedelta(days=3)
    db.session.commit()
    found = list_place_promises("rostock", 1)
    expected = PlacePromises("Dals Rostock", "dals-rostock", "Mellerud", 1, 0, 1, 1, 1, late.due_on)
    assert (found.total, found.items) == (1, [expected])
    sums = get_promise_sums()
    assert (sums.kept, sums.late, sums.overdue, sums.waits) == (1, 0, 1, 1)
    assert waits.closed_at is None
    region = client_for(world.region)
    page = region.get(PATH).get_data(as_text=True)
    assert re.findall(r'<td class="num">(?:<b>)?(\d)', page) == ["1", "1", "1", "1", "0"]
    assert "Coach (service)" not in page
    with counted() as statements:
        region.get(PATH + "?q=rostock")
    assert len(statements) <= 6, "\n".join(statements)
    assert "Ingen plats med det namnet" in region.get(PATH + "?q=zzz").get_data(as_text=True)


def test_nobody_waits_where_the_journey_has_ended(app: Flask) -> None:
    world = make_talk_world()
    world.ask()
    db.session.scalars(select(Promise)).one().due_on = today() - timedelta(days=3)
    assert get_promise_sums().overdue == 1
    world.workplace.journey.state = "ended"
    db.session.flush()
    assert (get_promise_sums().overdue, list_place_promises("", 1).items[0].overdue) == (0, 0)
