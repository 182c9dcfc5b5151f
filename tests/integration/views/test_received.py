"""What the municipality has received it keeps: editions, answers and drafts, whatever the place shares later."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.clock import today
from portal.extensions import db
from portal.models import ActionAnswer, Answer, EditionReceipt, Event, Mail, PlanEdition, User
from portal.process.reach import Reach
from portal.services import editions
from tests.answers_world import SIX, make_answers_world, reply, share_plan
from tests.client import PortalClient
from tests.factories import make_answer
from tests.plan_world import PlanWorld, counted

World = tuple[PlanWorld, list[int]]
ClientFor = Callable[[User], PortalClient]
ANSWER = "/municipality/dals-rostock/plan/"
FIRST = ANSWER + "editions/1/"
WHO = ("officer", "leader", "coach", "region", "stranger", "nobody", "visitor")
PAGES = (
    ANSWER,
    ANSWER + "answers/{row}",
    ANSWER + "registrar.pdf",
    ANSWER + "editions/",
    FIRST,
    FIRST + "documents/html",
    FIRST + "registrar.pdf",
)
POSTS = (ANSWER + "answers/{row}", ANSWER + "receipts", ANSWER + "registrations")
KEPT, FRESH = "Det lovade vi då", "Det lovar vi nu"


@pytest.fixture
def made(app: Flask) -> World:
    return make_answers_world()


def stop(world: PlanWorld) -> None:
    editions.stop(world.leader, workplace=world.workplace)
    db.session.commit()


def narrow(world: PlanWorld) -> None:
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.COACHES)
    db.session.commit()


def publish_for_coaches(world: PlanWorld) -> None:
    """An edition that the municipality has not been shown."""
    make_answer(world.workplace, "anchoring.place.best", "Bara för coacherna än", world.leader)
    db.session.commit()
    editions.share(world.leader, workplace=world.workplace, audience=Reach.COACHES)
    db.session.commit()


def never(_world: PlanWorld) -> None:
    """As if the first edition had been for the coaches from the start."""
    db.session.query(PlanEdition).update({"reached_at": None, "audience": Reach.COACHES.value})
    db.session.commit()


def publish_again(world: PlanWorld) -> None:
    make_answer(world.workplace, "anchoring.place.best", "Nytt i utgåva två", world.leader)
    db.session.commit()
    share_plan(world)


def shared(_world: PlanWorld) -> None:
    """The plan is shared with the municipality as it was."""


CASES: dict[Callable[[PlanWorld], None], tuple[int, int]] = {
    shared: (200, 409),
    stop: (200, 403),
    narrow: (200, 403),
    publish_for_coaches: (200, 403),
    never: (404, 404),
}
"""What the officers of the place's municipality get: pages to read, and posts. All others get 404."""


def page(browser: PortalClient, path: str) -> str:
    found = browser.get(path)
    assert found.status_code == 200
    return unescape(found.text)


@pytest.mark.parametrize("case", CASES)
def test_who_keeps_what(
    made: World, client: PortalClient, client_for: ClientFor, case: Callable[[PlanWorld], None]
) -> None:
    world, rows = made
    reply(world, rows[0])
    case(world)
    for who in WHO:
        browser = client if who == "visitor" else client_for(getattr(world, who))
        expected = CASES[case][0] if who == "officer" else 302 if who == "visitor" else 404
        found = {path: browser.get(path.format(row=rows[0])).status_code for path in PAGES}
        assert (who, found) == (who, dict.fromkeys(PAGES, expected))


@pytest.mark.parametrize("case", [stop, narrow, publish_for_coaches, never])
def test_nothing_can_be_sent_while_it_is_not_shared(
    made: World, client_for: ClientFor, case: Callable[[PlanWorld], None]
) -> None:
    world, rows = made
    case(world)
    held = [db.session.query(model).count() for model in (ActionAnswer, EditionReceipt, Event, Mail)]
    data = {
        "outcome": "will_do",
        "function": "Tillväxt",
        "stage": "assessment",
        "seen": "0",
        "send": "1",
        "received_on": today().isoformat(),
    }
    browser = client_for(world.officer)
    for path in POSTS:
        refused = browser.post(path.format(row=rows[0]), data=data)
        assert (path, refused.status_code) == (path, CASES[case][1])
    assert [db.session.query(m).count() for m in (ActionAnswer, EditionReceipt, Event, Mail)] == held


def test_an_edition_that_has_not_reached_the_municipality_stays_closed(
    made: World, client_for: ClientFor
) -> None:
    world, rows = made
    publish_for_coaches(world)
    browser = client_for(world.officer)
    parts = ("", "documents/pdf", "registrar.pdf", "files/00000000000000000000000000000000")
    for number in (2, 3, 99999999999999999999):
        found = [browser.get(f"{ANSWER}editions/{number}/{part}").status_code for part in parts]
        assert found == [404] * 4
    assert browser.get("/plans/dals-rostock/").status_code == 404
    assert browser.get(f"/plans/dals-rostock/answers/{rows[0]}").status_code == 404
    assert "Bara för coacherna än" not in page(browser, ANSWER) + page(browser, FIRST)
    assert re.findall(
        r'href="/municipality/dals-rostock/plan/editions/(\d+)/"', page(browser, f"{ANSWER}editions/")
    ) == ["1"]


