"""The days that lists need stand in the journey as the calendar computes them, whatever happens to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from portal.clock import today
from portal.extensions import db
from portal.models import Journey, User
from portal.process.definitions import find_definition
from portal.queries.journeys import calendar_of, get_journey
from portal.services import journeys
from portal.services.journey_dates import rebuild_dates
from tests.factories import make_place, make_region

Days = tuple[date | None, date | None]
BEGAN, PAUSED, RESUMED = date(2026, 3, 2), date(2026, 5, 4), date(2026, 6, 15)
Act = Callable[[User, Journey], object]

ACTS: dict[str, tuple[tuple[date, Act], ...]] = {
    "started": (),
    "paused": ((PAUSED, lambda who, it: journeys.pause(who, journey=it, reason="Sjukskrivning")),),
    "resumed": (
        (PAUSED, lambda who, it: journeys.pause(who, journey=it, reason="Sjukskrivning")),
        (RESUMED, lambda who, it: journeys.resume(who, journey=it)),
    ),
    "ended": ((PAUSED, lambda who, it: journeys.end(who, journey=it, reason="Klart", on=PAUSED)),),
}
PAUSE = RESUMED - PAUSED
EXPECTED: dict[str, Days] = {
    "started": (date(2026, 12, 1), date(2027, 9, 1)),
    "paused": (None, None),
    "resumed": (date(2026, 12, 1) + PAUSE, date(2027, 9, 1) + PAUSE),
    "ended": (None, None),
}


@pytest.mark.parametrize("what", ACTS)
def test_they_follow(app: Flask, what: str) -> None:
    with time_machine.travel(BEGAN, tick=False):
        region, place = make_region(), make_place()
        first = db.session.query(Journey).filter_by(place_id=place.id).one()
        first.state = "ended"
        journey = journeys.start(
            region,
            place=place,
            starts_on=BEGAN,
            definition_key="hallbara-platser",
            definition_version=1,
        )
    for day, act in ACTS[what]:
        with time_machine.travel(day, tick=False):
            act(region, get_journey(journey.id))
    assert (journey.checkpoint_due_on, journey.ends_on) == EXPECTED[what]
    if journey.state == "active":
        db.session.expire(journey)
        found = get_journey(journey.id)
        due = find_definition("hallbara-platser", 1).checkpoint.due_month
        calendar = calendar_of(found)
        assert (found.checkpoint_due_on, found.ends_on) == (calendar.due(due), calendar.ends_on)


def test_they_can_be_made_again(app: Flask) -> None:
    place = make_place()
    journey = db.session.query(Journey).filter_by(place_id=place.id).one()
    right = journey.checkpoint_due_on, journey.ends_on
    assert rebuild_dates() == 0
    journey.ends_on = today() + timedelta(days=9999)
    journey.checkpoint_due_on = None
    assert rebuild_dates() == 1
    assert (journey.checkpoint_due_on, journey.ends_on) == right
    journey.state = "paused"
    assert rebuild_dates() == 1
    assert (journey.checkpoint_due_on, journey.ends_on) == (None, None)
