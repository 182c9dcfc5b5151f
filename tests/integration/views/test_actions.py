"""The actions in lists: what stands where, who reads it, what the filters leave, and moving one on the board."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now, today
from portal.extensions import db
from portal.models import ActionFollowUp, ActionKeeper, Event, User
from portal.services import editions
from tests.answers_world import ACTIONS
from tests.client import PortalClient
from tests.factories import make_row
from tests.passing import plain
from tests.plan_world import PlanWorld, counted
from tests.work_world import add_action, make_work_world, row_of, share_actions

ClientFor = Callable[[User], PortalClient]
World = tuple[PlanWorld, dict[str, int]]
HERE = "/places/dals-rostock/actions/"
QUERIES = 10
KILOBYTE = 1000
HTMX = {"HX-Request": "true", "HX-Target": "lists"}


@pytest.fixture
def place(app: Flask) -> World:
    return make_work_world()


def follow_up(world: PlanWorld, row: int, due_on: date) -> None:
    db.session.add(
        ActionFollowUp(
            journey_id=world.workplace.journey.id,
            row_id=row,
            due_on=due_on,
            what="Ring kommunen",
            made_by=world.leader.id,
            made_at=now(),
        )
    )


def keep_an_eye(world: PlanWorld, row: int) -> None:
    leader, journey = world.leader.id, world.workplace.journey.id
    db.session.add(
        ActionKeeper(row_id=row, journey_id=journey, user_id=leader, chosen_by=leader, since=now())
    )


def titles(page: str) -> list[str]:
    """The headings of the list, in order: goals and columns with #, actions with -."""
    main = page.partition("<main")[2]
    found = re.findall(r"<h([34])[^>]*>(.*?)</h\1>", main, re.DOTALL)
    return [("# " if level == "3" else "- ") + plain(f"<main>{words}</main>") for level, words in found]


def test_who_reads_them(place: World, client_for: ClientFor) -> None:
    world, _ids = place
    people = ("leader", "coach", "region", "officer", "stranger", "nobody")

    def said() -> list[tuple[int, bool]]:
        answers = [client_for(getattr(world, who)).get(HERE) for who in people]
        return [(answer.status_code, "Ny detaljplan" in answer.text) for answer in answers]

    outside = [(404, False)] * 3
    assert said() == [(200, True), (200, False), (200, False), *outside]
    assert "Teamet har inte delat det här steget" in client_for(world.coach).get(HERE).text
    share_actions(world)
    assert said() == [(200, True)] * 3 + outside
    coach = client_for(world.coach).get(f"{HERE}?by=status").text
    assert ("/column" in coach, "only=mine" in coach, "only=late" in coach) == (False, False, True)
    world.workplace.journey.checkpoint_state = "not_submitted"
    leader = client_for(world.leader)
    assert "Åtgärderna öppnas efter avstämningen" in leader.get(HERE).text
    assert HERE not in leader.get("/places/dals-rostock/").text


def test_by_goal(place: World, client_for: ClientFor) -> None:
    world, ids = place
    make_row(world.workplace, "vision.goals.list", {"goal": "Engagemang"}, world.leader, 3)
    keep_an_eye(world, ids["trail"])
    follow_up(world, ids["trail"], today() - timedelta(days=2))
    page = client_for(world.leader).get(HERE).text
    assert titles(page) == [
        "# 1 Fler kan bo här",
        "- Ny detaljplan",
        "# 2 Ut i naturen",
        "- Pilgrimsleden",
        "# 3 Engagemang",
        "# Åtgärder utan mål",
        "- Tågstopp",
    ]
    words = plain(page)
    assert words.startswith(
        "Dals Rostock Mål och åtgärder Mål och åtgärder Lägg till en åtgärd "
        "Hämta från en tabell Mål Dela planen 3 åtgärder: 1 pågår, en försenad."
    )
    assert re.search(r'<a href="/places/dals-rostock/rows/\d+\?next=[^"]+">Fler kan bo här</a>', page)
    chips = page.partition('class="kinds"')[2].partition("</nav>")[0]
    assert re.findall(r"<a [^>]*>([^<]+) <", chips) == ["Alla", "Försenade", "Mina", "Ingen håller koll"]
    assert "Ny detaljplan Planerad Ansvarig Byalaget När 1 januari 2027 till 30 juni 2027" in words
    assert re.search(rf"Pilgrimsleden Pågår Skulle ha följts upp .* Håller koll {world.leader.name}", words)
    add = re.search(r'Ingen åtgärd än\. <a [^>]*href="([^"]+)"', page)
    assert add is not None
    form = client_for(world.leader).get(add[1].replace("&amp;", "&")).text
    assert 'name="list-row-goal--new" type="text" value="Engagemang"' in form


