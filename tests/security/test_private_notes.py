"""A coach's private note to a call reaches nobody of the place: no page, no file, no search, no submission, no history,
no letter; it is looked for on every page that can be reached by links, and in every table."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.extensions import db
from portal.models import Row, Submission, User
from portal.queries.material import get_material
from portal.queries.people import find_user_by_email
from portal.services import checkpoint
from tests.checkpoint_world import waive_all
from tests.client import PortalClient
from tests.factories import share
from tests.talk_world import TalkWorld, make_talk_world

Browser = Callable[[User], PortalClient]
NOTE, SAID = "ORON SOM BARA COACHEN HAR", "DET NI KOM ÖVERENS OM"
HOME = "/places/dals-rostock/"
STARTS = (
    "/",
    HOME,
    f"{HOME}conversations/",
    f"{HOME}conversations/?state=closed",
    f"{HOME}log/?q=ORON",
    "/places/?q=ORON",
    "/plans/?q=ORON",
    "/municipality/?q=ORON",
    "/notices/",
    "/conversations/",
)
MOST = 600
LIVE = "?after"


@pytest.fixture
def world(app: Flask, client_for: Browser) -> TalkWorld:
    """Two calls with notes, in a conversation of their own and about an answer; the log is shared, one row was changed,
    and the place has submitted."""
    world = make_talk_world()
    thread = world.ask()
    share(world.workplace, "log", world.leader)
    waive_all(world)  # type: ignore[arg-type]  # it has a workplace and a leader, too
    db.session.commit()
    coach, leader = client_for(world.coach), client_for(world.leader)
    sent = {"called_on": today().isoformat(), "body": SAID, "note": NOTE}
    for more in ({}, {"thread": str(thread.id), "answers": "1"}):
        assert coach.post(f"{HOME}calls", data={**sent, **more}).status_code == 303
    row = db.session.scalars(select(Row).where(Row.register_key == "log")).first()
    assert row is not None
    changed = {
        "date": today().isoformat(),
        "kind": "coaching",
        "what": "Samtal",
        "outcome": SAID,
        "version": "1",
    }
    assert leader.post(f"{HOME}rows/{row.id}", data=changed).status_code == 303
    workplace, again = world.workplace, find_user_by_email(world.leader.email)
    assert again is not None
    checkpoint.submit(again, workplace=workplace, material=get_material(workplace.journey))
    db.session.commit()
    return world


@pytest.mark.one_database
def test_it_lies_in_one_table(world: TalkWorld) -> None:
    assert tables_with(NOTE) == {"post_notes"}
    assert {"posts", "rows", "revisions"} <= tables_with(SAID)
    assert len(db.session.scalars(select(Submission)).all()) == 1


@pytest.mark.one_database
@pytest.mark.parametrize("who", ["leader", "officer", "guest"])
def test_no_page_holds_it(world: TalkWorld, client_for: Browser, who: str) -> None:
    pages = crawl(client_for(getattr(world, who)))
    assert [path for path, text in pages.items() if NOTE in text] == []
    assert any(SAID in text for text in pages.values()) == (who == "leader")


@pytest.mark.one_database
def test_the_coaches_read_it(world: TalkWorld, client_for: Browser) -> None:
    """The same walk finds it where it may stand: it would find it elsewhere, too."""
    for role in ("coach", "other_coach", "region"):
        pages = crawl(client_for(getattr(world, role)), starts=(f"{HOME}conversations/",), most=40)
        assert [path for path, text in pages.items() if NOTE in text] != [], role


def crawl(browser: PortalClient, starts: tuple[str, ...] = STARTS, most: int = MOST) -> dict[str, str]:
    """Every page that links lead to, files and exports included, by its address."""
    waiting, pages = list(starts), {}
    while waiting and len(pages) < most:
        path = waiting.pop(0)
        if path in pages:
            continue
        # What htmx asks for by itself is no full page.
        answer = browser.get(path, headers={"HX-Request": "true"} if LIVE in path else {})
        pages[path] = unescape(answer.get_data().decode("utf-8", "replace"))
        found = re.findall(
            r'(?:href|data-hx-get|src)="(/[^"#]*)', answer.get_data().decode("utf-8", "replace")
        )
        found += [answer.location] if answer.location else []
        found += [f"{path}posts{LIVE}=0"] if re.fullmatch(r"/conversations/\d+/", path) else []
        waiting += [unescape(each) for each in found if not each.startswith(("/static/", "/logout"))]
    assert len(pages) < most or most < MOST, "a walk without an end"
    return pages


def tables_with(word: str) -> set[str]:
    return {
        table.name
        for table in db.metadata.sorted_tables
        if any(word in str(value) for row in db.session.execute(select(table)) for value in row)
    }
