"""A coach asks a colleague of another sector in: one conversation for the place, the responsibility stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Answer, Event, Notice, Post, Promise, Thread, ThreadGuest, User
from tests.client import PortalClient
from tests.place_world import counted
from tests.talk_world import QUESTION, ROLES, TalkWorld, make_pool_coach, make_talk_world

Browser = Callable[[User], PortalClient]
WHY = "Du kan det här med föreningsliv"
LIMIT = 10


@pytest.fixture
def world(app: Flask) -> TalkWorld:
    world = make_talk_world()
    world.guest.sectors = ["culture", "tourism"]
    world.pool.sectors = ["business"]
    world.guest.name, world.coach.name = "Gäst", "Ansvarig"
    db.session.commit()
    return world


@pytest.fixture
def thread(world: TalkWorld) -> Thread:
    thread = world.ask()
    db.session.commit()
    return thread


def test_who_asks_whom_in(world: TalkWorld, thread: Thread, client_for: Browser) -> None:
    world.take_over(thread)
    db.session.commit()
    here = f"/conversations/{thread.id}/guests"
    wanted = dict.fromkeys(ROLES, (404, 404, 404))
    wanted |= dict.fromkeys(("coach", "other_coach", "cover"), (200, 422, 303))
    # Who may take it over sees that there is a conversation; the team and the region see it, too.
    wanted |= dict.fromkeys(("leader", "second", "region", "guest", "pool"), (403, 403, 403))
    found = {}
    for role in ROLES:
        browser = client_for(getattr(world, role))
        asked = browser.post(here, data={"user": world.guest.id, "why": WHY}) if role != "guest" else None
        found[role] = (
            browser.get(here).status_code,
            browser.post(here).status_code,
            asked.status_code if asked is not None else 403,
        )
    assert found == wanted
    guests = db.session.scalars(select(ThreadGuest)).all()
    assert [(g.user_id, g.sector, g.why, g.asked_by) for g in guests] == [
        (world.guest.id, "culture", WHY, world.coach.id)
    ]


def test_one_conversation_for_the_place(world: TalkWorld, thread: Thread, client_for: Browser) -> None:
    coach, guest, leader = (client_for(each) for each in (world.coach, world.guest, world.leader))
    here = f"/conversations/{thread.id}/"
    asked = {"user": world.guest.id, "why": WHY, "sector": "tourism"}
    assert coach.post(f"{here}guests", data=asked).location == here
    told = db.session.scalars(
        select(Notice.user_id).where(Notice.kind == "guest_asked", Notice.channel == "portal")
    )
    assert told.all() == [world.guest.id]
    assert here in guest.get("/conversations/").text
    assert "/conversations/" in guest.get("/inbox/").text
    assert WHY in guest.get(here).text
    assert guest.post(f"{here}posts", data={"body": "Fråga hembygdsföreningen"}).status_code == 303
    page = leader.get(here).text
    assert page.count("coach (turism), inbjuden av Ansvarig") == 2
    assert WHY not in page
    assert db.session.scalars(select(Promise.outcome)).all() == [None]
    # The responsible coach says that it is answered; a guest cannot.
    assert "Frågan är besvarad" not in guest.get(here).text
    assert guest.post(f"{here}answers").status_code == 403
    assert "Frågan är besvarad" in coach.get(here).text
    assert coach.post(f"{here}answers").status_code == 303
    assert coach.post(f"{here}answers").status_code == 303
    answer = db.session.scalars(select(Post).where(Post.author_id == world.guest.id)).one()
    promise = db.session.scalars(select(Promise)).one()
    assert (promise.outcome, promise.answered_post_id) == ("kept", answer.id)
    assert "/posts" not in guest.get("/places/dals-rostock/").text
    for path in ("/places/dals-rostock/", "/places/dals-rostock/conversations/"):
        assert guest.get(path).status_code == 404


def test_who_has_not_heard_a_guest_cannot_take_their_answer(
    world: TalkWorld, thread: Thread, client_for: Browser
) -> None:
    coach, here = client_for(world.coach), f"/conversations/{thread.id}/"
    assert coach.post(f"{here}answers").status_code == 409
    coach.post(f"{here}guests", data={"user": world.guest.id, "why": WHY})
    assert coach.post(f"{here}answers").status_code == 409
    assert db.session.scalars(select(Promise.outcome)).all() == [None]


def test_a_guest_leaves(world: TalkWorld, thread: Thread, client_for: Browser) -> None:
    coach, guest, leader = (client_for(each) for each in (world.coach, world.guest, world.leader))
    here = f"/conversations/{thread.id}/"
    end = f"{here}guests/{world.guest.id}/end"
    coach.post(f"{here}guests", data={"user": world.guest.id, "why": WHY})
    guest.post(f"{here}posts", data={"body": "Fråga hembygdsföreningen"})
    assert leader.post(end).status_code == 403
    assert guest.post(f"{here}guests/{world.cover.id}/end").status_code == 403
    assert coach.post(end).location == here
    assert coach.post(end).status_code == 303
    assert guest.post(f"{here}posts", data={"body": "En sak till"}).status_code == 403
    assert "Fråga hembygdsföreningen" not in guest.get(here).text
    page = leader.get(here).text
    # What was said stays, with who said it.
    assert "Fråga hembygdsföreningen" in page
    assert page.count("inbjuden av Ansvarig") == 1
    assert coach.post(f"{here}answers").status_code == 303
    # Asked again, and then they leave by themselves.
    coach.post(f"{here}guests", data={"user": world.guest.id, "why": WHY})
    assert guest.post(end).location == "/conversations/"
    kinds = db.session.scalars(select(Event.kind).where(Event.kind.startswith("guest_")).order_by(Event.id))
    assert kinds.all() == ["guest_asked", "guest_left", "guest_asked", "guest_left"]


BAD = {
    "nobody": {"user": "", "why": WHY},
    "no reason": {"why": "  "},
    "a long reason": {"why": "å" * 20_000},
    "a stranger": {"user": "stranger", "why": WHY},
    "the place's own coach": {"user": "other_coach", "why": WHY},
    "somebody of the team": {"user": "leader", "why": WHY},
    "no number": {"user": "99999999999999", "why": WHY},
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_keeps_the_text(world: TalkWorld, thread: Thread, client_for: Browser, what: str) -> None:
    data = {"user": "guest", **BAD[what]}
    chosen = getattr(world, data["user"], None) if data["user"] in ROLES else None
    data["user"] = str(chosen.id) if chosen is not None else data["user"]
    refused = client_for(world.coach).post(f"/conversations/{thread.id}/guests", data=data)
    assert (refused.status_code, data["why"].strip() in refused.text) == (422, True)
    assert db.session.scalars(select(ThreadGuest)).all() == []


def test_nobody_is_asked_into_what_is_closed(world: TalkWorld, thread: Thread, client_for: Browser) -> None:
    coach = client_for(world.coach)
    client_for(world.leader).post(f"/conversations/{thread.id}/closure")
    asked = coach.post(f"/conversations/{thread.id}/guests", data={"user": world.guest.id, "why": WHY})
    assert asked.status_code == 403
    assert db.session.scalars(select(ThreadGuest)).all() == []


def test_by_sector_name_and_page(world: TalkWorld, thread: Thread, client_for: Browser) -> None:
    for number in range(30):
        make_pool_coach(f"pool-{number}@example.org").sectors = ["transport"]
    db.session.commit()
    coach, here = client_for(world.coach), f"/conversations/{thread.id}/guests"

    def found(asked: str) -> set[int]:
        page = coach.get(here + asked).text
        people = db.session.scalars(select(User.id))
        return {each for each in people if f'id="guest-{each}"' in page}

    assert found("?sector=culture") == found("?sector=tourism") == {world.guest.id}
    assert found("?sector=business") == {world.pool.id}
    assert found("?sector=nonsense&q=finnsinte") == set()
    assert (len(found("?sector=transport")), len(found("?sector=transport&page=2"))) == (25, 5)


@pytest.mark.parametrize("number", [1, 30])
def test_queries(world: TalkWorld, client_for: Browser, number: int) -> None:
    """What it is about has changed since, the coach has noted something, and somebody has taken it over."""
    for _ in range(number):
        thread = world.ask()
        world.invite(thread)
        world.say(world.guest, thread, body="Ett råd")
    world.say(world.coach, thread, body="Vi ringer", note="Ring först")
    world.take_over(thread)
    db.session.scalars(select(Answer).where(Answer.question_key == QUESTION)).one().value = "Ett annat svar"
    db.session.commit()
    limits = {
        "/conversations/": 5,
        f"/conversations/{thread.id}/guests": 8,
        f"/conversations/{thread.id}/": LIMIT,
    }
    pages = {"guest": [*limits][::2], "coach": [*limits][1:], "leader": [*limits][2:], "cover": [*limits][2:]}
    for role, paths in pages.items():
        browser = client_for(getattr(world, role))
        for path in paths:
            browser.get(path)
            with counted() as statements:
                assert browser.get(path).status_code == 200
            assert len(statements) <= limits[path], f"{role} {path}: {len(statements)}"
