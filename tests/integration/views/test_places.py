"""A place's start page and the list of places."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from portal.clock import now
from portal.extensions import db
from portal.models import Journey, Pause, User
from tests.client import PortalClient
from tests.factories import make_leader, make_municipality, make_place, make_row
from tests.place_world import DRAFT, SECRET, PlaceWorld, counted, make_place_world
from tests.talk_world import make_talk_world

BASE = "/places/dals-rostock/"
Browsers = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def titles(browser: PortalClient, path: str) -> list[str]:
    page = browser.get(path).get_data(as_text=True)
    return re.findall(r'<h2><a class="a cover" href="/places/[a-z0-9-]+/">([^<]+)</a>', page)


def test_the_team_sees_what_is_left_and_what_to_do(world: PlaceWorld, client_for: Browsers) -> None:
    page = client_for(world.leader).get(BASE).get_data(as_text=True)
    for words in (
        "Förslag på nästa sak",
        "Delat ",
        "Efter avstämningen",
        "Inte inlämnad",
        "krav saknar underlag",
    ):
        assert words in page
    assert f'href="{BASE}steps/anchoring/start"' in page


@pytest.mark.parametrize("who", ["coach", "region"])
def test_others_see_titles_and_what_is_left(world: PlaceWorld, client_for: Browsers, who: str) -> None:
    page = client_for(getattr(world, who)).get(BASE).get_data(as_text=True)
    assert "Förslag på nästa sak" not in page
    assert "Kvar: " in page
    assert SECRET not in page
    assert DRAFT not in page
    assert "/organisations/" not in page


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_others_do_not_find_it(world: PlaceWorld, client_for: Browsers, who: str) -> None:
    assert client_for(getattr(world, who)).get(BASE).status_code == 404


STATES = [
    ("not_submitted", "Förslag på nästa sak", "Inte inlämnad"),
    ("submitted", "Coachen läser det ni har lämnat in", "Låst under granskning"),
    ("under_review", "Coachen läser det ni har lämnat in", "Granskas"),
    ("go_on", "Förslag på nästa sak", "Gå vidare"),
    ("complete_first", "Förslag på nästa sak", "Komplettera först"),
]


@pytest.mark.parametrize(("state", "suggestion", "words"), STATES)
def test_each_state_in_words(
    world: PlaceWorld, client_for: Browsers, state: str, suggestion: str, words: str
) -> None:
    db.session.execute(update(Journey).values(checkpoint_state=state))
    page = client_for(world.leader).get(BASE).get_data(as_text=True)
    assert suggestion in page
    assert words in page


def test_paused_ended_and_not_begun(world: PlaceWorld, client_for: Browsers) -> None:
    browser, journey = client_for(world.leader), world.journey
    db.session.add(
        Pause(journey_id=journey.id, since=now().date(), reason="Sjukskrivning", paused_by=world.leader.id)
    )
    db.session.execute(update(Journey).values(state="paused"))
    assert "Arbetet är pausat" in browser.get(BASE).get_data(as_text=True)
    db.session.execute(update(Journey).values(state="ended", ended_on=date(2026, 9, 1)))
    assert "Arbetet avslutades 1 september 2026" in browser.get(BASE).get_data(as_text=True)
    db.session.execute(update(Journey).values(state="active", starts_on=date(2090, 1, 1)))
    assert "Arbetet börjar 1 januari 2090" in browser.get(BASE).get_data(as_text=True)


def test_queries_do_not_grow(world: PlaceWorld, client_for: Browsers) -> None:
    browsers = [client_for(u) for u in (world.leader, world.coach, world.region)]

    def count(path: str) -> list[int]:
        counts = []
        for browser in browsers:
            with counted() as statements:
                assert browser.get(path).status_code == 200
            counts.append(len(statements))
        return counts

    start, listed = count(BASE), count("/places/")
    municipality = make_municipality("Borås")
    for number in range(30):
        make_row(world.workplace, "organisations", {"name": f"Förening {number}"}, world.leader, number)
        make_place(f"plats-{number}", f"Plats {number}", municipality)
    assert count(BASE) == start
    assert count("/places/") == listed
    assert max(start) <= 10
    assert max(listed) <= 8


# --- the list ---------------------------------------------------------------------------------------------------------


def test_everybody_sees_their_own_places(world: PlaceWorld, client_for: Browsers) -> None:
    seen = {
        who: titles(client_for(getattr(world, who)), "/places/")
        for who in ("leader", "coach", "region", "stranger", "officer")
    }
    assert seen == {
        "leader": ["Dals Rostock"],
        "coach": ["Dals Rostock"],
        "region": ["Dals Rostock", "Åsensbruk"],
        "stranger": ["Åsensbruk"],
        "officer": [],
    }


def test_the_swedish_order_and_the_search(world: PlaceWorld, client_for: Browsers) -> None:
    for slug, name in (("odeborg", "Ödeborg"), ("zinkgruvan", "Zinkgruvan"), ("algaras", "Älgarås")):
        make_place(slug, name)
    browser = client_for(world.region)
    order = ["Dals Rostock", "Zinkgruvan", "Åsensbruk", "Älgarås", "Ödeborg"]
    assert titles(browser, "/places/") == order
    assert titles(browser, "/places/?q=ÅSEN") == ["Åsensbruk"]
    assert titles(browser, "/places/?q=" + "å") == ["Åsensbruk", "Älgarås"]
    assert titles(browser, "/places/?q=%25") == []
    assert "Ingen plats med det namnet" in browser.get("/places/?q=xyz").get_data(as_text=True)


def test_pages(world: PlaceWorld, client_for: Browsers) -> None:
    municipality = make_municipality("Borås")
    for number in range(30):
        make_place(f"plats-{number:02}", f"Plats {number:02}", municipality)
    browser = client_for(world.region)
    assert len(titles(browser, "/places/")) == 25
    assert titles(browser, "/places/?page=2")[-1] == "Åsensbruk"
    assert titles(browser, "/places/?page=99") == titles(browser, "/places/?page=2")
    assert titles(browser, "/places/?page=x") == titles(browser, "/places/")


def test_without_any_place(app: Flask, client_for: Browsers) -> None:
    leader = make_leader(make_place())
    db.session.execute(update(Journey).values(is_current=False))
    assert "Ingen plats än" in client_for(leader).get("/places/").get_data(as_text=True)


def test_the_list_says_how_much_is_new_in_conversations(app: Flask, client_for: Browsers) -> None:
    """Of what each may read: the team hears nothing of what the municipality and the coaches say."""
    talk = make_talk_world()
    talk.ask()
    asked = talk.ask_for_municipality()
    talk.say(talk.coach, asked, body="Ett svar.")
    db.session.commit()

    def new_to(user: User) -> list[str]:
        return re.findall(r"(\d+) ny[at]+ i samtal", client_for(user).get("/places/").text)

    before = {
        who: new_to(getattr(talk, who)) for who in ("leader", "second", "coach", "other_coach", "stranger")
    }
    assert before == {"leader": [], "second": ["1"], "coach": ["1"], "other_coach": ["3"], "stranger": []}
    client_for(talk.other_coach).get(f"/conversations/{asked.id}/")
    assert new_to(talk.other_coach) == ["1"]
