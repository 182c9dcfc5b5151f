"""Taking over: one at a time, given back or taken back, and what it allows while it lasts."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.errors import ConflictError, NotAllowedError
from portal.extensions import db
from portal.models import Cover, Decision, Event, Notice, Submission, Thread, User
from portal.queries.conversations import get_conversation
from portal.queries.covers import list_covers
from portal.queries.submissions import load_review
from portal.services import checkpoint, covers, reviews, threads
from tests.checkpoint_world import TINY, CheckpointWorld, fresh, make_world
from tests.talk_world import TalkWorld, make_talk_world


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    return make_world()


@pytest.fixture
def talk(app: Flask) -> TalkWorld:
    return make_talk_world()


def take(user: User, submission: Submission) -> Cover:
    workplace, found = read(submission)
    return covers.take_submission(fresh(user), workplace=workplace, submission=found)


def end(user: User, submission: Submission) -> None:
    workplace, found = read(submission)
    covers.end_submission(fresh(user), workplace=workplace, submission=found)


def read(submission: Submission) -> tuple:  # type: ignore[type-arg]  # as the loader gives it
    """As a request reads it."""
    db.session.flush()
    db.session.expire_all()
    return load_review(submission.id)


def told() -> list[tuple[str, int | None]]:
    found = db.session.scalars(select(Event).order_by(Event.id))
    return [(e.kind, e.actor_id) for e in found if "cover" in e.kind]


def standing(user: User) -> list[bool]:
    """For each cover, oldest first, whether it is the person's and open."""
    db.session.expire_all()
    found = db.session.scalars(select(Cover).order_by(Cover.id))
    return [c.user_id == user.id and c.ended_at is None for c in found]


def test_taken_given_back_and_taken_again(world: CheckpointWorld) -> None:
    submission = world.submit()
    take(world.outsider, submission)
    end(world.outsider, submission)
    take(world.outsider, submission)
    end(world.coach, submission)
    assert standing(world.outsider) == [False, False]
    outsider, coach = world.outsider.id, world.coach.id
    assert told() == [
        ("submission_covered", outsider),
        ("submission_cover_ended", outsider),
        ("submission_covered", outsider),
        ("submission_cover_ended", coach),
    ]


def test_the_places_coaches_are_told(world: CheckpointWorld) -> None:
    submission = world.submit()
    take(world.outsider, submission)
    query = select(Notice.user_id, Notice.path).where(
        Notice.kind == "submission_covered", Notice.channel == "portal"
    )
    coaches = (world.coach, world.coach2, world.both)
    assert {tuple(row) for row in db.session.execute(query)} == {
        (c.id, f"/reviews/{submission.id}/") for c in coaches
    }


@pytest.mark.parametrize("who", ["leader", "both", "region", "coach"])
def test_who_may_not(world: CheckpointWorld, who: str) -> None:
    submission = world.submit()
    with pytest.raises(NotAllowedError):
        take(getattr(world, who), submission)
    assert standing(world.outsider) == []


def test_one_at_a_time(world: CheckpointWorld) -> None:
    elsewhere, submission = make_world("amal"), world.submit()
    take(world.outsider, submission)
    assert take(world.outsider, submission).user_id == world.outsider.id
    with pytest.raises(ConflictError) as refusal:
        take(elsewhere.coach, submission)
    assert refusal.value.message.params == {"name": world.outsider.name}
    with pytest.raises(NotAllowedError):
        end(elsewhere.coach, submission)
    assert standing(world.outsider) == [True]
    assert {s: u.id for s, u in list_covers(submissions=[submission.id]).submissions.items()} == {
        submission.id: world.outsider.id
    }


def test_nothing_to_end(world: CheckpointWorld) -> None:
    submission = world.submit()
    with pytest.raises(ConflictError):
        end(world.coach, submission)
    with pytest.raises(NotAllowedError):
        end(world.outsider, submission)


@pytest.mark.parametrize("state", ["go_on", "complete_first"])
def test_nothing_to_take_over_after_the_verdict(world: CheckpointWorld, state: str) -> None:
    submission = world.stand_in(state)
    assert submission is not None
    with pytest.raises(ConflictError):
        take(world.outsider, submission)