def test_what_the_filters_leave(place: World, client_for: ClientFor) -> None:
    world, ids = place
    keep_an_eye(world, ids["plots"])
    add_action(world, 4, action="Gammal led", status="done", end="2020-01-01")
    add_action(world, 5, action="Bänkar", goal=[ids["trails"]], end="2020-01-01")
    browser = client_for(world.leader)

    def left(query: str) -> list[str]:
        return [line[2:] for line in titles(browser.get(f"{HERE}?{query}").text) if line.startswith("- ")]

    table = {
        "only=mine": ["Ny detaljplan"],
        "only=unkept": ["Pilgrimsleden", "Bänkar", "Tågstopp"],
        "only=late": ["Bänkar"],
        f"goal={ids['trails']}": ["Pilgrimsleden", "Bänkar"],
        "goal=none": ["Tågstopp", "Gammal led"],
        "theme=housing": ["Ny detaljplan"],
        "status=none": ["Bänkar"],
        "by=status&status=done": ["Gammal led"],
        "q=byalaget": ["Ny detaljplan"],
        "q=LED+pilgrim": ["Pilgrimsleden"],
        "q=housing": [],
        "by=time": ["Gammal led", "Bänkar", "Ny detaljplan", "Pilgrimsleden", "Tågstopp"],
        "by=nonsense&only=x&page=9": ["Ny detaljplan", "Pilgrimsleden", "Bänkar", "Tågstopp", "Gammal led"],
        "status=%00&goal=1%27--&theme=%F0%9F%98%80": [],
    }
    assert {query: left(query) for query in table} == table
    assert "Ingen åtgärd stämmer" in browser.get(f"{HERE}?q=housing").text
    assert "Inget är försenat" in browser.get(f"{HERE}?only=late&q=tåg").text


def test_an_action_is_moved(place: World, client_for: ClientFor) -> None:
    world, ids = place
    browser, path = client_for(world.leader), f"{HERE}{ids['plots']}/column?by=status"
    board = browser.get(f"{HERE}?by=status").text
    assert f'action="{path}"' in board
    assert titles(board)[2:6] == ["# Planerad 1", "- Ny detaljplan", "# Pågår 1", "- Pilgrimsleden"]
    answer = browser.post(path, data={"status": "under_way", "version": "1"})
    assert answer.location == f"{HERE}?by=status&moved={ids['plots']}#action-{ids['plots']}"
    moved = browser.post(path, data={"status": "done", "version": "2"}, headers=HTMX)
    assert (moved.status_code, "<html" in moved.text) == (200, False)
    assert titles(f"<main>{moved.text}")[5:7] == ["# Klar 1", "- Ny detaljplan"]
    assert moved.text.count("data-focus") == 1
    assert "”Ny detaljplan” är nu: Klar." in moved.text.partition('id="flashes"')[2]
    assert row_of(ids["plots"]).values["status"] == "done"


