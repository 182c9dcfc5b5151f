"""The inbox: what it shows to whom, its filters, search and pages, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from portal import policy
from portal.clock import now, today
from portal.extensions import db
from portal.models import Submission, User
from portal.process.promises import VERDICT_DAYS
from portal.process.workdays import add_working_days
from portal.queries.scopes import submissions_seen_by
from portal.queries.submissions import load_review
from tests.checkpoint_world import CheckpointWorld, fresh, make_world
from tests.client import PortalClient
from tests.factories import give_role, make_place

Browser = Callable[[User], PortalClient]
MOST = 10


def places_in(page: str) -> list[str]:
    return re.findall(r'<span class="mail__place">([^<]+)</span>', page)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def backdate(submission: Submission, days: int) -> None:
    """As if it had been handed in so many days ago."""
    submission.submitted_at = now() - timedelta(days=days)
    submission.due_on = add_working_days(today() - timedelta(days=days), VERDICT_DAYS)


@pytest.fixture
def two(app: Flask) -> tuple[CheckpointWorld, CheckpointWorld]:
    """Två platser: Åmål has waited for three days, Dals Rostock since today; each with coaches of its own."""
    dals, amal = make_world("dals-rostock"), make_world("amal")
    amal.place.name, amal.place.search_name = "Åmål", "åmål"
    dals.submit()
    backdate(amal.submit(), 3)
    dals.coach.sectors, amal.coach.sectors = ["service"], ["culture"]
    db.session.flush()
    return dals, amal


def test_mine_and_everyones_oldest_first(
    two: tuple[CheckpointWorld, CheckpointWorld], client_for: Browser
) -> None:
    browser = client_for(two[0].coach)
    assert places_in(browser.get("/inbox/?kind=decide").text) == ["Dals Rostock"]
    page = browser.get("/inbox/?whose=all&kind=decide").text
    assert places_in(page) == ["Åmål", "Dals Rostock"]
    assert "<b>3</b> dagar" in page
    assert places_in(client_for(two[0].region).get("/inbox/?kind=decide").text) == ["Åmål", "Dals Rostock"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ÅMÅL", ["Åmål"]),
        ("q=åm+kommun", ["Åmål"]),
        ("q=100%25", []),
        ("place=amal", ["Åmål"]),
        ("municipality=kommun dals-rostock", ["Dals Rostock"]),
        ("sector=culture", ["Åmål"]),
        ("sector=service&q=rostock", ["Dals Rostock"]),
        ("sector=nothing", []),
        ("state=submitted", ["Åmål", "Dals Rostock"]),
        ("state=under_review", []),
        ("state=decided", []),
        ("state=withdrawn", []),
        ("state=nonsense&page=x", ["Åmål", "Dals Rostock"]),
    ],
)
def test_filters(
    two: tuple[CheckpointWorld, CheckpointWorld], client_for: Browser, query: str, found: list[str]
) -> None:
    page = client_for(two[0].region).get(f"/inbox/?whose=all&kind=decide&{query}").text
    assert places_in(page) == found


def test_states(two: tuple[CheckpointWorld, CheckpointWorld], client_for: Browser) -> None:
    dals, amal = two
    first, second = db.session.scalars(db.select(Submission).order_by(Submission.id)).all()
    dals.begin(first)
    amal.decide(amal.begin(second))
    browser = client_for(dals.region)
    for state, places in (
        ("under_review", ["Dals Rostock"]),
        ("decided", ["Åmål"]),
        ("waiting", ["Dals Rostock"]),
    ):
        assert places_in(browser.get(f"/inbox/?state={state}").text) == places
    assert "Du har börjat granska" in client_for(dals.coach).get("/inbox/?kind=decide").text


@pytest.mark.parametrize(
    ("who", "status"), [("leader", 404), ("both", 200), ("coach", 200), ("outsider", 200), ("region", 200)]
)
def test_who_has_an_inbox(app: Flask, client_for: Browser, who: str, status: int) -> None:
    world = make_world()
    world.submit()
    page = client_for(getattr(world, who)).get("/inbox/?whose=all&kind=decide")
    assert page.status_code == status
    if who == "both":
        assert places_in(page.text) == []


def test_the_list_shows_what_the_page_allows(two: tuple[CheckpointWorld, CheckpointWorld]) -> None:
    dals, amal = two
    give_role(dals.coach, "leader", amal.place)
    people = [
        fresh(getattr(world, who))
        for world in two
        for who in ("leader", "coach", "both", "outsider", "region")
    ]
    everything = list(db.session.scalars(db.select(Submission.id)))
    for user in people:
        listed = set(db.session.scalars(db.select(Submission.id).where(submissions_seen_by(user))))
        allowed = {each for each in everything if policy.can_see_review(user, load_review(each)[0])}
        assert listed == allowed


def add_many(world: CheckpointWorld, count: int) -> None:
    """As many places more, each with a submission that waits."""
    snapshot = world.submit().snapshot
    for number in range(count - 1):
        place = make_place(f"place-{number}", f"Plats {number}", municipality=world.place.municipality)
        give_role(world.coach, "place_coach", place)
        journey = place.journeys[0] if "journeys" in place.__dict__ else None
        journey_id = (
            journey.id
            if journey
            else db.session.scalar(db.text("select id from journeys where place_id = :p"), {"p": place.id})
        )
        moment = now() - timedelta(days=number)
        db.session.add(
            Submission(
                journey_id=journey_id,
                number=1,
                snapshot=snapshot,
                submitted_by=world.leader.id,
                submitted_at=moment,
                due_on=add_working_days(moment.date(), VERDICT_DAYS),
            )
        )
    db.session.flush()


def test_pages_of_25(app: Flask, client_for: Browser) -> None:
    world = make_world()
    add_many(world, 60)
    browser = client_for(fresh(world.coach))
    sizes = [len(places_in(browser.get(f"/inbox/?kind=decide&page={page}").text)) for page in (1, 2, 3, 99)]
    assert sizes == [25, 25, 10, 10]


@pytest.mark.parametrize(("count", "field", "found"), [(100, "select", 0), (101, "input", 11)])
def test_among_many_places_one_types_a_part_of_the_name(
    app: Flask, client_for: Browser, count: int, field: str, found: int
) -> None:
    world = make_world()
    add_many(world, count)
    browser = client_for(fresh(world.coach))
    assert re.findall(r'<(\w+)[^>]* id="f-place"', browser.get("/inbox/?kind=decide").text) == [field]
    assert places_in(browser.get("/inbox/?kind=decide&place=dals-rostock").text) == ["Dals Rostock"]
    assert len(places_in(browser.get("/inbox/?kind=decide&place=PLATS 9").text)) == found


@pytest.mark.one_database  # the number of queries is the same
@pytest.mark.parametrize("count", [1, 200])
def test_what_the_pages_cost(app: Flask, client_for: Browser, count: int) -> None:
    world = make_world()
    add_many(world, count)
    number = db.session.scalar(db.text("select min(id) from submissions"))
    pages = {
        world.coach: [
            "/inbox/",
            "/inbox/?whose=all&q=plats&sector=x",
            "/inbox/counts?q=plats",
            f"/reviews/{number}/",
        ],
        world.leader: ["/places/dals-rostock/checkpoint/", "/places/dals-rostock/checkpoint/answers"],
        world.region: ["/places/dals-rostock/submissions/1/", "/places/dals-rostock/checkpoint/"],
    }
    for user, paths in pages.items():
        browser = client_for(user)
        for path in paths:
            headers = {"HX-Request": "true"} if "counts" in path else {}
            with counted() as statements:
                assert browser.get(path, headers=headers).status_code == 200
            assert len(statements) <= MOST, (path, statements)
