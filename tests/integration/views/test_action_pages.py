"""An action's own page: who reads it, and what becomes of its status."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.clock import today
from portal.extensions import db
from portal.models import User
from portal.services import action_links, action_notes, action_status, editions, follow_ups, keepers, threads
from portal.services.drafts import Draft
from tests.answers_world import ACTIONS, reply, share_plan
from tests.client import PortalClient
from tests.passing import plain
from tests.plan_world import PlanWorld, counted
from tests.work_world import add_action, make_work_world, row_of, share_actions

ClientFor = Callable[[User], PortalClient]


@pytest.fixture
def place(app: Flask) -> tuple[PlanWorld, dict[str, int]]:
    return make_work_world()


def page_of(row_id: int) -> str:
    return f"/places/dals-rostock/actions/{row_id}/"


def test_who_reads_it(place: tuple[PlanWorld, dict[str, int]], client_for: ClientFor) -> None:
    world, ids = place
    people = ("leader", "coach", "region", "officer", "stranger", "nobody")

    def statuses() -> list[int]:
        return [client_for(getattr(world, who)).get(page_of(ids["plots"])).status_code for who in people]

    assert statuses() == [200, 404, 404, 404, 404, 404]
    share_actions(world)
    assert statuses() == [200, 200, 200, 404, 404, 404]


def test_the_facts_stand_before_what_is_long(
    place: tuple[PlanWorld, dict[str, int]], client_for: ClientFor
) -> None:
    world, ids = place
    share_actions(world)
    before = [
        client_for(who).get(page_of(ids["plots"])).text.split('id="notes"')[0]
        for who in (world.leader, world.coach)
    ]
    wanted = ("Fler kan bo här", "Planerad", "Byalaget", "1 januari 2027", "30 juni 2027")
    assert [[each for each in wanted if each not in page] for page in before] == [[], []]
    nobody = "Ingen är ansvarig än."
    assert [
        nobody in client_for(world.leader).get(page_of(ids[name])).text for name in ("plots", "trail")
    ] == [False, True]


def test_only_actions_have_one(place: tuple[PlanWorld, dict[str, int]], client_for: ClientFor) -> None:
    world, ids = place
    browser = client_for(world.leader)
    assert [browser.get(page_of(row)).status_code for row in (ids["homes"], 99999)] == [404, 404]


def test_the_status_is_set(place: tuple[PlanWorld, dict[str, int]], client_for: ClientFor) -> None:
    world, ids = place
    browser, path = client_for(world.leader), page_of(ids["plots"])
    sent = {"status": "under_way", "version": "1"}
    answer = browser.post(f"{path}status", data=sent)
    assert (answer.status_code, answer.location) == (303, path)
    onward = {"status": "done", "version": "2", "next": "/places/dals-rostock/"}
    assert browser.post(f"{path}status", data=onward).location == "/places/dals-rostock/"
    assert browser.post(f"{path}status", data=onward | {"next": "//evil.example"}).location == path
    assert row_of(ids["plots"]).values["status"] == "done"


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"status": "idea", "version": "1"}, 409, "set another status meanwhile"),
        ({"status": "idea", "version": "x"}, 409, "set another status meanwhile"),
        ({"status": "later", "version": "2"}, 422, "Choose one of the statuses."),
        ({}, 422, "Choose one of the statuses."),
    ],
)
def test_what_is_refused_says_why(
    place: tuple[PlanWorld, dict[str, int]],
    client_for: ClientFor,
    sent: dict[str, str],
    status: int,
    words: str,
) -> None:
    world, ids = place
    browser, path = client_for(world.leader), f"{page_of(ids['plots'])}status?lang=en"
    browser.post(path, data={"status": "under_way", "version": "1"})
    answer = browser.post(path, data=sent)
    assert (answer.status_code, words in plain(answer.text)) == (status, True)
    assert row_of(ids["plots"]).values["status"] == "under_way"


def test_coaches_read_and_do_not_set(place: tuple[PlanWorld, dict[str, int]], client_for: ClientFor) -> None:
    world, ids = place
    share_actions(world)
    browser, path = client_for(world.coach), page_of(ids["plots"])
    assert "<form" not in browser.get(path).text.partition("<main")[2]
    assert browser.post(f"{path}status", data={"status": "done", "version": "1"}).status_code == 403


def test_what_the_open_edition_says(place: tuple[PlanWorld, dict[str, int]], client_for: ClientFor) -> None:
    """A line only where it is not what is written now."""
    world, ids = place
    browser, path = client_for(world.leader), page_of(ids["plots"])

    def said() -> tuple[bool, bool]:
        page = browser.get(path).text
        assert "Det här har ni skrivit nu" in page
        return "Utgåva 1 säger: Planerad." in page, "inte i utgåva" in page

    assert said() == (False, False)
    editions.share(world.leader, workplace=world.workplace, audience="municipality")
    db.session.commit()
    assert said() == (False, False)
    browser.post(f"{path}status", data={"status": "under_way", "version": "1"})
    assert said() == (True, False)
    new, nothing = add_action(world), "Åtgärden frågar inte kommunen om något."
    db.session.commit()
    page = browser.get(page_of(new)).text
    # Where no action says what it needs, the municipality is asked about all of them.
    assert ("Åtgärden står inte i utgåva 1." in page, nothing in page) == (True, False)
    add_action(world, action="En till", need_from="Mark av kommunen")
    db.session.commit()
    assert nothing in browser.get(page_of(new)).text


@pytest.mark.one_database
def test_it_costs_few_queries(place: tuple[PlanWorld, dict[str, int]], client_for: ClientFor) -> None:
    """Also where everything lies beside the action that there can be."""
    world, ids = place
    row, leader = ids["plots"], world.leader
    people = [(who, client_for(who)) for who in (leader, world.coach, world.region)]
    share_actions(world)
    share_plan(world)
    reply(world, row)
    beside = {"workplace": world.workplace, "row": row_of(row)}
    action_notes.add_note(leader, **beside, body="Ringt kommunen")
    follow_ups.plan_follow_up(leader, **beside, due_on=today(), what="Har de svarat?")
    action_links.link(leader, **beside, answers=ids["need"])
    action_status.set_status(leader, **beside, status="under_way", base_version=row_of(row).version)
    keepers.set_keeper(leader, **beside, keeper=leader.id)
    draft = Draft(body="Hinner vi?")
    threads.begin_about(leader, workplace=world.workplace, anchor_key=ACTIONS, row_id=row, draft=draft)
    db.session.commit()
    for who, browser in people:
        browser.get(page_of(row))
        with counted() as seen:
            page = browser.get(page_of(row)).text
        assert ("Hinner vi?" in page, "Har de svarat?" in page) == (True, True)
        assert len(seen) <= 10, (who.name, seen)
