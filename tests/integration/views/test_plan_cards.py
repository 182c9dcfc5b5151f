"""The picture beside the link of a public plan: who gets it, how it is kept, what the page says of it."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask import Flask
from PIL import Image

from portal.process.reach import Reach
from portal.services import editions
from tests.client import PortalClient
from tests.plan_world import PlanWorld, make_plan_world, write_plan

CARD = "/plans/dals-rostock/card.png"
PLAN = "/plans/dals-rostock/"


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


REACHES = {Reach.COACHES: 404, Reach.MUNICIPALITY: 404, Reach.LINK: 404, Reach.PUBLIC: 200}


def test_only_public_plans_have_one(world: PlanWorld, client: PortalClient) -> None:
    found = {None: client.get(CARD).status_code}
    for reach in REACHES:
        editions.share(world.leader, workplace=world.workplace, audience=reach)
        found[reach] = client.get(CARD).status_code
    assert found == {None: 404, **REACHES}
    officer = client.sign_in(world.officer)
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.MUNICIPALITY)
    assert (officer.get(PLAN).status_code, officer.get(CARD).status_code) == (200, 404)


def test_it_is_a_picture_that_is_kept_and_asked_for_again(world: PlanWorld, client: PortalClient) -> None:
    editions.share(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    answer = client.get(CARD)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers.getlist("Set-Cookie") == []
    again = client.get(CARD, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    english = client.get(CARD, query_string={"lang": "en"})
    assert english.headers["ETag"] != answer.headers["ETag"]
    assert english.data != answer.data


def test_the_page_says_where_it_is_and_what_it_shows(world: PlanWorld, client: PortalClient) -> None:
    editions.share(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    page = client.get(PLAN).text
    told = {
        name: unescape(text)
        for name, text in re.findall(r'="(?:og|twitter):([a-z:]+)" content="([^"]*)"', page)
    }
    assert {name: text for name, text in told.items() if name.startswith(("image", "card"))} == {
        "image": f"http://localhost{CARD}?edition=1",
        "image:type": "image/png",
        "image:width": "1200",
        "image:height": "630",
        "image:alt": f"En öppen grind, och orden: {told['title']}. Lätt att nå och gott att leva i.",
        "card": "summary_large_image",
    }
    assert client.get(told["image"].removeprefix("http://localhost")).status_code == 200
    assert 'twitter:card" content="summary"' in client.get("/plans/").text
