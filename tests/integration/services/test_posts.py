"""Changing, removing and sharing what was said; the promise that a question holds; who has read what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now
from portal.errors import ConflictError, NotAllowedError
from portal.extensions import db
from portal.models import Post, PostNote, PostPoint, Promise, Thread, User
from portal.policy import EDITABLE
from portal.queries.looks import get_glance
from portal.queries.posts import load_post
from portal.queries.threads import list_threads
from portal.services import post_points, posts, threads
from portal.services.drafts import Draft
from portal.services.reads import mark_read
from tests.passing import pass_time
from tests.talk_world import TalkWorld, make_talk_world


@pytest.fixture
def world(app: Flask) -> TalkWorld:
    return make_talk_world()


def promise() -> Promise:
    return db.session.scalars(select(Promise)).one()


def unread(world: TalkWorld, user: User) -> int:
    return sum(line.unread for line in list_threads(user, world.workplace, closed=False, page=1).items)


def reply(world: TalkWorld, thread: Thread) -> Post:
    return world.say(
        world.coach,
        thread,
        body="Nästan.",
        questions=("Vem bor här om tio år?",),
        suggestions=("Fråga de unga", "Mät igen"),
        note="Verkar trötta.",
    )


def test_the_promise_is_kept_by_the_answer(world: TalkWorld) -> None:
    thread = world.ask()
    assert (promise().due_on is not None, promise().outcome) == (True, None)
    post = reply(world, thread)
    assert (promise().outcome, promise().answered_post_id) == ("kept", post.id)
    # Thanks are no question, a new question holds a promise of its own.
    world.say(world.leader, thread, body="Tack!")
    assert promise().outcome == "kept"
    world.say(world.leader, thread, body="Och sedan?", wants_answer=True)
    assert [p.outcome for p in db.session.scalars(select(Promise).order_by(Promise.id))] == ["kept", None]


def test_the_clock_stands_still_while_the_place_is_asked_back(world: TalkWorld) -> None:
    thread = world.ask()
    world.say(world.coach, thread, body="Vilka är ni?", asks_back=True)
    assert (promise().due_on, promise().outcome) == (None, None)
    world.say(world.leader, thread, body="Vi är tre.")
    assert promise().due_on is not None
    world.say(world.other_coach, thread, body="Då räcker det.")
    assert promise().outcome == "kept"


def test_a_guest_helps_but_the_asker_answers(world: TalkWorld) -> None:
    thread = world.ask()
    world.invite(thread)
    world.say(world.guest, thread, body="Så gjorde vi.")
    assert promise().outcome is None
    world.say(world.coach, thread, body="Gör så.")
    assert promise().outcome == "kept"


@pytest.mark.parametrize("how", ["closed", "removed"])
def test_a_question_that_is_not_asked_any_more(world: TalkWorld, how: str) -> None:
    thread = world.ask()
    if how == "closed":
        threads.close(world.leader, conversation=world.conversation(thread))
    else:
        conversation, post = load_post(thread.id, promise().asked_post_id)
        posts.remove(world.leader, conversation=conversation, post=post)
    assert promise().outcome == "withdrawn"


def test_what_one_wrote_can_be_changed_for_a_quarter_of_an_hour(world: TalkWorld) -> None:
    thread = world.ask()
    written = reply(world, thread)
    conversation, post = load_post(thread.id, written.id)
    point = next(p for p in post.points if p.text == "Mät igen")
    post_points.mark_point(world.leader, conversation=conversation, point=point, mark="taken_up")
    draft = Draft(body="Ja.", suggestions=("Fråga de gamla",))
    posts.edit(world.coach, conversation=conversation, post=post, draft=draft)
    texts = db.session.scalars(select(PostPoint.text).order_by(PostPoint.id)).all()
    # What the team has answered already stays, whatever its author makes of it.
    assert (post.body, post.edited_at is not None, texts) == ("Ja.", True, ["Mät igen", "Fråga de gamla"])
    with pytest.raises(NotAllowedError):
        posts.edit(world.other_coach, conversation=conversation, post=post, draft=draft)
    pass_time(seconds=EDITABLE.total_seconds() + 1)
    conversation, post = load_post(thread.id, written.id)
    with pytest.raises(NotAllowedError):
        posts.edit(world.coach, conversation=conversation, post=post, draft=draft)


def test_what_is_removed_leaves_a_trace_and_nothing_else(world: TalkWorld) -> None:
    thread = world.ask()
    written = reply(world, thread)
    conversation, post = load_post(thread.id, written.id)
    posts.remove(world.coach, conversation=conversation, post=post)
    assert (post.body, post.removed_by, post.removed_at is not None) == ("", world.coach.id, True)
    assert db.session.scalars(select(PostPoint)).all() == []
    assert db.session.scalars(select(PostNote)).all() == []
    removed_at = post.removed_at
    posts.remove(world.coach, conversation=conversation, post=post)
    assert post.removed_at == removed_at
    with pytest.raises(NotAllowedError):
        posts.remove(world.leader, conversation=conversation, post=post)


def test_a_question_whose_answer_is_removed_waits_again(world: TalkWorld) -> None:
    """Unless a coach has said more since: then that is the answer. What a guest or the place said is none."""
    thread = world.ask()
    world.invite(thread)
    written = [
        world.say(world.coach, thread, body="Ja."),
        world.say(world.other_coach, thread, body="Och nej."),
    ]
    world.say(world.guest, thread, body="Så gjorde vi.")
    world.say(world.leader, thread, body="Tack.")
    found = []
    for one, author in zip(written, (world.coach, world.other_coach), strict=True):
        conversation, post = load_post(thread.id, one.id)
        posts.remove(author, conversation=conversation, post=post)
        found.append((promise().outcome, promise().answered_post_id, promise().due_on is None))
    assert found == [("kept", written[1].id, True), (None, None, False)]
    world.say(world.coach, thread, body="Ja, ändå.")
    assert promise().outcome == "kept"


def test_unread_is_what_others_wrote_after_one_read(world: TalkWorld) -> None:
    thread = world.ask()
    assert (unread(world, world.leader), unread(world, world.second), unread(world, world.coach)) == (0, 1, 1)
    first = reply(world, thread)
    assert (unread(world, world.leader), unread(world, world.second), unread(world, world.coach)) == (1, 2, 0)
    mark_read(world.leader, thread=thread, post_id=first.id)
    mark_read(world.leader, thread=thread, post_id=1)
    assert unread(world, world.leader) == 0
    world.say(world.other_coach, thread, body="Håller med.")
    assert (unread(world, world.leader), unread(world, world.coach)) == (1, 1)
    about = [(talk.about, talk.new) for talk in get_glance(world.leader, world.workplace, now()).talks]
    assert about == [("anchoring.place.best", 1)]


def test_a_journey_that_has_ended_takes_no_word(world: TalkWorld) -> None:
    thread = world.ask()
    world.workplace.journey.state = "ended"
    world.workplace.journey.ended_on = date(2026, 11, 1)
    db.session.flush()
    with pytest.raises(NotAllowedError):
        world.say(world.coach, thread, body="För sent.")
    with pytest.raises(NotAllowedError):
        world.ask_generally()


def test_what_coaches_say_does_not_wake_a_quiet_place(world: TalkWorld) -> None:
    thread = world.ask()
    quiet = now() - timedelta(days=40)
    world.workplace.journey.changed_at = quiet
    reply(world, thread)
    assert world.workplace.journey.changed_at == quiet
    world.say(world.leader, thread, body="Tack!")
    assert world.workplace.journey.changed_at > quiet


def test_a_coach_does_not_close_what_waits_for_an_answer(world: TalkWorld) -> None:
    thread = world.ask()
    with pytest.raises(ConflictError):
        threads.close(world.coach, conversation=world.conversation(thread))
    assert (thread.closed_at, promise().outcome) == (None, None)
    world.say(world.coach, thread, body="Vilka är ni?", asks_back=True)
    threads.close(world.coach, conversation=world.conversation(thread))
    assert promise().outcome == "withdrawn"
