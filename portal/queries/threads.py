"""Reading conversations as lists: those of a place, or about a part of it; and the promise of one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.clock import today
from portal.extensions import db
from portal.models import Journey, Post, Promise, Thread, ThreadRead, User
from portal.policy import Workplace, is_team
from portal.queries.paging import SIZE, Page


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation in a list: who began it, what was said last and by whom, how many posts are new to the reader, how
    many there are, and the promise that is open, if any."""

    thread: Thread
    opener: str
    last: Post | None
    last_author: str
    unread: int
    promise: Promise | None

    @property
    def is_late(self) -> bool:
        """Whether the last day of the promise has passed."""
        return self.promise is not None and self.promise.due_on is not None and self.promise.due_on < today()


def find_promise(thread: Thread) -> Promise | None:
    """The promise that is open in a conversation."""
    query = select(Promise).where(Promise.thread_id == thread.id, Promise.ended_on.is_(None))
    return db.session.scalars(query).one_or_none()


def list_threads(user: User, workplace: Workplace, *, closed: bool, page: int) -> Page[Line]:
    """The conversations of a place that the person may read, the latest first; two queries."""
    seen = threads_at(user, workplace)
    shown = Thread.closed_at.is_not(None) if closed else Thread.closed_at.is_(None)
    total = db.session.scalar(select(func.count()).select_from(Thread).where(seen, shown)) or 0
    number = min(max(1, page), max(1, -(-total // SIZE)))
    query = lines_of(user).where(seen, shown).order_by(_last_seen(user).desc(), Thread.id.desc())
    return Page(read_lines(query.limit(SIZE).offset((number - 1) * SIZE)), number, total)


def list_threads_about(user: User, workplace: Workplace, subject: str) -> list[Line]:
    """The conversations about a step, section, question or register and what lies in it, open ones first; at most
    SIZE. One query."""
    about = or_(Thread.anchor_key == subject, Thread.anchor_key.startswith(f"{subject}.", autoescape=True))
    query = lines_of(user).where(Thread.journey_id == workplace.journey.id, about)
    return read_lines(query.order_by(Thread.closed_at.is_not(None), Thread.last_post_at.desc()).limit(SIZE))


def list_new_threads(user: User, workplace: Workplace) -> list[Line]:
    """The conversations of a place in which something is new to the person, the latest first; at most SIZE. One
    query."""
    query = lines_of(user).where(threads_at(user, workplace), unread_of(user) > 0)
    return read_lines(query.order_by(_last_seen(user).desc()).limit(SIZE))


def count_new_posts(user: User, journeys: Collection[int]) -> dict[int, int]:
    """How many posts are new to the person in the conversations of these journeys, each in a circle of theirs; by the
    journey's id, without those where nothing is. One query."""
    each = (
        select(Thread.journey_id, unread_of(user).label("new"))
        .where(Thread.journey_id.in_(journeys))
        .subquery()
    )
    query = select(each.c.journey_id, func.sum(each.c.new)).group_by(each.c.journey_id)
    return {journey: int(new) for journey, new in db.session.execute(query) if new}


def threads_at(user: User, workplace: Workplace) -> ColumnElement[bool]:
    """The twin of `policy.can_read_thread` for somebody in a circle of the place: the team reads of the municipality's
    conversations those in which something was shared with it."""
    here = Thread.journey_id == workplace.journey.id
    if not is_team(user, workplace.place):
        return here
    return and_(here, or_(Thread.kind != "municipal", has_shared()))


def unread_of(user: User) -> ColumnElement[int]:
    """How many posts of a thread are new to the person, in a query of threads. What was shared with the place one by
    one is new by the order of sharing."""
    return (
        select(func.count(Post.id))
        .where(
            Post.thread_id == Thread.id,
            case(
                (_is_by_share(user), Post.shared_order > _mark(user, ThreadRead.read_share)),
                else_=Post.id > _mark(user, ThreadRead.read_post_id),
            ),
            Post.author_id != user.id,
            Post.removed_at.is_(None),
            _readable_post(user),
        )
        .correlate(Thread, Journey)
        .scalar_subquery()
    )


def _mark(user: User, column: InstrumentedAttribute[int]) -> ColumnElement[int]:
    mine = (ThreadRead.thread_id == Thread.id, ThreadRead.user_id == user.id)
    return func.coalesce(select(column).where(*mine).correlate(Thread).scalar_subquery(), 0)


def _is_by_share(user: User) -> ColumnElement[bool]:
    """Whether the person reads of a thread only what was shared: a municipal one of a place whose team they are in."""
    led = [a.place_id for a in user.assignments if a.role == "leader" and a.ended_at is None]
    if not led:
        return false()
    here = exists().where(Journey.id == Thread.journey_id, Journey.place_id.in_(led)).correlate(Thread)
    return and_(Thread.kind == "municipal", here)


def _readable_post(user: User) -> ColumnElement[bool]:
    """In a municipal conversation the place's team reads what was shared with it."""
    return or_(~_is_by_share(user), and_(Post.shared_at.is_not(None), Post.removed_at.is_(None)))


def _last_seen(user: User) -> ColumnElement[datetime]:
    """When something was last written that the person may read: a list's order tells of nothing else."""
    shared = (
        select(func.max(Post.shared_at))
        .where(Post.thread_id == Thread.id, Post.removed_at.is_(None))
        .correlate(Thread)
        .scalar_subquery()
    )
    return case((_is_by_share(user), shared), else_=Thread.last_post_at)


def has_shared() -> ColumnElement[bool]:
    """Whether something of a thread was shared with the place, in a query of threads."""
    return exists().where(Post.thread_id == Thread.id, Post.shared_at.is_not(None), Post.removed_at.is_(None))


_OPENER, _AUTHOR, _LAST = aliased(User), aliased(User), aliased(Post)


def lines_of(user: User) -> Select[Thread, str, Post, str, int, Promise]:
    """Each thread with its last post that the person may read."""
    newest = (
        select(func.max(Post.id))
        .where(Post.thread_id == Thread.id, _readable_post(user))
        .correlate(Thread)
        .scalar_subquery()
    )
    return (
        select(Thread, _OPENER.name, _LAST, _AUTHOR.name, unread_of(user), Promise)
        .join(_OPENER, _OPENER.id == Thread.opened_by)
        .outerjoin(_LAST, _LAST.id == newest)
        .outerjoin(_AUTHOR, _AUTHOR.id == _LAST.author_id)
        .outerjoin(Promise, and_(Promise.thread_id == Thread.id, Promise.ended_on.is_(None)))
    )


def read_lines(query: Select[Thread, str, Post, str, int, Promise]) -> list[Line]:
    return [
        Line(thread, opener, last, author or "", unread, promise)
        for thread, opener, last, author, unread, promise in db.session.execute(query)
    ]
