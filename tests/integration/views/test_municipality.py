"""The municipality's page: its own places, what waits, its track; and nothing else of a place."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import ContributionRequest, User
from portal.services import contributions, editions
from tests.client import PortalClient
from tests.factories import make_place
from tests.plan_world import (
    COACH_ONLY,
    TEAM_ONLY,
    PlanWorld,
    counted,
    make_plan_world,
    write_plan,
    write_request,
)

ClientFor = Callable[[User], PortalClient]
TRACK = "/municipality/dals-rostock/checks/municipality_track."


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    return make_plan_world()


def ask(world: PlanWorld) -> ContributionRequest:
    write_request(world)
    request = contributions.send(world.leader, workplace=world.workplace)
    db.session.commit()
    return request


def test_the_officer_sees_own_places_only(world: PlanWorld, client_for: ClientFor) -> None:
    make_place("amal", "Tösse", world.other)
    page = unescape(client_for(world.officer).get("/municipality/").text)
    assert "Dals Rostock" in page
    assert "Tösse" not in page
    page = unescape(client_for(world.stranger).get("/municipality/").text)
    assert "Tösse" in page
    assert "Dals Rostock" not in page


def test_a_municipality_without_places_says_so(world: PlanWorld, client_for: ClientFor) -> None:
    assert "Ingen plats i kommunen har börjat än" in client_for(world.stranger).get("/municipality/").text


@pytest.mark.parametrize("who", ["leader", "coach", "region", "nobody"])
def test_the_page_is_for_officers(world: PlanWorld, client_for: ClientFor, who: str) -> None:
    request = ask(world)
    browser = client_for(getattr(world, who))
    assert browser.get("/municipality/").status_code == 404
    answer = browser.post(f"/municipality/contributions/{request.id}", data={"answer": "confirmed"})
    assert answer.status_code == 404
    assert browser.post(TRACK + "knows_process", data={"done": "1"}).status_code == 404


def test_everything_at_the_place_is_hidden_from_officers(
    app: Flask, world: PlanWorld, client_for: ClientFor
) -> None:
    ids = write_plan(world)
    editions.share(world.leader, workplace=world.workplace)
    ask(world)
    browser = client_for(world.officer)
    values = {
        "slug": "dals-rostock",
        "step": "anchoring",
        "section": "municipality",
        "register": "organisations",
        "register_key": "organisations",
        "question_key": "anchoring.municipality.contact",
        "item_key": "anchoring.open_channel",
        "subject": "anchoring",
        "row_id": ids["homes"],
        "preset": "grocery",
        "number": 1,
        "version": 1,
        "criterion": "working_group",
        "point_id": 1,
        "link_id": 1,
    }
    seen = []
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/places/<slug>/"):
            continue
        _, path = rule.build({name: values.get(name, "1") for name in rule.arguments}) or ("", "")
        methods = sorted((rule.methods or set()) & {"GET", "POST"})
        seen += [(method, rule.rule, browser.open(path, method=method).status_code) for method in methods]
    assert [each for each in seen if each[2] != 404] == []
    assert ("POST", "/places/<slug>/editions/", 404) in seen
    assert ("POST", "/places/<slug>/contribution-requests/", 404) in seen


def test_the_page_tells_nothing_but_what_is_shared(world: PlanWorld, client_for: ClientFor) -> None:
    write_plan(world)
    ask(world)
    page = unescape(client_for(world.officer).get("/municipality/").text)
    assert "Tillväxtenheten" in page
    assert [words for words in (TEAM_ONLY, COACH_ONLY, "Ny detaljplan", "Kroppefjäll") if words in page] == []


def test_an_answer_is_sent_and_the_question_is_gone(world: PlanWorld, client_for: ClientFor) -> None:
    request = ask(world)
    browser = client_for(world.officer)
    data = {"answer": "changed", "message": "Fem timmar."}
    assert browser.post(f"/municipality/contributions/{request.id}", data=data).status_code == 303
    page = browser.get("/municipality/").text
    assert "Kan kommunen bidra så här?" not in page
    assert "ja, med en ändring." in page
    team = client_for(world.leader).get("/places/dals-rostock/contribution-requests/")
    assert "Fem timmar." in team.text
    coach = client_for(world.coach).get("/places/dals-rostock/contribution-requests/")
    assert "Fem timmar." in coach.text
    # What was sent went to the municipality alone: the team reads it again, the step is not shared with others.
    assert [("Visa vad ni frågade" in page.text) for page in (team, coach)] == [True, False]
    assert "Platsens kontakt på kommunen" in team.text


def test_a_second_answer_is_told_that_it_came_late(world: PlanWorld, client_for: ClientFor) -> None:
    path = f"/municipality/contributions/{ask(world).id}"
    browser = client_for(world.officer)
    assert browser.post(path, data={"answer": "confirmed"}).status_code == 303
    late = browser.post(path, data={"answer": "declined", "message": "Nej"})
    assert late.status_code == 409
    assert "Någon har redan svarat" in late.text
    db.session.expire_all()
    assert db.session.query(ContributionRequest).one().answer == "confirmed"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Välj ett av svaren."),
        ({"answer": "perhaps"}, "Välj ett av svaren."),
        ({"answer": "changed"}, "Skriv vad kommunen vill ändra."),
        ({"answer": "declined", "message": "  "}, "Skriv varför kommunen säger nej."),
        ({"answer": "confirmed", "message": "x" * 1_000_000}, "Texten är för lång."),
    ],
)
def test_an_incomplete_answer_keeps_what_was_written(
    world: PlanWorld, client_for: ClientFor, data: dict[str, str], words: str
) -> None:
    request = ask(world)
    page = client_for(world.officer).post(f"/municipality/contributions/{request.id}", data=data)
    assert page.status_code == 422
    assert words in page.text
    assert f'href="#ask-{request.id}-' in page.text
    if data.get("message", "").strip():
        assert data["message"] in page.text


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999", "-1", "x"])
def test_a_question_that_is_not_there(world: PlanWorld, client_for: ClientFor, number: str) -> None:
    answer = client_for(world.officer).post(f"/municipality/contributions/{number}", data={"answer": "no"})
    assert answer.status_code == 404


def test_ticking_the_track(world: PlanWorld, client_for: ClientFor) -> None:
    browser = client_for(world.officer)
    assert browser.post(TRACK + "knows_process", data={"done": "1"}).status_code == 303
    data = {"done": "1", "note": "KF § 24", "on_date": "2026-04-13"}
    assert browser.post(TRACK + "decision_taken", data=data).status_code == 303
    page = browser.get("/municipality/").text
    assert "2 av 6 är gjorda" in page
    assert "13 april 2026. KF § 24" in page
    line = browser.post(TRACK + "knows_process", data={}, headers={"HX-Request": "true"})
    assert line.status_code == 200
    assert line.text.strip().startswith('<li class="checks__tick" id="dals-rostock-knows_process"')
    assert " checked" not in line.text


@pytest.mark.parametrize(
    ("item", "data", "status"),
    [
        ("decision_taken", {"done": "1", "on_date": "i går"}, 422),
        ("decision_taken", {"done": "1", "on_date": "2026-02-31"}, 422),
        ("contact_named", {"done": "1", "note": "x" * 1_000_000}, 422),
        ("plan_received", {"done": "1"}, 409),
        ("unknown", {"done": "1"}, 404),
    ],
)
def test_ticks_that_are_refused(
    world: PlanWorld, client_for: ClientFor, item: str, data: dict[str, str], status: int
) -> None:
    assert client_for(world.officer).post(TRACK + item, data=data).status_code == status


def test_a_plan_that_is_shared_waits_to_be_read(world: PlanWorld, client_for: ClientFor) -> None:
    write_plan(world)
    editions.share(world.leader, workplace=world.workplace)
    browser = client_for(world.officer)
    assert "En plan att läsa" in browser.get("/municipality/").text
    browser.get("/plans/dals-rostock/")
    page = browser.get("/municipality/").text
    assert "En plan att läsa" not in page
    assert "1 av 6 är gjorda" in page


def test_the_number_of_queries_is_fixed(world: PlanWorld, client_for: ClientFor) -> None:
    ask(world)
    browser = client_for(world.officer)
    browser.get("/municipality/")  # the first look reads the notices that lead here
    with counted() as one:
        assert browser.get("/municipality/").status_code == 200
    for n in range(200):
        make_place(f"plats-{n}", f"Plats {n}", world.municipality)
    with counted() as many:
        page = browser.get("/municipality/")
    assert page.status_code == 200
    assert "201 platser i kommunen" in page.text
    assert len(many) == len(one)
    assert len(many) <= 10


def test_searching_among_many(world: PlanWorld, client_for: ClientFor) -> None:
    for n in range(30):
        make_place(f"plats-{n}", f"Plats {n}", world.municipality)
    make_place("asarp", "Åsarp", world.municipality)
    browser = client_for(world.officer)
    page = unescape(browser.get("/municipality/?q=ÅSARP").text)
    assert 'id="place-asarp"' in page
    assert 'id="place-plats-1"' not in page
    for path in ("?page=2", "?page=99999", "?page=x", "?q=%25&page=0", "?q=" + "å" * 5000):
        assert browser.get("/municipality/" + path).status_code == 200


def test_another_definition_has_another_track(world: PlanWorld, client_for: ClientFor) -> None:
    world.workplace.journey.definition_key = "tiny"
    db.session.commit()
    browser = client_for(world.officer)
    assert "Kommunens lista: 0 av 2 är gjorda" in browser.get("/municipality/").text
    ticked = browser.post("/municipality/dals-rostock/checks/town_hall.contact_named", data={"done": "1"})
    assert ticked.status_code == 303
