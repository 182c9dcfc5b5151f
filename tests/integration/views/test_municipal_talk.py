"""The municipality talks with a place's coaches: one conversation at a time, found where each side looks for it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Journey, Post, Promise, Thread, User
from portal.services import threads
from portal.services.drafts import Draft
from tests.client import PortalClient
from tests.factories import make_coach, make_place, open_workplace
from tests.place_world import counted
from tests.races import at_once
from tests.talk_world import TalkWorld, make_talk_world

Browser = Callable[[User], PortalClient]
TALK = "/municipality/dals-rostock/conversation"
LIMIT = 10


@pytest.fixture
def world(app: Flask) -> TalkWorld:
    return make_talk_world()


def test_who_may_talk(world: TalkWorld, client_for: Browser) -> None:
    wanted = dict.fromkeys(("leader", "second", "guest", "cover", "pool", "stranger"), (404, 404))
    wanted |= dict.fromkeys(("coach", "other_coach", "officer", "region"), (200, 422))
    found = {}
    for role in wanted:
        browser = client_for(getattr(world, role))
        found[role] = (browser.get(TALK).status_code, browser.post(TALK).status_code)
    assert found == wanted
    assert db.session.scalars(select(Thread)).all() == []


def test_one_conversation_at_a_time(world: TalkWorld, client_for: Browser) -> None:
    officer, coach = client_for(world.officer), client_for(world.coach)
    begun = officer.post(TALK, data={"body": "Vad väntas av oss?", "sent_key": "a" * 32})
    assert (
        officer.post(TALK, data={"body": "Vad väntas av oss?", "sent_key": "a" * 32}).location
        == begun.location
    )
    # Begun by both at the same moment: the second goes on in the first.
    assert coach.post(TALK, data={"body": "Hej!"}).location == begun.location
    assert coach.get(TALK).location == officer.get(TALK).location == begun.location
    kinds = db.session.execute(select(Post.side, Post.kind).order_by(Post.id)).all()
    assert [tuple(kind) for kind in kinds] == [("municipality", "question"), ("coach", "reply")]
    assert db.session.scalars(select(Promise.outcome)).all() == ["kept"]
    assert officer.post(f"{begun.location}closure").status_code == 303
    page = officer.get(TALK).text
    assert "Tidigare samtal" in page
    assert begun.location in page
    later = officer.post(TALK, data={"body": "En sak till"})
    assert later.location != begun.location
    assert officer.post(f"{begun.location}closure/end").status_code == 409
    assert officer.post(f"{later.location}closure").status_code == 303
    assert officer.post(f"{begun.location}closure/end").status_code == 303


def test_begun_by_many_at_once(app: Flask, world: TalkWorld) -> None:
    people = (world.officer, world.coach, world.other_coach, world.region)
    assert at_once(app, [(who, TALK, {"body": f"Hej från {who.id}"}) for who in people]) == [303] * 4
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 1
    assert db.session.scalar(select(func.count()).select_from(Post)) == 4


def test_both_write_plainly(world: TalkWorld, client_for: Browser) -> None:
    officer, coach = client_for(world.officer), client_for(world.coach)
    here = officer.post(TALK, data={"body": "Vad väntas av oss?"}).location
    for page in (officer.get(here).text, coach.get(here).text, coach.get(here + "posts/1/edit").text):
        assert re.findall(r'name="(?:strengths|question|suggestion)"', page) == []
    assert 'href="/municipality/"' in officer.get(here).text
    assert "/places/dals-rostock/" not in officer.get(here).text


def test_bad_input_keeps_the_text(world: TalkWorld, client_for: Browser) -> None:
    officer = client_for(world.officer)
    long = "å" * 20_000
    refused = officer.post(TALK, data={"body": long})
    assert refused.status_code == 422
    assert long in refused.text
    assert "Texten har 20000 tecken" in refused.text or "20000" in refused.text
    here = officer.post(TALK, data={"body": "Hej"}).location
    world_journey = db.session.scalars(select(Journey).where(Journey.place_id == world.place.id)).one()
    world_journey.state = "ended"
    db.session.commit()
    refused = officer.post(here + "posts", data={"body": "För sent"})
    assert (refused.status_code, "För sent" in refused.text) == (403, True)
    assert db.session.scalar(select(func.count()).select_from(Post)) == 1


def test_the_officers_page_shows_what_is_new(world: TalkWorld, client_for: Browser) -> None:
    officer = client_for(world.officer)
    assert TALK in officer.get("/municipality/").text
    here = officer.post(TALK, data={"body": "Vad väntas av oss?"}).location
    page = officer.get("/municipality/").text
    assert (here in page, TALK in page, "1 ny" in page) == (True, False, False)
    client_for(world.coach).post(here + "posts", data={"body": "Ett svar från coachen"})
    page = officer.get("/municipality/").text
    assert ("1 ny" in page, "Ett svar från coachen" in page) == (True, True)
    officer.get(here)
    assert "1 ny" not in officer.get("/municipality/").text


@pytest.mark.parametrize("places", [1, 30])
def test_queries(world: TalkWorld, client_for: Browser, places: int) -> None:
    municipality = world.workplace.place.municipality
    for number in range(places):
        place = make_place(f"plats-{number}", f"Plats {number}", municipality)
        coach = make_coach(place, f"coach-{number}@example.org")
        threads.begin_municipal(coach, workplace=open_workplace(place), draft=Draft(body="Hej"))
    db.session.commit()
    pages = {"officer": ("/municipality/", TALK), "region": (f"/region/municipalities/{municipality.slug}/",)}
    pages["coach"] = ("/places/dals-rostock/contribution-requests/", TALK)
    for role, paths in pages.items():
        browser = client_for(getattr(world, role))
        for path in paths:
            browser.get(path)
            with counted() as statements:
                assert browser.get(path).status_code == 200
            assert len(statements) <= LIMIT, f"{path}: {len(statements)}"


def test_the_checklist_is_seen_by_place_and_region(world: TalkWorld, client_for: Browser) -> None:
    tick = "/municipality/dals-rostock/checks/municipality_track."
    officer = client_for(world.officer)
    assert (
        officer.post(tick + "contact_named", data={"done": "1", "note": "Näringslivsenheten"}).status_code
        == 303
    )
    decided = {"done": "1", "on_date": "2026-10-14", "note": "§ 112"}
    assert officer.post(tick + "decision_taken", data=decided).status_code == 303
    municipality = world.workplace.place.municipality
    seen = {
        "leader": "/places/dals-rostock/contribution-requests/",
        "coach": "/places/dals-rostock/contribution-requests/",
        "region": f"/region/municipalities/{municipality.slug}/",
    }
    for role, path in seen.items():
        page = client_for(getattr(world, role)).get(path).text
        titles = re.findall(r"Klart: </span>([^<]+)</p>", page)
        assert titles == ["Vi har utsett en kontakt", "Beslut är fattat"], role
        for word in ("Vi känner till processen", "Vi har tagit emot planen", "Näringslivsenheten", "§ 112"):
            assert word in page, f"{role}: {word}"
