"""Taking over, on the pages: who is offered it, what it says, and for whom the answer says that it was given."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.extensions import db
from portal.models import Decision, Notice, Post, User
from portal.services import absences
from tests.checkpoint_world import CheckpointWorld, fresh, make_world
from tests.client import PortalClient
from tests.pages import send
from tests.place_world import counted
from tests.talk_world import TalkWorld, make_talk_world

Browser = Callable[[User], PortalClient]
MOST = 8


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    return make_world()


@pytest.fixture
def talk(app: Flask) -> TalkWorld:
    return make_talk_world()


def words_of(page: str) -> str:
    """The page's main part with single spaces."""
    return " ".join(page.partition("<main")[2].partition("</main>")[0].split())


@pytest.mark.parametrize(("who", "offered"), [("coach", False), ("outsider", True), ("region", False)])
def test_who_is_offered_it(world: CheckpointWorld, client_for: Browser, who: str, offered: bool) -> None:
    path = f"/reviews/{world.submit().id}/"
    page = client_for(getattr(world, who)).get(path).text
    assert (f'action="{path}covers"' in page) == offered
    assert ("Kan platsens coacher inte svara?" in page) == offered


def test_from_taking_over_to_the_verdict(world: CheckpointWorld, client_for: Browser) -> None:
    path = f"/reviews/{world.submit().id}/"
    outsider, coach, leader = (client_for(u) for u in (world.outsider, world.coach, world.leader))
    assert send(outsider, path, path + "covers").status_code == 303
    assert "Du har tagit över" in outsider.get(path).text
    page = words_of(coach.get(path).text)
    assert f"{world.outsider.name} har tagit över" in page
    assert "Ta tillbaka till platsens coacher" in page
    waiting = f"{world.outsider.name} svarar i stället för platsens egna coacher."
    assert waiting in words_of(leader.get("/places/dals-rostock/submissions/1/").text)
    assert send(outsider, path, path + "start").status_code == 303
    assert waiting in words_of(leader.get("/places/dals-rostock/submissions/1/").text)
    page = outsider.get(path).text
    assert f'action="{path}covers/end"' in page
    sent = send(outsider, path, path + "decision", verdict="go_on", reasons="Bra.")
    assert sent.status_code == 303
    decision = db.session.scalars(select(Decision)).one()
    assert decision.decided_by == world.outsider.id
    names = "coach dals-rostock, coach2 dals-rostock och both dals-rostock"
    for browser, where in (
        (leader, "/places/dals-rostock/submissions/1/"),
        (leader, "/places/dals-rostock/checkpoint/"),
        (coach, path),
    ):
        assert f"Svarade i stället för {names}." in words_of(browser.get(where).text), where
    assert "covers" not in words_of(outsider.get(path).text)


def test_given_back(world: CheckpointWorld, client_for: Browser) -> None:
    path = f"/reviews/{world.submit().id}/"
    outsider = client_for(world.outsider)
    send(outsider, path, path + "covers")
    assert send(outsider, path, path + "covers/end").status_code == 303
    assert outsider.post(path + "start").status_code == 403
    assert "Kan platsens coacher inte svara?" in outsider.get(path).text


def test_the_review_says_who_is_away(world: CheckpointWorld, client_for: Browser) -> None:
    path = f"/reviews/{world.submit().id}/"
    absences.state(fresh(world.coach), coach=fresh(world.coach), first=today(), last=today())
    db.session.commit()
    for user in (world.outsider, world.coach2):
        page = words_of(client_for(user).get(path).text)
        assert f"{world.coach.name} är borta till och med " in page
        assert f"{world.coach2.name} svarar under tiden." in page


def test_queries_of_the_review(world: CheckpointWorld, client_for: Browser) -> None:
    path = f"/reviews/{world.submit().id}/"
    outsider = client_for(world.outsider)
    send(outsider, path, path + "covers")
    send(outsider, path, path + "start")
    for user in (world.outsider, world.coach, world.region):
        browser = client_for(user)
        browser.get(path)
        with counted() as statements:
            assert browser.get(path).status_code == 200
        assert len(statements) <= MOST, "\n".join(s[:110] for s in statements)


def test_a_conversation_from_the_pool(talk: TalkWorld, client_for: Browser) -> None:
    thread = talk.ask()
    path = f"/conversations/{thread.id}/"
    pool, coach, leader = (client_for(u) for u in (talk.pool, talk.coach, talk.leader))
    page = pool.get(path).text
    assert "Räcker det här?" not in page
    assert send(pool, path, path + "covers").status_code == 303
    page = pool.get(path).text
    assert "Räcker det här?" in page
    assert "Du har tagit över" in page
    answer = pool.post(path + "posts", data={"body": "Ja, nästan."})
    assert answer.status_code == 303
    post = db.session.scalars(select(Post).where(Post.side == "coach")).one()
    assert sorted(post.stands_for) == sorted([talk.coach.id, talk.other_coach.id])
    page = words_of(leader.get(path).text)
    assert "Svarar i stället för Coach (service) och Coach (service)" in page
    assert "Ta tillbaka" not in page
    assert send(coach, path, path + "covers/end").status_code == 303
    assert pool.post(path + "posts", data={"body": "Mer."}).status_code == 403
    assert "Ja, nästan." not in pool.get(path).text


def test_whom_a_question_is_told_to(talk: TalkWorld) -> None:
    """The coach who is there; with both away the pool, who land on the head of the conversation."""

    def asked() -> dict[int, str]:
        query = select(Notice.user_id, Notice.path).where(
            Notice.kind == "question_asked", Notice.channel == "portal"
        )
        return {user: path for user, path in db.session.execute(query)}  # noqa: C416  a Row is no pair

    absences.state(fresh(talk.coach), coach=fresh(talk.coach), first=today(), last=today())
    first = talk.ask()
    assert asked().keys() == {talk.other_coach.id}
    absences.state(fresh(talk.other_coach), coach=fresh(talk.other_coach), first=today(), last=today())
    db.session.execute(db.delete(Notice))
    second = talk.ask_generally()
    pool = {talk.pool.id, talk.guest.id, talk.cover.id}
    assert asked() == dict.fromkeys(pool, f"/conversations/{second.id}/")
    assert first.id != second.id


def test_after_a_close_nothing_is_offered(talk: TalkWorld, client_for: Browser) -> None:
    thread = talk.ask()
    path = f"/conversations/{thread.id}/"
    pool = client_for(talk.pool)
    assert path + "covers" in pool.get(path).text
    assert client_for(talk.leader).post(path + "closure").status_code == 303
    assert path + "covers" not in pool.get(path).text
    assert pool.post(path + "covers").status_code == 409
