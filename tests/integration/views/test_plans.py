"""Plans to read, and the page where the team shares them."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Answer, PlanEdition, User
from portal.services import editions
from tests.client import PortalClient
from tests.factories import make_answer, make_row
from tests.plan_world import (
    COACH_ONLY,
    SCRIPT,
    TEAM_ONLY,
    PlanWorld,
    counted,
    make_plan_world,
    write_plan,
)

ClientFor = Callable[[User], PortalClient]
EDITIONS = "/places/dals-rostock/editions/"
PLAN = "/plans/dals-rostock/"
SHARE = {"publish": "1", "audience": "municipality"}


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


def share(world: PlanWorld) -> None:
    editions.share(world.leader, workplace=world.workplace)
    db.session.commit()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_plan_says_what_was_shared(world: PlanWorld, client_for: ClientFor, lang: str) -> None:
    share(world)
    page = client_for(world.officer).get(PLAN, query_string={"lang": lang}).text
    words = unescape(page)
    shown = (
        "Lätt att nå och gott att leva i.",
        "Fler kan bo här",
        "Ny detaljplan",
        "Pilgrimsleden",
        "Tågstopp",
        "Kroppefjäll",
        "Pumpen är gammal",
        "Byalaget",
        SCRIPT,
        {"sv": "Planerad", "en": "Planned"}[lang],
        {"sv": "Styrkor", "en": "Strengths"}[lang],
        {"sv": "Dagligvaror", "en": "Groceries"}[lang],
    )
    assert [each for each in shown if each not in words] == []
    assert [each for each in (TEAM_ONLY, COACH_ONLY) if each in words] == []
    assert "<script>alert" not in page


def test_goals_hold_their_actions_and_the_rest_stands_below(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    page = unescape(client_for(world.officer).get(PLAN).text)
    order = [
        "Fler kan bo här",
        "Ny detaljplan",
        "Ut i naturen",
        "Pilgrimsleden",
        "Andra åtgärder",
        "Tågstopp",
    ]
    main = page[page.index('id="goals"') :]
    places = [main.index(words) for words in order]
    assert places == sorted(places)
    label = "Tidslinje med en åtgärd, från 1 januari 2027 till 30 juni 2027. Dagarna står vid varje åtgärd ovanför."
    assert f'aria-label="{label}"' in page
    assert "Utan datum än:</b> Pilgrimsleden, Tågstopp." in page


def test_the_page_follows_the_edition_not_the_answers(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    db.session.query(Answer).filter_by(question_key="vision.vision.one_sentence").one().value = "Något nytt."
    page = client_for(world.leader).get(PLAN).text
    assert "Lätt att nå" in page
    assert "Något nytt" not in page


@pytest.mark.parametrize(
    ("key", "value", "offered"),
    [("anchoring.place.best", "Sjön", False), ("organisation.rhythm.review_date", "2027-05-01", True)],
)
def test_the_calendar_is_offered_when_it_holds_something(
    app: Flask, client_for: ClientFor, key: str, value: str, offered: bool
) -> None:
    world = make_plan_world()
    make_answer(world.workplace, key, value, world.leader)
    share(world)
    browser = client_for(world.officer)
    assert (f"{PLAN}documents/ics" in browser.get(PLAN).text) is offered
    assert (b"BEGIN:VEVENT" in browser.get(f"{PLAN}documents/ics").data) is offered


def test_a_sparse_plan_hides_empty_parts(app: Flask, client_for: ClientFor) -> None:
    world = make_plan_world()
    make_answer(world.workplace, "anchoring.place.best", "Sjön", world.leader)
    share(world)
    page = client_for(world.officer).get(PLAN).text
    assert "Sjön" in page
    assert [each for each in ('id="goals"', 'id="time"', 'id="state"', 'id="vision"') if each in page] == []


def test_another_definition_makes_a_plan_too(app: Flask, client_for: ClientFor) -> None:
    world = make_plan_world()
    world.workplace.journey.definition_key = "tiny"
    db.session.commit()
    workplace = world.workplace
    aim = make_row(workplace, "trying.aims.list", {"aim": "Ett café"}, world.leader)
    make_row(
        workplace,
        "trying.trials.list",
        {"trial": "Öppet hus", "aim": [aim.id], "begins": "2026-05-01"},
        world.leader,
    )
    make_answer(workplace, "settling.owner.form", "indoors", world.leader)
    share(world)
    page = unescape(client_for(world.officer).get(PLAN).text)
    assert [each for each in ("Ett café", "Öppet hus", "Inomhus") if each not in page] == []
    assert client_for(world.leader).get(EDITIONS).status_code == 200


def test_the_officer_who_opens_it_first_is_noted(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    for who in (world.leader, world.coach, world.region):
        client_for(who).get(PLAN)
    assert db.session.query(PlanEdition).one().read_at is None
    client_for(world.officer).get(PLAN)
    db.session.expire_all()
    assert db.session.query(PlanEdition).one().read_by == world.officer.id


def test_files_are_those_of_the_edition(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    browser = client_for(world.officer)
    for name in ("nothing", "..%2F..%2Fsecret", "0" * 32):
        assert browser.get(f"{PLAN}files/{name}").status_code == 404


def test_the_list_is_searched_in_any_case(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    browser = client_for(world.region)
    assert "edition" not in browser.get("/plans/?q=åmål").text
    for q in ("DALS", "mellerud", "rostock dals"):
        assert 'href="/plans/dals-rostock/"' in browser.get("/plans/", query_string={"q": q}).text
    assert 'href="/plans/dals-rostock/"' not in browser.get("/plans/", query_string={"q": "%"}).text


EDITORS = {"leader": (200, 303), "coach": (404, 404), "officer": (404, 404), "region": (404, 404)}


@pytest.mark.parametrize(("who", "statuses"), EDITORS.items())
def test_the_page_to_share_is_the_teams(
    world: PlanWorld, client_for: ClientFor, who: str, statuses: tuple[int, int]
) -> None:
    browser = client_for(getattr(world, who))
    seen = (browser.get(EDITIONS).status_code, browser.post(EDITIONS, data=SHARE).status_code)
    assert seen == statuses
    assert browser.post(EDITIONS + "end").status_code == statuses[1]


def test_the_page_to_share_says_what_will_be_read(world: PlanWorld, client_for: ClientFor) -> None:
    browser = client_for(world.leader)
    page = unescape(browser.get(EDITIONS).text)
    assert "Planen är inte delad" in page
    assert "Det är tidigt" in page
    assert "räknas som mottaget av kommunen" in page
    assert [each for each in (TEAM_ONLY, COACH_ONLY) if each in page] == []
    browser.post(EDITIONS, data=SHARE)
    page = unescape(browser.get(EDITIONS).text)
    assert "Utgåva 1 får läsas av: kommunen" in page
    assert "Inget i planen har ändrats" in page


def test_an_empty_plan_is_refused_in_words(app: Flask, client_for: ClientFor) -> None:
    world = make_plan_world()
    answer = client_for(world.leader).post(EDITIONS, data=SHARE)
    assert answer.status_code == 422
    assert "Planen är tom" in answer.text


def test_an_ended_journey_keeps_its_plan_but_shares_no_new_one(
    world: PlanWorld, client_for: ClientFor
) -> None:
    share(world)
    world.workplace.journey.state = "ended"
    db.session.commit()
    browser = client_for(world.leader)
    assert browser.get(EDITIONS).status_code == 200
    assert browser.post(EDITIONS, data=SHARE).status_code == 403
    assert client_for(world.officer).get(PLAN).status_code == 200


def test_the_number_of_queries(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    officer, leader, region = client_for(world.officer), client_for(world.leader), client_for(world.region)
    officer.get(PLAN)
    for browser, path, most in ((officer, PLAN, 8), (leader, EDITIONS, 10), (region, "/plans/", 5)):
        with counted() as seen:
            assert browser.get(path).status_code == 200
        assert len(seen) <= most, path
