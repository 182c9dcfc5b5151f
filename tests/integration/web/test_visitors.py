"""A visitor who has a page is sent it again when what it says has changed, also without a new edition."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.process.reach import Reach
from portal.services import editions, municipalities
from tests.client import PortalClient
from tests.plan_world import PlanWorld, make_plan_world, write_plan


def rename(world: PlanWorld) -> None:
    municipalities.rename(world.region, municipality=world.municipality, name="Melleruds kommun")


def move(world: PlanWorld) -> None:
    world.workplace.place.latitude, world.workplace.place.longitude = 58.72, 12.46


@pytest.mark.parametrize(
    ("path", "change", "words"),
    [
        ("/", rename, "Melleruds kommun"),
        ("/plans/", rename, "Melleruds kommun"),
        ("/plans/dals-rostock/", move, '"latitude": 58.72'),
    ],
)
def test_what_has_changed_is_sent(
    app: Flask, client: PortalClient, path: str, change: Callable[[PlanWorld], None], words: str
) -> None:
    world = make_plan_world()
    write_plan(world)
    editions.share(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    db.session.commit()
    tag = {"If-None-Match": client.get(path).headers["ETag"]}
    assert client.get(path, headers=tag).status_code == 304
    change(world)
    db.session.commit()
    answer = client.get(path, headers=tag)
    assert (answer.status_code, words in answer.text) == (200, True)
