"""The team's start page says how its plan is shared, and whether anything has changed since."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from flask import Flask
from sqlalchemy import update

from portal.clock import now
from portal.extensions import db
from portal.models import Journey, User
from portal.services import editions
from tests.answers_world import make_answers_world
from tests.client import PortalClient
from tests.place_world import counted


def told(team: PortalClient) -> str:
    page = team.get("/places/dals-rostock/").text
    found = re.search(r'<section aria-labelledby="plan">(.*?)</section>', page, re.DOTALL)
    assert found
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def test_the_plan_as_it_is_shared(app: Flask, client_for: Callable[[User], PortalClient]) -> None:
    world, _rows = make_answers_world()
    team = client_for(world.leader)
    first = told(team)
    assert "Läs planen Utgåva 1, delad " in first
    assert "Läses av: kommunen. Vem som läser planen, och nya utgåvor Ni har inte ändrat något" in first
    with counted() as statements:
        told(team)
    assert len(statements) <= 10
    db.session.execute(update(Journey).values(changed_at=now() + timedelta(hours=1)))
    db.session.commit()
    assert "Dela en ny utgåva Ni har ändrat något sedan dess." in told(team)
    editions.stop(world.leader, workplace=world.workplace)
    db.session.commit()
    assert "Dela planen med kommunen" in told(team)
