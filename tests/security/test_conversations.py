"""Conversations attacked: by those who have lost a role, by fields that no form of theirs has, by many letters, and by
what was changed while a request waited."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from portal.clock import now
from portal.extensions import db
from portal.models import (
    Assignment,
    Journey,
    Mail,
    Notice,
    Post,
    PostFile,
    PostNote,
    PostPoint,
    Share,
    Thread,
    User,
)
from portal.notifications.notices import AT_ONCE_AN_HOUR
from portal.queries.participants import list_participants
from tests.client import PortalClient
from tests.races import at_once
from tests.talk_world import TalkWorld, make_talk_world

Browser = Callable[[User], PortalClient]
SECRET = "HEMLIG RUBRIK"
WAITED = 0.4


@pytest.fixture
def world(app: Flask) -> TalkWorld:
    return make_talk_world()


def end_roles(user: User) -> None:
    db.session.execute(update(Assignment).where(Assignment.user_id == user.id).values(ended_at=now()))
    db.session.commit()


@pytest.mark.parametrize("who", ["guest", "cover"])
def test_whoever_coaches_no_more_has_left(world: TalkWorld, client_for: Browser, who: str) -> None:
    """Also who was asked in, or has taken it over: no page, no file's address, no word, no letter."""
    thread, person = world.ask(), getattr(world, who)
    world.invite(thread)
    world.take_over(thread)
    end_roles(person)
    browser, here = client_for(person), f"/conversations/{thread.id}/"
    first = db.session.scalars(select(Post.id)).one()
    asked = [browser.get(here + path).status_code for path in ("", f"posts/{first}", "posts")]
    assert [*asked, browser.post(f"{here}posts", data={"body": "Hej"}).status_code] == [404] * 4
    assert person.id not in {each.user.id for each in list_participants(world.conversation(thread))}
    assert client_for(world.coach).post(f"{here}posts", data={"body": "Nästan."}).status_code == 303
    assert db.session.scalars(select(Notice).where(Notice.user_id == person.id)).all() == []


@pytest.mark.parametrize("path", ["conversations/{id}/", "places/dals-rostock/handover"])
def test_who_may_take_it_over_reads_no_title(world: TalkWorld, client_for: Browser, path: str) -> None:
    """Neither of a conversation nor of a row: the place wrote them. Who covers another one reads no more."""
    secret, other = world.ask_generally(title=SECRET), world.ask()
    world.take_over(other)
    db.session.commit()
    here = "/" + path.format(id=secret.id)
    assert SECRET in client_for(world.coach).get(here).text
    page = client_for(world.cover).get(here)
    assert (page.status_code, SECRET in page.text, "En fråga om något annat" in page.text) == (
        200,
        False,
        True,
    )


FOREIGN = {
    "leader": ({"question": "?"}, {"suggestion": "!"}, {"strengths": "+"}, {"note": "n"}),
    "guest": ({"note": "n"},),
}


@pytest.mark.parametrize("who", FOREIGN)
def test_fields_that_no_form_of_theirs_has(world: TalkWorld, client_for: Browser, who: str) -> None:
    thread = world.ask()
    world.invite(thread)
    db.session.commit()
    browser, here = client_for(getattr(world, who)), f"/conversations/{thread.id}/posts"
    codes = [browser.post(here, data={"body": "Hej", **field}).status_code for field in FOREIGN[who]]
    assert codes == [403] * len(FOREIGN[who])
    assert [db.session.scalars(select(table)).all() for table in (PostPoint, PostNote)] == [[], []]


@pytest.mark.parametrize("who", ["coach", "officer"])
def test_nobody_marks_what_is_said_to_a_municipality(world: TalkWorld, client_for: Browser, who: str) -> None:
    thread = world.ask_for_municipality()
    db.session.commit()
    sent = client_for(getattr(world, who)).post(
        f"/conversations/{thread.id}/posts", data={"suggestion": "Gör om"}
    )
    assert (sent.status_code, db.session.scalars(select(PostPoint)).all()) == (403, [])


