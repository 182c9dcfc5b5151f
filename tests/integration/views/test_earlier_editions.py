"""A place's own editions: all of them in a list, each as it was, for the team, its coaches and the region."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.documents.formats import ARCHIVE, FORMATS
from portal.extensions import db
from portal.models import PlanEdition, Row, User
from portal.process.reach import Reach
from portal.services import editions
from tests.answers_world import ACTIONS, SIX, make_answers_world, reply, share_plan
from tests.client import PortalClient
from tests.factories import make_row
from tests.plan_world import PlanWorld, counted

World = tuple[PlanWorld, list[int]]
ClientFor = Callable[[User], PortalClient]
HISTORY = "/places/dals-rostock/editions/history"
FIRST, SECOND = "/places/dals-rostock/editions/1/", "/places/dals-rostock/editions/2/"
SHARING = "/places/dals-rostock/editions/"
PLAN = "/plans/dals-rostock/"
GOALS = "vision.goals.list"
WHO = ("leader", "coach", "region", "officer", "stranger", "nobody", "visitor")
THEN, NOW, NEWER = "Det lovade kommunen då", "Det lovar kommunen nu", "Laddstolpar vid macken"


@pytest.fixture
def made(app: Flask) -> World:
    """Two editions: an action is called something else in the second, one is gone and one is new; both are answered."""
    world, rows = make_answers_world()
    reply(world, rows[0], because=THEN)
    workplace, leader = world.workplace, world.leader
    renamed, gone = db.session.get_one(Row, rows[0]), db.session.get_one(Row, rows[5])
    renamed.values = {**renamed.values, "action": "Ny detaljplan för Kroppefjäll och sjön"}
    gone.deleted_at = gone.updated_at
    make_row(workplace, ACTIONS, {"action": NEWER, "need_from": "Mark"}, leader, 7)
    share_plan(world)
    reply(world, rows[0], because=NOW)
    return world, rows


def page(browser: PortalClient, path: str) -> str:
    found = browser.get(path)
    assert (path, found.status_code) == (path, 200)
    return unescape(found.text)


@pytest.mark.parametrize("audience", [Reach.COACHES, Reach.PUBLIC])
def test_who_opens_them(made: World, client: PortalClient, client_for: ClientFor, audience: Reach) -> None:
    """Whether it reaches the fewest or everybody, and when the place has stopped sharing it."""
    world, _rows = made
    paths = (HISTORY, FIRST, SECOND, SECOND + "documents/html")
    editions.set_audience(world.leader, workplace=world.workplace, audience=audience)
    db.session.commit()
    for is_shared in (True, False):
        if not is_shared:
            editions.stop(world.leader, workplace=world.workplace)
            db.session.commit()
        for who in WHO:
            browser = client if who == "visitor" else client_for(getattr(world, who))
            expected = 200 if who in ("leader", "coach", "region") else 302 if who == "visitor" else 404
            found = {path: browser.get(path).status_code for path in paths}
            assert (who, found) == (who, dict.fromkeys(paths, expected))


def test_an_edition_is_as_it_was(made: World, client_for: ClientFor) -> None:
    browser = client_for(made[0].leader)
    for path, is_old in ((FIRST, True), (FIRST + "documents/html", True), (SECOND, False)):
        text = page(browser, path)
        found = [words in text for words in (THEN, SIX[5][0], NOW, NEWER)]
        assert (path, found) == (path, [is_old, is_old, not is_old, not is_old])
    first = page(browser, FIRST)
    assert "Det här är utgåva 1 som den var från" in first
    assert "/plans/dals-rostock/" not in first
    second = page(browser, SECOND)
    assert ("som delas nu" in second, 'id="new"' in second) == (True, True)


def test_each_of_its_documents_can_be_fetched(made: World, client_for: ClientFor) -> None:
    browser = client_for(made[0].coach)
    offered = set(re.findall(rf'href="{FIRST}documents/(\w+)', page(browser, FIRST)))
    assert offered == {"pdf", "docx", "html", "xlsx", "zip"}
    for name in (*FORMATS, ARCHIVE):
        answer = browser.get(f"{FIRST}documents/{name}")
        assert (name, answer.status_code) == (name, 200)
        if name == ARCHIVE:
            said = zipfile.ZipFile(io.BytesIO(answer.data)).read("answers.json").decode()
            assert (THEN in said, NOW in said) == (True, False)
    for path in ("3/", "99999999999999999999/", "1/documents/exe", "1/files/" + 32 * "0"):
        assert (path, browser.get(SHARING + path).status_code) == (path, 404)


def test_the_list_says_what_was_new(made: World, client_for: ClientFor) -> None:
    world, _rows = made
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.COACHES)
    db.session.commit()
    text = page(client_for(world.coach), HISTORY)
    assert re.findall(r'href="/places/dals-rostock/editions/(\d+)/"', text) == ["2", "1"]
    said = re.findall(r'<p class="small">([^<]+)</p>', text)
    assert said == [
        "Sedan utgåva 1: en ny åtgärd, en ändrad åtgärd, ett mål eller en åtgärd borttagen.",
        "Den första utgåvan.",
    ]
    assert "Läses av: bara coacherna. Dessförinnan hade den nått kommunen, som har den kvar." in text
    assert "Kunde läsas av: kommunen." in text


def test_what_it_is_compared_with(made: World, client_for: ClientFor) -> None:
    """An edition that the municipality reads, with the last one that it had; one for the coaches, with any."""
    world, rows = made
    second = db.session.query(PlanEdition).filter_by(number=2).one()
    second.reached_at, second.audience = None, Reach.COACHES.value
    changes = {rows[1]: {"need_from": "Avtal om all mark"}, rows[2]: {"start": "2027-05-01", "cost": ""}}
    changes[db.session.query(Row.id).filter_by(register_key=GOALS).scalar()] = {"how_seen": "Fler går där"}
    for number, values in {**changes, rows[3]: {"need_from": SIX[3][3], "next": ""}}.items():
        row = db.session.get_one(Row, number)
        row.values = {**row.values, **values}
    share_plan(world)
    said = re.findall(r'<p class="small">([^<]+)</p>', page(client_for(world.leader), HISTORY))
    assert said == [
        "Sedan utgåva 1: en ny åtgärd, ett ändrat mål, 3 ändrade åtgärder, ett mål eller en åtgärd borttagen.",
        "Sedan utgåva 1: en ny åtgärd, en ändrad åtgärd, ett mål eller en åtgärd borttagen.",
        "Den första utgåvan.",
    ]


def test_ways_to_them(made: World, client: PortalClient, client_for: ClientFor) -> None:
    world, _rows = made
    link = f'href="{HISTORY}"'
    home = "/places/dals-rostock/"
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    db.session.commit()
    for who, paths in {
        "leader": (home, SHARING, PLAN),
        "coach": (home, PLAN),
        "region": (home, PLAN),
    }.items():
        found = {path: link in page(client_for(getattr(world, who)), path) for path in paths}
        assert (who, found) == (who, dict.fromkeys(paths, True))
    assert link not in page(client, PLAN) + page(client_for(world.officer), PLAN)
    assert f'href="{FIRST}"' in page(client_for(world.leader), SHARING)
    editions.stop(world.leader, workplace=world.workplace)
    db.session.commit()
    for who in ("leader", "coach"):
        assert (who, link in page(client_for(getattr(world, who)), home)) == (who, True)


def test_before_there_are_two(app: Flask, client_for: ClientFor) -> None:
    world, _rows = make_answers_world()
    link = f'href="{HISTORY}"'
    leader = client_for(world.leader)
    assert [link in page(leader, path) for path in ("/places/dals-rostock/", PLAN)] == [False, False]
    db.session.query(PlanEdition).delete()
    db.session.commit()
    assert "Ingen utgåva än" in page(leader, HISTORY)


def test_they_come_a_page_at_a_time(made: World, client_for: ClientFor) -> None:
    world, _rows = made
    one = db.session.query(PlanEdition).filter_by(number=1).one()
    for number in range(3, 26):
        db.session.add(
            PlanEdition(
                journey_id=one.journey_id,
                number=number,
                snapshot=one.snapshot,
                contents=one.contents,
                shared_by=one.shared_by,
                shared_at=one.shared_at,
                reached_at=one.reached_at,
                ended_at=one.ended_at,
            )
        )
    db.session.commit()
    browser = client_for(world.leader)
    numbers = {
        number: re.findall(r'/editions/(\d+)/"', page(browser, f"{HISTORY}?page={number}"))
        for number in ("1", "3", "99", "x")
    }
    newest = [str(n) for n in range(25, 15, -1)]
    assert numbers == {"1": newest, "3": ["5", "4", "3", "2", "1"], "99": newest, "x": newest}
    assert len(re.findall(r'/editions/(\d+)/"', page(browser, SHARING))) == 5
    for path, most in ((HISTORY, 5), (SECOND, 9)):
        browser.get(path)
        with counted() as queries:
            assert browser.get(path).status_code == 200
        assert (path, len(queries) <= most) == (path, True), len(queries)
