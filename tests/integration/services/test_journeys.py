"""A journey's states: what may follow what, once, with reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.errors import ConflictError, InvalidError, NotAllowedError
from portal.extensions import db
from portal.models import Event, Journey, Pause, Place, User
from portal.services import journeys
from tests.factories import make_place, make_region, make_user

DEFINITION = {"definition_key": "hallbara-platser", "definition_version": 1}


@pytest.fixture
def region(app: Flask) -> User:
    return make_region()


@pytest.fixture
def place(region: User) -> Place:
    made = make_place()
    db.session.query(Journey).delete()
    return made


@pytest.fixture
def journey(region: User, place: Place) -> Journey:
    return journeys.start(region, place=place, starts_on=today() - timedelta(days=100), **DEFINITION)


def kinds() -> list[str]:
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def test_start(region: User, place: Place, journey: Journey) -> None:
    assert (journey.state, journey.is_current, journey.months) == ("active", True, 18)
    assert journey.checkpoint_state == "not_submitted"
    assert kinds() == ["journey_started"]
    with pytest.raises(ConflictError):
        journeys.start(region, place=place, starts_on=today(), **DEFINITION)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": date(1999, 1, 1)}, "starts_on"),
        ({"starts_on": date(2099, 1, 1)}, "starts_on"),
        ({"months": 0}, "months"),
        ({"months": 61}, "months"),
        ({"definition_key": "unknown"}, "definition"),
        ({"definition_version": 99}, "definition"),
    ],
)
def test_a_start_that_cannot_be(region: User, place: Place, values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        journeys.start(region, place=place, **{"starts_on": today(), **DEFINITION, **values})
    assert list(refused.value.fields) == [field]


def test_pause_and_resume(region: User, journey: Journey) -> None:
    begun = today()
    stop = journeys.pause(region, journey=journey, reason=" Ledaren är sjuk.\r\n")
    assert (journey.state, stop.since, stop.until, stop.reason) == ("paused", begun, None, "Ledaren är sjuk.")
    with time_machine.travel(begun + timedelta(days=30)):
        journeys.resume(region, journey=journey)
    assert (journey.state, stop.until) == ("active", begun + timedelta(days=30))
    assert kinds() == ["journey_started", "journey_paused", "journey_resumed"]


def test_end_closes_a_pause_and_makes_room(region: User, place: Place, journey: Journey) -> None:
    stop = journeys.pause(region, journey=journey, reason="Sjuk")
    journeys.end(region, journey=journey, reason="Nedlagd", on=today() - timedelta(days=3))
    assert (journey.state, journey.ended_on, journey.ended_reason) == (
        "ended",
        today() - timedelta(days=3),
        "Nedlagd",
    )
    assert stop.until == today()
    again = journeys.start(region, place=place, starts_on=today(), **DEFINITION)
    current = db.session.scalars(select(Journey).where(Journey.is_current)).all()
    assert current == [again]
    assert (journey.is_current, journey.state) == (False, "ended")


PAUSE, RESUME, END = "pause", "resume", "end"


def act(name: str, actor: User, journey: Journey) -> Callable[[], object]:
    return {
        PAUSE: lambda: journeys.pause(actor, journey=journey, reason="Därför"),
        RESUME: lambda: journeys.resume(actor, journey=journey),
        END: lambda: journeys.end(actor, journey=journey, reason="Därför", on=today()),
    }[name]


@pytest.mark.parametrize(
    ("state", "action", "new"),
    [
        ("active", PAUSE, "paused"),
        ("active", RESUME, None),
        ("active", END, "ended"),
        ("paused", PAUSE, None),
        ("paused", RESUME, "active"),
        ("paused", END, "ended"),
        ("ended", PAUSE, None),
        ("ended", RESUME, None),
        ("ended", END, None),
    ],
)
def test_every_state_and_action(
    region: User, journey: Journey, state: str, action: str, new: str | None
) -> None:
    if state != "active":
        act(PAUSE if state == "paused" else END, region, journey)()
    before = (kinds(), db.session.query(Pause).count())
    if new is None:
        with pytest.raises(ConflictError):
            act(action, region, journey)()
        assert (journey.state, kinds(), db.session.query(Pause).count()) == (state, *before)
    else:
        act(action, region, journey)()
        assert journey.state == new


@pytest.mark.parametrize("action", [PAUSE, RESUME, END])
def test_a_click_on_an_old_page_is_too_late(region: User, journey: Journey, action: str) -> None:
    """What this session believes is not what counts: the database is asked."""
    db.session.query(Journey).update({"state": "ended"}, synchronize_session=False)
    assert journey.state == "active"
    with pytest.raises(ConflictError):
        act(action, region, journey)()
    assert journey.state == "ended"


@pytest.mark.parametrize("reason", ["", "  \n", "\u0000\u202e"])
def test_reasons_are_needed(region: User, journey: Journey, reason: str) -> None:
    with pytest.raises(InvalidError):
        journeys.pause(region, journey=journey, reason=reason)
    with pytest.raises(InvalidError):
        journeys.end(region, journey=journey, reason=reason, on=today())
    assert journey.state == "active"


@pytest.mark.parametrize("days", [1, -101])
def test_the_last_day_lies_in_the_journey(region: User, journey: Journey, days: int) -> None:
    with pytest.raises(InvalidError) as refused:
        journeys.end(region, journey=journey, reason="Därför", on=today() + timedelta(days=days))
    assert list(refused.value.fields) == ["on"]


@pytest.mark.parametrize("action", [PAUSE, RESUME, END])
def test_only_the_region(journey: Journey, action: str) -> None:
    with pytest.raises(NotAllowedError):
        act(action, make_user("nobody@example.org"), journey)()