def test_the_page_says_so_and_shows_what_was_said(made: World, client_for: ClientFor) -> None:
    world, (first, second, *_others) = made
    reply(world, first, because=KEPT)
    reply(world, second, sent=False, because="Bara ett utkast")
    stop(world)
    browser = client_for(world.officer)
    text = page(browser, ANSWER)
    assert "Platsen delar inte längre planen. Det här är utgåva 1, som kommunen fick den" in text
    assert [said in text for said in (KEPT, "Bara ett utkast", SIX[5][0])] == [True] * 3
    assert re.findall(r'action="(/municipality/[^"]*)"', text) == []
    history = page(browser, f"{ANSWER}answers/{first}")
    assert (KEPT in history, "/plans/dals-rostock/" in history) == (True, False)
    for path in set(re.findall(r'href="(/municip[^"#]*)', text + history)):
        assert (path, browser.get(path).status_code) == (path, 200)


def test_the_lists_keep_it_with_links_that_work(made: World, client_for: ClientFor) -> None:
    world, (first, *_others) = made
    reply(world, first, because=KEPT)
    browser = client_for(world.officer)
    assert "delar inte längre planen" not in page(browser, "/municipality/")
    stop(world)
    home = page(browser, "/municipality/")
    assert "Platsen delar inte längre planen. Det här är utgåva 1" in home
    assert f'href="{ANSWER}"' in home
    promised = page(browser, "/municipality/plans/?show=promised")
    links = re.findall(r'href="([^"]*/answers/\d+)"', promised)
    assert links == [f"{ANSWER}answers/{first}"]
    assert KEPT in page(browser, links[0])
    assert ANSWER not in page(client_for(world.stranger), "/municipality/")


def test_an_earlier_edition_has_the_answers_of_then(made: World, client_for: ClientFor) -> None:
    world, (first, *_others) = made
    reply(world, first, because=KEPT)
    browser = client_for(world.officer)
    noted = {"received_on": today().isoformat(), "registry_number": "KS 2026/124", "seen": "0"}
    assert browser.post(ANSWER + "receipts", data=noted).status_code == 303
    publish_again(world)
    reply(world, first, because=FRESH)
    assert f'href="{FIRST}">Utgåva 1 kom före den här.</a>' in page(browser, ANSWER)
    for path, old in ((FIRST, True), (FIRST + "documents/html", True), (ANSWER + "editions/2/", False)):
        text = page(browser, path)
        found = (KEPT in text, FRESH in text, "Nytt i utgåva två" in text, "KS 2026/124" in text)
        assert (path, found) == (path, (old, not old, not old, old))
    listed = page(browser, ANSWER + "editions/")
    assert [each in listed for each in ("KS 2026/124", "Inte antecknad som inkommen än.")] == [True, True]
    assert listed.index("Utgåva 2") < listed.index("KS 2026/124")


def test_editions_come_a_page_at_a_time(made: World, client_for: ClientFor) -> None:
    world, rows = made
    reply(world, rows[0])
    one = db.session.query(PlanEdition).one()
    one.ended_at = one.shared_at
    for number in range(2, 26):
        db.session.add(
            PlanEdition(
                journey_id=one.journey_id,
                number=number,
                snapshot=one.snapshot,
                contents=one.contents,
                shared_by=one.shared_by,
                shared_at=one.shared_at,
                reached_at=one.reached_at,
                municipality_id=one.municipality_id,
                ended_at=one.shared_at,
            )
        )
    db.session.commit()
    browser = client_for(world.officer)
    numbers = {}
    for number in ("1", "3", "99", "x"):
        text = page(browser, f"{ANSWER}editions/?page={number}")
        numbers[number] = [int(n) for n in re.findall(r"editions/(\d+)/registrar", text)]
    newest = list(range(25, 15, -1))
    assert numbers == {"1": newest, "3": [5, 4, 3, 2, 1], "99": newest, "x": newest}
    for path in (ANSWER, f"{ANSWER}editions/", FIRST, f"{ANSWER}answers/{rows[0]}", "/municipality/"):
        browser.get(path)
        with counted() as queries:
            assert browser.get(path).status_code == 200
        assert (path, len(queries) <= 10) == (path, True), len(queries)


def test_what_is_new_since_the_edition_that_was_answered_last(made: World, client_for: ClientFor) -> None:
    world, (first, *_others) = made
    changes = "/plans/dals-rostock/changes"
    offered = f'href="{changes}?since=1"'
    reply(world, first)
    publish_again(world)
    db.session.query(Answer).filter_by(question_key="anchoring.place.best").one().value = "Nytt i utgåva tre"
    db.session.commit()
    share_plan(world)
    browser = client_for(world.officer)
    text = page(browser, changes)
    assert (offered in text, "från utgåva 2" in text) == (True, True)
    since = page(browser, changes + "?since=1")
    assert (offered in since, "från utgåva 1" in since, f'href="{changes}"' in since) == (False, True, True)
    assert "från utgåva 2" in page(browser, changes + "?since=2")
    leader = page(client_for(world.leader), changes + "?since=1")
    assert (offered in leader, "från utgåva 2" in leader) == (False, True)