def test_a_late_move_shows_where_it_stands(place: World, client_for: ClientFor) -> None:
    world, ids = place
    browser, path = client_for(world.leader), f"{HERE}{ids['plots']}/column?by=status"
    browser.post(path, data={"status": "done", "version": "1"})
    before = db.session.scalars(select(Event.id)).all()
    for headers in ({}, HTMX):
        late = browser.post(path, data={"status": "idea", "version": "1"}, headers=headers)
        assert late.status_code == 409
        assert "”Ny detaljplan” är nu: Klar." in late.text
        assert late.text.count("data-focus") == 1
    narrow = browser.post(f"{path}&only=mine", data={"status": "idea", "version": "1"})
    assert (narrow.status_code, narrow.text.count("data-focus")) == (409, 1)
    unknown = browser.post(path, data={"status": "later", "version": "2"})
    assert (unknown.status_code, "Välj ett av lägena." in unknown.text) == (422, True)
    share_actions(world)
    assert client_for(world.coach).post(path, data={"status": "idea", "version": "2"}).status_code == 403
    assert row_of(ids["plots"]).values["status"] == "done"
    kinds = [event.kind for event in db.session.scalars(select(Event)) if event.id not in before]
    assert kinds == []


def test_the_ways_to_them(place: World, client_for: ClientFor) -> None:
    world, _ids = place
    leader = world.leader
    editions.share(leader, workplace=world.workplace, audience="municipality")
    db.session.commit()
    words = "3 åtgärder: 1 pågår, kommunen har svarat på 0 av 3."
    pages = {"": words, "steps/action_plan/": words}
    browser = client_for(leader)
    for path, said in pages.items():
        page = browser.get(f"/places/dals-rostock/{path}").text
        assert (HERE in page, said in page) == (True, True), path
    assert HERE in browser.get("/plans/dals-rostock/").text
    assert HERE not in client_for(world.officer).get("/plans/dals-rostock/").text
    assert HERE not in client_for(world.coach).get("/places/dals-rostock/").text


@pytest.fixture
def full(place: World) -> PlanWorld:
    """40 goals and 200 actions, with everything that an action may have."""
    world, ids = place
    workplace, leader = world.workplace, world.leader
    goals = [
        make_row(workplace, "vision.goals.list", {"goal": f"Mål {n} om bygden"}, leader, n + 9).id
        for n in range(38)
    ]
    for n in range(197):
        row = make_row(
            workplace,
            ACTIONS,
            {
                "action": f"Åtgärd nummer {n} som har ett ganska långt namn",
                "goal": [goals[n % 30]],
                "status": ("idea", "planned", "under_way", "done", "dropped")[n % 5],
                "responsible": [ids["owner"]],
                "start": f"{2024 + n % 5}-0{1 + n % 9}-01",
                "end": f"{2025 + n % 5}-1{n % 3}-01",
            },
            leader,
            n + 10,
        )
        keep_an_eye(world, row.id)
        follow_up(world, row.id, today() + timedelta(days=n - 100))
    db.session.commit()
    return world


def test_many_actions(full: PlanWorld, client_for: ClientFor) -> None:
    """Each page is bounded: in queries, in what stands on it, on the wire."""
    browser = client_for(full.leader)
    table = {"": 25, "?page=9": 1, "?by=status": 100, "?by=status&status=idea": 25, "?by=time": 42}
    for query, shown in table.items():
        browser.get(HERE + query)
        with counted() as statements:
            page = browser.get(HERE + query).text
        assert len(statements) <= QUERIES, "\n".join(statements)
        assert sum(line.startswith("- ") for line in titles(page)) == shown, query
        assert len(gzip.compress(page.encode())) < 20 * KILOBYTE, query
    assert "Visa 20 till" in browser.get(f"{HERE}?by=status").text
    share_actions(full)
    for who in (full.leader, full.coach, full.region):
        browser = client_for(who)
        for path in ("/places/dals-rostock/", "/places/dals-rostock/steps/action_plan/", HERE):
            browser.get(path)
            with counted() as statements:
                assert "200 åtgärder: 40 pågår" in browser.get(path).text
            assert len(statements) <= QUERIES, "\n".join([path, *statements])
