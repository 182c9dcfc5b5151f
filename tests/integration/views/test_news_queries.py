"""What is new costs as few queries with much that is new as with little, the note of the look included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from portal.clock import now
from portal.extensions import db
from portal.models import Look, User
from tests.client import PortalClient
from tests.factories import make_answer, make_leader, make_row, share
from tests.passing import pass_time
from tests.place_world import PlaceWorld, counted, make_place_world

Browsers = Callable[[User], PortalClient]
HOME = "/places/dals-rostock/"
STEP, PLACE, GROUP = (
    f"{HOME}steps/anchoring/",
    f"{HOME}steps/anchoring/place",
    f"{HOME}steps/anchoring/working_group",
)


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    world = make_place_world()
    share(world.workplace, "log", world.leader)
    return world


@pytest.mark.parametrize("many", [1, 60])
def test_as_few_queries_with_much_that_is_new(world: PlaceWorld, client_for: Browsers, many: int) -> None:
    paths = (HOME, STEP, PLACE, GROUP, f"{HOME}log/", f"{HOME}changes")
    browsers = [client_for(user) for user in (world.leader, world.second, world.coach, world.region)]
    for browser in browsers:
        for path in (STEP, f"{HOME}log/"):
            browser.get(path)
    pass_time(days=1)
    other = make_leader(world.place, "third@example.org")
    for number in range(many):
        for key in ("log", "anchoring.working_group.members"):
            add_by(world, other, key, number)
    make_answers(world, other)
    for browser in browsers:
        for path in paths:
            # The first page of a visit: the look is noted as well.
            db.session.execute(update(Look).values(looked_at=now() - timedelta(hours=9), previous_at=None))
            with counted() as statements:
                page = browser.get(path)
            assert "nya sedan du" in page.text or "Nytt sedan du" in page.text, path
            assert len(statements) <= 10, "\n".join([path, *statements])


def add_by(world: PlaceWorld, user: User, key: str, number: int) -> None:
    values: dict[str, object] = {"date": "2026-10-14", "kind": "call", "what": f"Samtal {number}"}
    if key != "log":
        values = {"organisation": [world.organisation.id], "role": f"Roll {number}"}
    make_row(world.workplace, key, values, user, number)


def make_answers(world: PlaceWorld, user: User) -> None:
    for key in ("best", "idea", "belongs", "background"):
        make_answer(world.workplace, f"anchoring.place.{key}", "En bastu vid ån", user)
