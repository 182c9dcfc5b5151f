"""The plan as it will look when the team shares it: the same page, before anybody else can read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import PlanEdition, User
from portal.services import editions
from tests.client import PortalClient
from tests.factories import make_answer
from tests.plan_world import COACH_ONLY, TEAM_ONLY, PlanWorld, counted, make_plan_world, write_plan

ClientFor = Callable[[User], PortalClient]
EDITIONS = "/places/dals-rostock/editions/"
PREVIEW = f"{EDITIONS}preview"
PLAN = "/plans/dals-rostock/"
LATER = (
    r'<section class="block noprint" aria-labelledby="paper">.*?</section>|<li><a href="#paper">.*?</li>'
    r'| <a class="a noprint" href="/plans/dals-rostock/changes">.*?</a>'
)
"""What there is of an edition only: its documents, and every change word by word."""


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


@pytest.fixture
def leader(world: PlanWorld, client_for: ClientFor) -> PortalClient:
    return client_for(world.leader)


def plan_on(page: str) -> str:
    article = re.search(r'<article class="plan">.*</article>', page, re.DOTALL)
    assert article is not None
    return re.sub(r"\s+", " ", re.sub(LATER, "", article[0], flags=re.DOTALL))


def said_on(page: str) -> str:
    band = re.search(r'<div class="previewband">.*?</p>', page, re.DOTALL)
    assert band is not None
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", unescape(band[0]))).strip()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_it_is_the_page_that_readers_get(world: PlanWorld, leader: PortalClient, lang: str) -> None:
    for number in (1, 2):
        make_answer(
            world.workplace, f"anchoring.place.{('background', 'history')[number - 1]}", "Nytt", world.leader
        )
        version = number - 1
        words = {"introduction": f"Välkommen {number}", "stands_behind": "Byalaget", "version": version}
        leader.post(EDITIONS, data=words)
        before = leader.get(PREVIEW, query_string={"lang": lang}).text
        assert db.session.query(PlanEdition).count() == number - 1
        editions.share(world.leader, workplace=world.workplace)
        assert plan_on(before) == plan_on(leader.get(PLAN).text)
        assert [each for each in (TEAM_ONLY, COACH_ONLY) if each in before] == []


def test_the_band_says_what_it_is(world: PlanWorld, leader: PortalClient) -> None:
    assert said_on(leader.get(PREVIEW).text) == "Förhandsvisning: så ser utgåva 1 ut om du delar nu."
    editions.share(world.leader, workplace=world.workplace)
    same = "Förhandsvisning: inget har ändrats sedan utgåva 1. Så här ser den ut."
    assert said_on(leader.get(PREVIEW).text) == same
    leader.post(EDITIONS, data={"introduction": "Hej", "stands_behind": "", "version": 0})
    assert said_on(leader.get(PREVIEW).text) == "Förhandsvisning: så ser utgåva 2 ut om du delar nu."
    editions.stop(world.leader, workplace=world.workplace)
    assert said_on(leader.get(PREVIEW).text) == "Förhandsvisning: så ser utgåva 2 ut om du delar nu."


def test_an_empty_plan_says_so(app: Flask, client_for: ClientFor) -> None:
    browser = client_for(make_plan_world().leader)
    assert "<h1>Planen är tom än så länge</h1>" in browser.get(PREVIEW).text
    assert "previewframe" not in browser.get(EDITIONS).text


PARTS = {
    "vision.goals": "#goals",
    "action_plan.actions": "#goals",
    "vision.vision": "#vision",
    "analysis.swot": "#state",
    "anchoring.place": "#s-anchoring-place",
    "organisation.rhythm": "",
    "anchoring.start": None,
    "no.such": None,
}
"""Where a part of the plan leads to: "" says that nothing of it is there yet, None that it is no part of the plan."""


def test_a_part_leads_to_where_it_stands(leader: PortalClient) -> None:
    found: dict[str, str | None] = {}
    for part in PARTS:
        answer = leader.get(PREVIEW, query_string={"part": part})
        if answer.status_code == 303:
            mark = answer.headers["Location"].removeprefix(PREVIEW)
            assert f'id="{mark[1:]}"' in leader.get(PREVIEW).text
            found[part] = mark
        else:
            found[part] = "" if "är inte med i planen än" in answer.text else None
    assert found == PARTS


def test_only_the_preview_may_stand_within_a_page_of_ours(leader: PortalClient) -> None:
    def sent(path: str) -> tuple[str, bool, bool]:
        headers = leader.get(path).headers
        policy = headers["Content-Security-Policy"]
        own = ("frame-ancestors 'self'" in policy, "frame-src 'self'" in policy)
        assert own[0] != ("frame-ancestors 'none'" in policy)
        return (headers["X-Frame-Options"], *own)

    assert {path: sent(path) for path in (EDITIONS, PREVIEW, f"{PREVIEW}?framed=1", "/account")} == {
        EDITIONS: ("DENY", False, True),
        PREVIEW: ("DENY", False, False),
        f"{PREVIEW}?framed=1": ("SAMEORIGIN", True, False),
        "/account": ("DENY", False, False),
    }
    assert "<script" not in leader.get(f"{PREVIEW}?framed=1").text


def test_the_number_of_queries(world: PlanWorld, leader: PortalClient) -> None:
    for number in (1, 2):
        make_answer(
            world.workplace, f"anchoring.place.{('background', 'history')[number - 1]}", "Nytt", world.leader
        )
        editions.share(world.leader, workplace=world.workplace)
    make_answer(world.workplace, "anchoring.place.belongs", "Nytt", world.leader)
    for path, most in ((PREVIEW, 10), (EDITIONS, 10)):
        leader.get(path)
        with counted() as seen:
            assert leader.get(path).status_code == 200
        assert len(seen) <= most, path
