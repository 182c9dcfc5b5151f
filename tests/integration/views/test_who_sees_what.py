"""Who sees what of each kind of conversation: a table of kind x shared or not x role, looked up on the pages and in the
lists. What was not shared with the place leaves no trace there: no title, no count, no file's name."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Post, PostFile, Share, Thread, User
from portal.queries.people import find_user_by_email
from portal.queries.threads import list_threads
from portal.services import posts
from tests.client import PortalClient
from tests.talk_world import ROLES, TalkWorld, make_talk_world

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock/conversations/"
HTMX = {"HX-Request": "true"}
FIRST, SECOND, NOTE, FILE = "FÖRSTA ORDET", "ANDRA ORDET", "COACHENS EGET", "bara-en-bilaga.txt"

NEW = ">Nytt</span>"
"""The mark at a post that is new to the reader."""

ALL, TEAM = "all", "team"
"""What somebody may read: `all` with the coaches' notes, `team` without them."""

# What each role reads of a conversation, whether it may write there, and whether it stands in the place's list.
# "-" means that there is no such page for them; "head": that it exists, and that it can be taken over.
NOBODY = {"pool": ("head", False, None), "stranger": ("-", False, None)}
TALK = {
    "leader": (TEAM, True, True),
    "second": (TEAM, True, True),
    "coach": (ALL, True, True),
    "other_coach": (ALL, True, True),
    "guest": (TEAM, True, None),
    "cover": (ALL, True, None),
    "officer": ("-", False, None),
    "region": (ALL, True, True),
    **NOBODY,
}
UNSHARED_NOW = {
    role: (reads, writes and role in ("leader", "second"), listed)
    for role, (reads, writes, listed) in TALK.items()
}
MUNICIPAL = {
    **TALK,
    "leader": ("-", False, False),
    "second": ("-", False, False),
    "officer": (TEAM, True, None),
}
MUNICIPAL_SHARED = {**MUNICIPAL, "leader": ("second", False, True), "second": ("second", False, True)}
CASES = {
    "anchored": TALK,
    "anchored, unshared since": UNSHARED_NOW,
    "general": TALK,
    "municipal": MUNICIPAL,
    "municipal, one post shared": MUNICIPAL_SHARED,
}


@dataclass
class Stage:
    world: TalkWorld
    thread: Thread
    second: Post


def make_stage(case: str) -> Stage:
    world = make_talk_world()
    if case.startswith("municipal"):
        thread = world.ask_for_municipality(body=FIRST)
    else:
        thread = (world.ask if case.startswith("anchored") else world.ask_generally)(body=FIRST)
    world.invite(thread)
    world.take_over(thread)
    second = world.say(world.coach, thread, body=SECOND, note=NOTE)
    if case == "municipal, one post shared":
        posts.share(world.coach, conversation=world.conversation(thread), post=second)
    if case == "anchored, unshared since":
        for share in db.session.scalars(select(Share).where(Share.subject_key == "anchoring")):
            db.session.delete(share)
    db.session.commit()
    return Stage(world, thread, second)


@pytest.mark.parametrize("case", CASES)
def test_the_table(app: Flask, client_for: Browser, case: str) -> None:
    assert set(CASES[case]) == set(ROLES)
    stage = make_stage(case)
    found = {role: look(stage, client_for, role) for role in ROLES}
    assert found == {role: expected(CASES[case][role]) for role in ROLES}


def expected(row: tuple[str, bool, bool | None]) -> tuple[object, ...]:
    reads, writes, listed = row
    words = {ALL: {FIRST, SECOND, NOTE}, TEAM: {FIRST, SECOND}, "second": {SECOND}}.get(reads, set())
    page = 404 if reads == "-" else 200
    return page, words, 303 if writes else 404 if reads == "-" else 403, listed


