"""Extra help for those new to the role: a person's own switch that holds on all pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.errors import NotAllowedError
from portal.extensions import db
from portal.models import Event, User
from portal.queries.people import find_user_by_email
from portal.services import accounts, invitations
from tests.client import PortalClient
from tests.factories import make_place
from tests.place_world import PlaceWorld, counted, make_place_world

Browser = Callable[[User], PortalClient]
STEP = "/places/dals-rostock/steps/anchoring/"
SECTION = STEP + "place"
LIST = STEP + "working_group"
SWITCH = "/account/extra-help"
PASSWORD = "en lång och trygg fras"
OPEN = re.compile(r"<details class=\"fold[^>]* open>\s*<summary>(Hjälp med|Visa ett exempel|Ett exempel)")
CLOSED = re.compile(r"<details class=\"fold[^>]*[^n]>\s*<summary>(Hjälp med|Visa ett exempel|Ett exempel)")


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def told(user: User) -> list[dict[str, object]]:
    query = select(Event).where(Event.kind == "extra_help_chosen", Event.actor_id == user.id)
    return [e.data for e in db.session.scalars(query.order_by(Event.id))]


def folds(page: str) -> tuple[int, int]:
    """(open, closed) folds with help."""
    return len(OPEN.findall(page)), len(CLOSED.findall(page))


def test_on_and_off_again_and_back_to_the_page(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    for on, state in (("1", True), ("1", True), ("0", False)):
        answer = browser.post(SWITCH, data={"on": on, "next": SECTION + "#extra-help"})
        assert (answer.status_code, answer.location) == (303, SECTION + "#extra-help")
        assert db.session.get_one(User, world.leader.id).extra_help is state
    assert told(world.leader) == [{"on": True}, {"on": False}]
    assert db.session.get_one(User, world.second.id).extra_help is False


@pytest.mark.parametrize("path", [STEP, SECTION, LIST])
def test_what_a_page_shows(world: PlaceWorld, client_for: Browser, path: str) -> None:
    browser = client_for(world.leader)
    calm = browser.get(path).text
    assert ("Ny i rollen?" in calm, 'class="newcomer"' in calm) == (True, False)
    assert folds(calm)[0] == 0
    world.leader.extra_help = True
    full = browser.get(path).text
    assert ("Ny i rollen?" in full, 'class="newcomer"' in full) == (False, True)
    assert folds(full) == folds(calm)[::-1]
    assert folds(full)[0] > 0
    # The form that is on the page leads back to it.
    assert f'name="next" value="{path}#extra-help"' in full


def test_what_the_step_and_the_section_say(world: PlaceWorld, client_for: Browser) -> None:
    world.leader.extra_help = True
    browser, process = client_for(world.leader), world.workplace.process
    step, section = process.step("anchoring"), process.section("anchoring.place")
    assert step is not None
    assert section is not None
    for path, words in ((STEP, step.newcomer), (SECTION, section.newcomer)):
        assert words is not None
        assert words.sv.partition(". ")[0] in browser.get(path).text
        assert words.en.partition(". ")[0] in browser.get(path + "?lang=en").text
        assert browser.get(path + "?lang=sv").status_code == 200


def test_a_coach_reads_a_calm_page(world: PlaceWorld, client_for: Browser) -> None:
    world.coach.extra_help = True
    page = client_for(world.coach).get(STEP).text
    assert ("newcomer" in page, folds(page)[0]) == (False, 0)


def test_the_account_page(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    assert "Den är av nu." in browser.get("/account").text
    assert browser.post(SWITCH, data={"on": "1"}).location == "/account#extra-help"
    assert "Den är på nu, på alla sidor." in browser.get("/account").text
    assert "Extra hjälp" not in client_for(world.officer).get("/account").text


@pytest.mark.parametrize("on", ["", "2", "true", "1 "])
def test_what_is_no_choice_changes_nothing(world: PlaceWorld, client_for: Browser, on: str) -> None:
    answer = client_for(world.leader).post(SWITCH, data={"on": on})
    assert (answer.status_code, "Välj om extra hjälp ska vara på eller av." in answer.text) == (422, True)
    assert told(world.leader) == []


@pytest.mark.parametrize("next_", ["https://example.org/", "//example.org", "/\\example.org", "javascript:1"])
def test_nobody_is_led_astray(world: PlaceWorld, client_for: Browser, next_: str) -> None:
    answer = client_for(world.leader).post(SWITCH, data={"on": "1", "next": next_})
    assert answer.location == "/account#extra-help"


def test_who_writes_nowhere_has_no_switch(world: PlaceWorld, client_for: Browser) -> None:
    for user in (world.coach, world.region, world.officer):
        answer = client_for(user).post(SWITCH, data={"on": "1"})
        assert (answer.status_code, "dem som skriver om en plats" in answer.text) == (403, True)
        fresh = find_user_by_email(user.email)
        assert fresh is not None
        with pytest.raises(NotAllowedError):
            accounts.choose_extra_help(fresh, on=True)
    assert client_for(world.leader).application.test_client().post(SWITCH).status_code == 302


def test_it_costs_no_query(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    for path in (STEP, SECTION, LIST):
        counts = []
        browser.get(path)  # the first look is noted
        for on in (False, True):
            world.leader.extra_help = on
            db.session.commit()
            with counted() as statements:
                assert ('class="newcomer"' in browser.get(path).text) is on
            counts.append(len(statements))
        assert counts[0] == counts[1]


@pytest.mark.parametrize(("role", "on"), [("leader", True), ("coach", False)])
def test_new_process_leaders_begin_with_it(world: PlaceWorld, role: str, on: bool) -> None:
    place = world.place if role == "leader" else None
    invitation = invitations.invite(world.region, email="ny@example.org", role=role, place=place)
    invitations.accept(invitation, name="Ny", password=PASSWORD, language="sv")
    found = find_user_by_email("ny@example.org")
    assert found is not None
    assert found.extra_help is on


def test_whoever_has_an_account_keeps_their_choice(world: PlaceWorld) -> None:
    place = make_place("fargelanda", "Färgelanda")
    invitation = invitations.invite(world.region, email=world.second.email, role="leader", place=place)
    invitations.accept_as(world.second, invitation)
    assert world.second.extra_help is False
