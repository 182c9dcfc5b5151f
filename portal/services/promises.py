"""The promise that a question holds: opened with it, stopped while the ball is with who asked or the journey is paused,
kept by the answer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portal.clock import today
from portal.extensions import db
from portal.models import Journey, Post, Promise, Thread
from portal.process.promises import Clock
from portal.queries.promises import clock_of, find_answered_by, find_later_answer
from portal.queries.threads import find_promise


def ask(thread: Thread, post: Post, days: int) -> Promise:
    """A question is asked: the promise that is open goes on, and a new one begins where there is none. A question that
    answers a coach's own lets the clock run on."""
    promise = find_promise(thread)
    if promise is None:
        promise = Promise(thread_id=thread.id, journey_id=thread.journey_id, asked_post_id=post.id, used=0)
        db.session.add(promise)
        clock = Clock.asked(today(), days)
    else:
        clock = clock_of(promise).told(today())
    _store(promise, clock)
    return promise


def go_on(thread: Thread) -> None:
    """The side that asked has said more: where a coach had asked back, the clock runs on."""
    promise = find_promise(thread)
    if promise is not None:
        _store(promise, clock_of(promise).told(today()))


def reply(thread: Thread, post: Post) -> Promise | None:
    """A coach has replied: the promise is kept or late, or stands still where the reply asks back."""
    promise = find_promise(thread)
    if promise is None:
        return None
    clock = clock_of(promise)
    if post.asks_back:
        _store(promise, clock.asked_back(today()))
    else:
        promise.answered_post_id = post.id
        _store(promise, clock.answered(today()))
    return promise


def reopen(thread: Thread, post: Post) -> None:
    """The post is taken away: what it answered waits again, unless a coach has said more since or the question was
    asked anew."""
    promise = find_answered_by(post)
    if promise is None or thread.closed_at is not None or find_promise(thread) is not None:
        return
    promise.answered_post_id = find_later_answer(post)
    if promise.answered_post_id is None:
        _store(promise, clock_of(promise).reopened(today()))


def waits_for_coaches(thread: Thread) -> bool:
    """Whether somebody waits for an answer in it; not while the ball is with who asked."""
    promise = find_promise(thread)
    return promise is not None and promise.runs_since is not None


def withdraw(thread: Thread) -> None:
    """The question is not asked any more."""
    promise = find_promise(thread)
    if promise is not None:
        _store(promise, clock_of(promise).withdrawn(today()))


def halt(journey: Journey) -> None:
    """The journey has been paused: what it was asked waits without a last day."""
    for promise in _list_with_coaches(journey):
        _store(promise, clock_of(promise).halted(today()))


def run_on(journey: Journey) -> None:
    """The journey goes on, and so do the days that were left."""
    for promise in _list_with_coaches(journey):
        _store(promise, clock_of(promise).resumed(today()))


def _list_with_coaches(journey: Journey) -> Sequence[Promise]:
    query = select(Promise).where(
        Promise.journey_id == journey.id, Promise.ended_on.is_(None), Promise.runs_since.is_not(None)
    )
    return db.session.scalars(query.order_by(Promise.id)).all()


def _store(promise: Promise, clock: Clock) -> None:
    journey = db.session.get_one(Journey, promise.journey_id)
    if journey.state == "paused":
        clock = clock.halted(today())
    promise.asked_on, promise.days, promise.used = clock.asked_on, clock.days, clock.used
    promise.runs_since, promise.due_on = clock.runs_since, clock.due_on
    promise.ended_on, promise.outcome = clock.ended_on, clock.outcome
    db.session.flush()
