"""Absences: which days are taken, which are refused in words, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.errors import ConflictError, InvalidError, NotAllowedError
from portal.extensions import db
from portal.models import Absence, Event, User
from portal.services import absences
from tests.checkpoint_world import CheckpointWorld, fresh, make_world
from tests.client import PortalClient
from tests.races import at_once


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    return make_world()


def state(actor: User, coach: User, first: int, last: int) -> Absence:
    """From so many days from today to so many."""
    return absences.state(
        fresh(actor),
        coach=fresh(coach),
        first=today() + timedelta(days=first),
        last=today() + timedelta(days=last),
    )


def stated() -> list[tuple[int, int]]:
    found = db.session.scalars(
        select(Absence).where(Absence.cancelled_at.is_(None)).order_by(Absence.from_on)
    )
    return [((a.from_on - today()).days, (a.until_on - today()).days) for a in found]


def events() -> list[str]:
    kinds = db.session.scalars(select(Event.kind).order_by(Event.id))
    return [kind for kind in kinds if kind.startswith("absence_")]


@pytest.mark.parametrize(("first", "last"), [(0, 0), (3, 10), (-20, 0), (0, 365), (731, 740)], ids=str)
def test_days_that_are_taken(world: CheckpointWorld, first: int, last: int) -> None:
    state(world.coach, world.coach, first, last)
    assert (stated(), events()) == ([(first, last)], ["absence_stated"])


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (5, 4, "last"),
        (-9, -1, "last"),
        (0, 366, "last"),
        (800, 801, "first"),
        (10, 10, "first"),
        (5, 12, "first"),
        (19, 30, "first"),
        (1, 40, "first"),
    ],
)
def test_days_that_are_refused(world: CheckpointWorld, first: int, last: int, field: str) -> None:
    """The order, the past, more than a year, far ahead; and each way of sharing a day with what is stated."""
    state(world.coach, world.coach, 10, 20)
    with pytest.raises(InvalidError) as refusal:
        state(world.coach, world.coach, first, last)
    assert list(refusal.value.fields) == [field]
    assert (stated(), len(events())) == ([(10, 20)], 1)


def test_days_beside_one_another(world: CheckpointWorld) -> None:
    for days in ((10, 20), (21, 21), (9, 9)):
        state(world.coach, world.coach, *days)
    state(world.coach2, world.coach2, 10, 20)
    assert stated() == [(9, 9), (10, 20), (10, 20), (21, 21)]


@pytest.mark.parametrize(
    ("actor", "coach", "allowed"),
    [
        ("coach", "coach", True),
        ("region", "coach", True),
        ("coach2", "coach", False),
        ("leader", "leader", False),
        ("region", "leader", False),
        ("outsider", "outsider", True),
    ],
)
def test_who_states_it(world: CheckpointWorld, actor: str, coach: str, allowed: bool) -> None:
    who, whom = getattr(world, actor), getattr(world, coach)
    if allowed:
        found = state(who, whom, 0, 1)
        assert (found.user_id, found.noted_by) == (whom.id, who.id)
    else:
        with pytest.raises(NotAllowedError):
            state(who, whom, 0, 1)
        assert stated() == []


def test_taken_back_once(world: CheckpointWorld) -> None:
    absence = state(world.coach, world.coach, -1, 5)
    with pytest.raises(NotAllowedError):
        absences.take_back(fresh(world.coach2), absence=absence)
    absences.take_back(fresh(world.coach), absence=absence)
    with pytest.raises(ConflictError):
        absences.take_back(fresh(world.region), absence=absence)
    assert (stated(), events()) == ([], ["absence_stated", "absence_taken_back"])
    state(world.coach, world.coach, 0, 5)


def test_days_that_are_over_stay(world: CheckpointWorld) -> None:
    absence = state(world.coach, world.coach, -5, 0)
    absence.until_on = today() - timedelta(days=1)
    db.session.flush()
    with pytest.raises(ConflictError):
        absences.take_back(fresh(world.coach), absence=absence)


def test_the_same_days_stated_twice_at_once(
    app: Flask, world: CheckpointWorld, client_for: Callable[[User], PortalClient]
) -> None:
    first, last = (str(today() + timedelta(days=n)) for n in (1, 3))
    form = {"first": first, "last": last}
    assert at_once(app, [(world.coach, "/account/absences", form)] * 3) == [303, 422, 422]
    assert stated() == [(1, 3)]