def test_where_the_region_decides(app: Flask) -> None:
    world = make_world("tiny", **TINY)
    submission = world.submit()
    with pytest.raises(NotAllowedError):
        take(world.outsider, submission)


def test_after_the_journey(world: CheckpointWorld) -> None:
    submission = world.submit()
    world.workplace.journey.state = "ended"
    with pytest.raises(ConflictError):
        take(world.outsider, submission)


def test_who_covers_decides_for_the_others(world: CheckpointWorld) -> None:
    submission = world.submit()
    with pytest.raises(NotAllowedError):
        begin(world.outsider, submission)
    take(world.outsider, submission)
    begin(world.outsider, submission)
    decide(world, world.outsider, submission)
    decision = db.session.scalars(select(Decision)).one()
    coaches = sorted(user.id for user in (world.coach, world.coach2, world.both))
    assert (decision.decided_by, decision.stands_for) == (world.outsider.id, coaches)


def test_the_places_own_coach_stands_for_nobody(world: CheckpointWorld) -> None:
    submission = world.submit()
    take(world.outsider, submission)
    begin(world.coach, submission)
    decide(world, world.coach, submission)
    assert db.session.scalars(select(Decision)).one().stands_for == []


def test_given_back_nothing_more_is_allowed(world: CheckpointWorld) -> None:
    submission = world.submit()
    take(world.outsider, submission)
    begin(world.outsider, submission)
    workplace, before = read(submission)  # read while it was still covered
    assert before.cover is not None
    ended = db.session.scalars(select(Cover)).one()
    ended.ended_at = ended.since
    db.session.flush()
    with pytest.raises(NotAllowedError):
        checkpoint.decide(fresh(world.outsider), workplace=workplace, submission=before)
    with pytest.raises(NotAllowedError):
        decide(world, world.outsider, submission)


def begin(user: User, submission: Submission) -> None:
    workplace, found = read(submission)
    checkpoint.begin(fresh(user), workplace=workplace, submission=found)


def decide(world: CheckpointWorld, user: User, submission: Submission) -> None:
    workplace, found = read(submission)
    draft = reviews.get_draft(found)
    content = world.content()
    reviews.save_draft(
        fresh(user), workplace=workplace, submission=found, version=draft.version, content=content
    )
    checkpoint.decide(fresh(user), workplace=workplace, submission=found)


def test_a_conversation(talk: TalkWorld) -> None:
    thread = talk.ask()
    covers.take_thread(fresh(talk.pool), conversation=get_conversation(thread.id))
    assert get_conversation(thread.id).covers == {talk.pool.id}
    assert {t: u.id for t, u in list_covers(threads=[thread.id]).threads.items()} == {thread.id: talk.pool.id}
    with pytest.raises(ConflictError):
        covers.take_thread(fresh(talk.cover), conversation=get_conversation(thread.id))
    covers.end_thread(fresh(talk.coach), conversation=get_conversation(thread.id))
    assert get_conversation(thread.id).covers == frozenset()
    assert told() == [("thread_covered", talk.pool.id), ("thread_cover_ended", talk.coach.id)]
    assert list_covers(threads=[thread.id]).threads == {}


@pytest.mark.parametrize("who", ["leader", "coach", "officer", "region", "stranger"])
def test_who_may_not_take_a_conversation(talk: TalkWorld, who: str) -> None:
    conversation = get_conversation(talk.ask().id)
    with pytest.raises(NotAllowedError):
        covers.take_thread(fresh(getattr(talk, who)), conversation=conversation)


def test_a_closed_conversation(talk: TalkWorld) -> None:
    thread = talk.ask()
    conversation = get_conversation(thread.id)
    threads.close(fresh(talk.leader), conversation=get_conversation(thread.id))
    with pytest.raises(ConflictError):
        covers.take_thread(fresh(talk.pool), conversation=conversation)


def test_covers_name_no_thread_of_others(talk: TalkWorld) -> None:
    one, other = talk.ask(), talk.ask_generally()
    covers.take_thread(fresh(talk.pool), conversation=get_conversation(one.id))
    assert list(list_covers(threads=[other.id]).threads) == []
    assert [t.id for t in db.session.scalars(select(Thread).order_by(Thread.id))] == [one.id, other.id]