def test_why_a_colleague_was_asked_is_the_coaches_own(world: TalkWorld, client_for: Browser) -> None:
    thread = world.ask_for_municipality()
    db.session.commit()
    here = f"/conversations/{thread.id}/"
    asked = client_for(world.coach).post(f"{here}guests", data={"user": world.guest.id, "why": SECRET})
    assert asked.status_code == 303
    found = [SECRET in client_for(who).get(here).text for who in (world.coach, world.guest, world.officer)]
    assert found == [True, True, False]


def test_a_change_with_a_file_leaves_no_empty_post(world: TalkWorld, client_for: Browser) -> None:
    thread = world.ask()
    post = world.say(world.coach, thread, body="Nästan.")
    db.session.commit()
    sent = {"body": "", "file": (io.BytesIO(b"x"), "a.txt")}
    browser = client_for(world.coach)
    path = f"/conversations/{thread.id}/posts/{post.id}/edit"
    assert browser.post(path, data=sent, content_type="multipart/form-data").status_code == 422


def test_names_go_with_what_was_removed(world: TalkWorld, client_for: Browser) -> None:
    """Of whom the coach talked with, and of files."""
    thread, browser = world.ask(), client_for(world.coach)
    post = world.say(world.coach, thread, body="Sagt", is_call=True, called_with="En viss person")
    db.session.commit()
    sent = {"body": "Fil", "file": (io.BytesIO(b"x"), "En viss person.txt")}
    here = f"/conversations/{thread.id}/posts"
    assert browser.post(here, data=sent, content_type="multipart/form-data").status_code == 303
    for number in db.session.scalars(select(Post.id).where(Post.id >= post.id)).all():
        assert browser.post(f"{here}/{number}/deletion").status_code == 303
    assert set(db.session.scalars(select(Post.called_with))) == {""}
    assert db.session.scalars(select(PostFile.name)).all() == [""]


def test_a_title_that_nobody_sees(world: TalkWorld, client_for: Browser) -> None:
    browser, here = client_for(world.leader), "/places/dals-rostock/conversations/"
    titles = {"\u200b\u2060": 422, "👩‍🌾" * 40: 303, "\u3000": 422, "e\u0301": 303}
    found = {title: browser.post(here, data={"title": title, "body": "Hej"}).status_code for title in titles}
    assert found == titles


def test_one_person_fills_nobodys_mailbox(world: TalkWorld) -> None:
    """Somebody who names a person again and again sets off some letters; the rest waits for the day's digest. Another
    person's letter comes at once all the same."""
    thread = world.ask()
    for number in range(AT_ONCE_AN_HOUR + 3):
        world.say(world.coach, thread, body=f"Rad {number}", mentions=(world.leader.id,))
    world.say(world.second, thread, body="Du", mentions=(world.leader.id,))
    soon = db.session.scalars(
        select(Notice.frequency)
        .where(Notice.user_id == world.leader.id, Notice.channel == "mail")
        .order_by(Notice.id)
    ).all()
    assert soon == ["now"] * AT_ONCE_AN_HOUR + ["daily"] * 3 + ["now"]
    assert len(db.session.scalars(select(Mail)).all()) == AT_ONCE_AN_HOUR + 1


CHANGES = {
    "closed": lambda thread: update(Thread).where(Thread.id == thread.id).values(closed_at=now()),
    "unshared": lambda _thread: delete(Share).where(Share.subject_key == "anchoring"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_while_a_reply_waited(app: Flask, world: TalkWorld, change: str) -> None:
    """The reply comes while somebody else's change is not committed: it sees the change, not what was before."""
    thread = world.ask()
    db.session.commit()
    hold = select(Journey.id).where(Journey.id == thread.journey_id).with_for_update()
    with ThreadPoolExecutor(1) as pool, db.engine.connect() as other:
        other.execute(hold)
        other.execute(CHANGES[change](thread))
        press = (world.coach, f"/conversations/{thread.id}/posts", {"body": "Svar"})
        reply = pool.submit(in_context, app, press)
        time.sleep(WAITED)
        other.commit()
        assert reply.result() == [403]
    assert db.session.scalars(select(Post.body)).all() == ["Räcker det här?"]


def in_context(app: Flask, press: tuple[User, str, dict[str, str]]) -> list[int]:
    with app.app_context():
        return at_once(app, [press])