def look(stage: Stage, client_for: Browser, role: str) -> tuple[object, ...]:
    user = getattr(stage.world, role)
    browser = client_for(user)
    here = f"/conversations/{stage.thread.id}/"
    page = browser.get(here)
    shown = {word for word in (FIRST, SECOND, NOTE) if word in page.text}
    listing = browser.get(HOME)
    listed = None if listing.status_code == 404 else here in listing.text
    posted = browser.post(here + "posts", data={"body": "En rad till"})
    return page.status_code, shown, posted.status_code, listed


@pytest.mark.parametrize("case", ["municipal", "municipal, one post shared"])
def test_the_place_reads_nothing_else(app: Flask, client_for: Browser, case: str) -> None:
    """No unread count of what was not shared, no last line, no promise, no file's name, no file; no post by number."""
    stage = make_stage(case)
    world, thread, here = stage.world, stage.thread, f"/conversations/{stage.thread.id}/"
    officer, leader = client_for(world.officer), client_for(world.leader)
    sent = {"body": "Bara mellan oss", "file": (io.BytesIO(b"Hemligt"), FILE)}
    assert officer.post(here + "posts", data=sent, content_type="multipart/form-data").status_code == 303
    file = db.session.scalars(select(PostFile)).one()
    is_shared = case != "municipal"
    assert unread(world, world.leader) == ([1] if is_shared else [])
    pages = [leader.get(path) for path in (HOME, here, HOME + "?state=closed")]
    for word in (FIRST, NOTE, FILE, "Bara mellan oss", "svar senast", "Du får svar"):
        assert [page.request.path for page in pages if word in page.text] == [], word
    assert leader.get(f"{here}files/{file.id}").status_code == 404
    hidden = db.session.scalars(select(Post.id).where(Post.thread_id == thread.id, Post.shared_at.is_(None)))
    for number in hidden:
        asked = f"{here}posts/{number}"
        assert leader.get(asked).status_code == 404
        assert leader.get(asked + "/edit").status_code == 404
        assert leader.post(asked + "/shares").status_code == 404


def unread(world: TalkWorld, who: User) -> list[int]:
    """How many posts the list calls new, by conversation."""
    page = list_threads(again(who), world.workplace, closed=False, page=1)
    return [line.unread for line in page.items]


def again(who: User) -> User:
    """The person as a new request loads them."""
    db.session.expire_all()
    found = find_user_by_email(who.email)
    assert found is not None
    return found


def test_what_is_shared_later_is_new_once(app: Flask, client_for: Browser) -> None:
    """The older post is shared after the newer one was read: it is new, and the newer one is not new again."""
    stage = make_stage("municipal, one post shared")
    world, thread = stage.world, stage.thread
    leader, here = client_for(world.leader), f"/conversations/{stage.thread.id}/"
    assert unread(world, world.leader) == [1]
    assert NEW in leader.get(here).text
    assert unread(world, world.leader) == [0]
    first = db.session.scalars(select(Post).where(Post.body == FIRST)).one()
    assert client_for(world.officer).post(f"{here}posts/{first.id}/shares").status_code == 303
    assert (unread(world, world.leader), unread(world, world.second)) == ([1], [2])
    # A page that was open meanwhile gets it without being asked for all.
    came = client_for(world.second).get(f"{here}posts?after=1", headers=HTMX).text
    assert (FIRST in came, SECOND in came) == (True, False)
    assert unread(world, world.second) == [0]
    page = leader.get(here).text
    assert page.count(NEW) == 1
    assert unread(world, world.leader) == [0]
    assert leader.get(here).text.count(NEW) == 0
    assert leader.get(f"{here}posts?after=2", headers=HTMX).status_code == 204
    # Shared again, and removed: neither makes it new.
    posts.share(again(world.officer), conversation=world.conversation(thread), post=first)
    assert unread(world, world.leader) == [0]
    assert client_for(world.coach).post(f"{here}posts/{stage.second.id}/deletion").status_code == 303
    assert unread(world, world.second) == [0]
    assert SECOND not in client_for(world.second).get(HOME).text
