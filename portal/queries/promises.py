"""Promises of an answer, counted per place: what was kept, what is late, what waits, never per person; the clock
of each, and which post keeps one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select

from portal.clock import today
from portal.extensions import db
from portal.models import Journey, Municipality, Place, Post, Promise, Thread, ThreadGuest
from portal.policy import COACH
from portal.process.promises import Clock, Outcome
from portal.queries.paging import SIZE, Page
from portal.queries.searching import matches


@dataclass(frozen=True, slots=True)
class PlacePromises:
    """The promises of one place. `overdue`: asked, not answered, the last day has passed; `waits`: not answered, in
    time; `paused`: the ball is with who asked; `oldest`: the longest overdue's last day."""

    place: str
    slug: str
    municipality: str
    kept: int
    late: int
    overdue: int
    waits: int
    paused: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class PromiseSums:
    """All places together."""

    kept: int
    late: int
    overdue: int
    waits: int


def list_place_promises(q: str, page: int) -> Page[PlacePromises]:
    """Places where somebody has asked something, the most overdue first; two queries."""
    day = today()
    base = (
        select(Place.id)
        .join(Journey, Journey.place_id == Place.id)
        .join(Thread, Thread.journey_id == Journey.id)
        .join(Promise, Promise.thread_id == Thread.id)
        .join(Municipality, Municipality.id == Place.municipality_id)
        .where(*matches(Place.search_name, q))
        .group_by(Place.id, Place.name, Place.slug, Place.sort_key, Municipality.name)
    )
    total = db.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // SIZE)))
    overdue = _count(_is_overdue(day))
    oldest = func.min(case((_is_overdue(day), Promise.due_on)))
    query = base.with_only_columns(
        Place.name,
        Place.slug,
        Municipality.name,
        _count(Promise.outcome == "kept"),
        _count(Promise.outcome == "late"),
        overdue,
        _count(_is_open() & (Promise.due_on >= day)),
        _count(_is_open() & Promise.due_on.is_(None)),
        oldest,
    )
    query = query.order_by(overdue.desc(), oldest, Place.sort_key, Place.id)
    found = db.session.execute(query.limit(SIZE).offset((number - 1) * SIZE))
    return Page([PlacePromises(*row) for row in found], number, total)


def get_promise_sums() -> PromiseSums:
    """One query."""
    day = today()
    found = db.session.execute(
        select(
            _count(Promise.outcome == "kept"),
            _count(Promise.outcome == "late"),
            _count(_is_overdue(day)),
            _count(_is_open() & (Promise.due_on >= day)),
        ).join(Journey, Journey.id == Promise.journey_id)
    ).one()
    return PromiseSums(*(int(number or 0) for number in found))


def _is_overdue(day: date) -> ColumnElement[bool]:
    return _is_open() & (Promise.due_on < day)


def _is_open() -> ColumnElement[bool]:
    """Nobody waits any more where the journey has ended."""
    return Promise.ended_on.is_(None) & (Journey.state != "ended")


def _count(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((holds, 1), else_=0)), 0)


def clock_of(promise: Promise) -> Clock:
    """The promise's clock, as its columns hold it."""
    outcome = Outcome(promise.outcome) if promise.outcome else None
    return Clock(
        promise.asked_on,
        promise.days,
        promise.used,
        promise.runs_since,
        promise.ended_on,
        outcome,
        is_halted=is_halted(promise),
    )


def is_halted(promise: Promise) -> bool:
    """Whether the pause of the journey, and nothing else, keeps the days from counting."""
    return promise.runs_since is not None and promise.due_on is None


def find_answered_by(post: Post) -> Promise | None:
    """The promise that a post has ended."""
    return db.session.scalars(select(Promise).where(Promise.answered_post_id == post.id)).one_or_none()


def find_later_answer(post: Post) -> int | None:
    """The next of the coaches' posts after it in its conversation that answers, too: no guest's, none that asks back,
    and still there."""
    guests = select(ThreadGuest.user_id).where(ThreadGuest.thread_id == post.thread_id)
    later = select(Post.id).where(
        Post.thread_id == post.thread_id,
        Post.id > post.id,
        Post.side == COACH,
        Post.asks_back.is_(False),
        Post.removed_at.is_(None),
        Post.author_id.not_in(guests),
    )
    return db.session.scalar(later.order_by(Post.id).limit(1))
