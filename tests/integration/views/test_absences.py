"""A coach's absence: stated on the account's page, read at the place, and by whom questions are answered meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.extensions import db
from portal.models import Absence, User
from portal.services import absences
from portal.web.filters import short_day
from tests.checkpoint_world import CheckpointWorld, fresh, make_world
from tests.client import PortalClient
from tests.pages import send
from tests.place_world import counted

Browser = Callable[[User], PortalClient]
PATH = "/account/absences"
HOME = "/places/dals-rostock/"
MOST = 10


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    found = make_world()
    db.session.commit()
    return found


def day(number: int) -> date:
    return today() + timedelta(days=number)


def leave(user: User, first: int, last: int) -> None:
    absences.state(fresh(user), coach=fresh(user), first=day(first), last=day(last))
    db.session.commit()


def said(app: Flask, number: int) -> str:
    """The day as a Swedish page writes it."""
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        return short_day(day(number))


def who_works_here(page: str) -> str:
    return " ".join(page.partition('id="who"')[2].partition("</section>")[0].split())


def test_stated_and_taken_back(world: CheckpointWorld, client_for: Browser) -> None:
    browser = client_for(world.coach)
    assert "Ingen frånvaro inlagd" in browser.get(PATH).text
    assert PATH in browser.get("/account").text
    answer = send(browser, PATH, PATH, first=str(day(-1)), last=str(day(3)))
    assert (answer.status_code, answer.location) == (303, PATH)
    page = browser.get(PATH).text
    assert "Borta nu" in page
    absence = db.session.scalars(select(Absence)).one()
    assert (absence.user_id, absence.from_on, absence.until_on) == (world.coach.id, day(-1), day(3))
    answer = send(browser, PATH, f"/absences/{absence.id}/end")
    assert (answer.status_code, answer.location) == (303, PATH)
    assert "Ingen frånvaro inlagd" in browser.get(PATH).text


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("", "", "Välj en dag."),
        ("i morgon", "2027-01-01", "Välj en dag, eller skriv den så här: 2026-03-14."),
        (str(day(5)), str(day(4)), "Den sista dagen kommer före den första."),
        (str(day(-5)), str(day(-4)), "De här dagarna har varit. Välj en sista dag från och med i dag."),
        (str(day(0)), str(day(400)), "En frånvaro är högst ett år. Be regionen om en annan coach i stället."),
        (str(day(900)), str(day(901)), "Välj en dag högst två år framåt."),
        (str(day(12)), str(day(30)), f"Dagarna {day(10)} till {day(20)} är redan inlagda."),
    ],
)
def test_what_is_refused_stays_in_the_fields(
    world: CheckpointWorld, client_for: Browser, first: str, last: str, words: str
) -> None:
    leave(world.coach, 10, 20)
    answer = client_for(world.coach).post(PATH, data={"first": first, "last": last})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{first}"' in answer.text
    assert f'value="{last}"' in answer.text
    assert len(db.session.scalars(select(Absence)).all()) == 1


def test_the_region_states_it_for_a_coach(world: CheckpointWorld, client_for: Browser) -> None:
    browser, path = client_for(world.region), f"/region/people/{world.coach.id}/absences"
    assert path in browser.get(f"/region/people/{world.coach.id}/").text
    assert path not in browser.get(f"/region/people/{world.leader.id}/").text
    assert send(browser, path, path, first=str(day(0)), last=str(day(1))).status_code == 303
    absence = db.session.scalars(select(Absence)).one()
    assert (absence.user_id, absence.noted_by) == (world.coach.id, world.region.id)
    answer = send(browser, path, f"/absences/{absence.id}/end")
    assert (answer.status_code, answer.location) == (303, path)
    assert browser.get(f"/region/people/{world.leader.id}/absences").status_code == 403


def test_nobody_takes_back_anothers(world: CheckpointWorld, client_for: Browser) -> None:
    leave(world.coach, 0, 1)
    path = f"/absences/{db.session.scalars(select(Absence.id)).one()}/end"
    statuses = {
        who: client_for(getattr(world, who)).post(path).status_code for who in ("coach2", "leader", "coach")
    }
    assert statuses == {"coach2": 404, "leader": 404, "coach": 303}
    assert client_for(world.coach).post(path).status_code == 409


def test_the_place_reads_who_answers(app: Flask, world: CheckpointWorld, client_for: Browser) -> None:
    """`both` belongs to the team, too, and so answers for nobody."""
    browser = client_for(world.leader)
    assert "borta" not in who_works_here(browser.get(HOME).text)
    leave(world.coach, 0, 4)
    until = said(app, 4)
    words = f"{world.coach.name} är borta till och med {until}.<br>{world.coach2.name} svarar under tiden."
    assert words in who_works_here(browser.get(HOME).text)
    leave(world.coach2, 0, 4)
    page = who_works_here(browser.get(HOME).text)
    assert f"{world.coach2.name} är borta till och med {until}." in page
    assert "Regionens andra coacher svarar under tiden." in page


def test_queries(world: CheckpointWorld, client_for: Browser) -> None:
    """The place's page costs as much with absences as without; the own page little, however many there are."""
    browser, own = client_for(world.coach2), client_for(world.coach)
    for each, path in ((browser, HOME), (own, PATH)):
        each.get(path)
    with counted() as before:
        browser.get(HOME)
    with counted() as few:
        own.get(PATH)
    for number in range(40):
        leave(world.coach, number * 2, number * 2)
    with counted() as after:
        browser.get(HOME)
    assert len(after) == len(before)
    assert len(after) <= MOST
    with counted() as listed:
        page = own.get(PATH).text
    assert (len(listed), "av 40" in page) == (len(few), True)
