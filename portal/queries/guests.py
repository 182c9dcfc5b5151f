"""Coaches of other sectors who are asked into a conversation, and the conversations that somebody helps in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Text, and_, cast, exists, or_, select
from sqlalchemy.orm import contains_eager

from portal.extensions import db
from portal.models import Assignment, Cover, Journey, Place, Post, Promise, Thread, ThreadGuest, User
from portal.policy import Conversation
from portal.queries.paging import SIZE, Page, paginate
from portal.queries.searching import matches
from portal.queries.threads import Line, lines_of, read_lines


def find_guest(conversation: Conversation, user_id: int) -> ThreadGuest | None:
    """The person as a guest who is there now."""
    query = select(ThreadGuest).where(
        ThreadGuest.thread_id == conversation.thread.id,
        ThreadGuest.user_id == user_id,
        ThreadGuest.ended_at.is_(None),
    )
    return db.session.scalars(query).one_or_none()


def list_candidates(conversation: Conversation, *, sector: str, q: str, page: int) -> Page[User]:
    """Coaches of the region who can be asked in, in Swedish order: none of the place's own, of its team or of those who
    take part already. Two queries."""
    return paginate(_candidates(conversation, sector).where(*matches(User.search_name, q)), page)


def find_candidate(conversation: Conversation, user_id: int) -> User | None:
    """One of them."""
    query = _candidates(conversation, "").where(User.id == user_id)
    return db.session.scalars(query).one_or_none()


def _candidates(conversation: Conversation, sector: str) -> Select[Any]:
    place = conversation.workplace.place
    still = (Assignment.user_id == User.id, Assignment.ended_at.is_(None))
    query = select(User).where(
        User.active,
        exists().where(*still, Assignment.role.in_(("coach", "place_coach"))),
        ~exists().where(*still, Assignment.place_id == place.id),
        User.id.not_in(sorted(conversation.guests | conversation.covers)),
    )
    if conversation.is_municipal:
        query = query.where(~exists().where(*still, Assignment.municipality_id == place.municipality_id))
    if sector:
        # The list is JSON; the keys are words of our own, so the quotation marks tell one from another.
        query = query.where(cast(User.sectors, Text).contains(f'"{sector}"', autoescape=True))
    return query.order_by(User.sort_key, User.id)


def last_guest_post(conversation: Conversation, promise: Promise) -> Post | None:
    """What a guest, here or gone, said last after the question was asked."""
    was_guest = exists().where(ThreadGuest.thread_id == Post.thread_id, ThreadGuest.user_id == Post.author_id)
    query = (
        select(Post)
        .where(
            Post.thread_id == conversation.thread.id,
            Post.id > promise.asked_post_id,
            Post.side == "coach",
            Post.removed_at.is_(None),
            ~Post.asks_back,
            was_guest,
        )
        .order_by(Post.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def list_helped(user: User, page: int) -> Page[Line]:
    """The conversations that the person was asked into or has taken over, open ones first, the latest first; each with
    its journey and place. Two queries."""
    asked = exists().where(
        ThreadGuest.thread_id == Thread.id, ThreadGuest.user_id == user.id, ThreadGuest.ended_at.is_(None)
    )
    covers = exists().where(Cover.thread_id == Thread.id, Cover.user_id == user.id, Cover.ended_at.is_(None))
    led = _led(user)
    mine = and_(or_(asked, covers), Thread.journey_id.not_in(led))
    total = paginate(select(Thread.id).where(mine), 1, 1).total
    number = min(max(1, page), max(1, -(-total // SIZE)))
    query = (
        lines_of(user)
        .join(Thread.journey)
        .join(Journey.place)
        .where(mine)
        .order_by(Thread.closed_at.is_not(None), Thread.last_post_at.desc(), Thread.id.desc())
        .options(contains_eager(Thread.journey).contains_eager(Journey.place).joinedload(Place.municipality))
    )
    return Page(read_lines(query.limit(SIZE).offset((number - 1) * SIZE)), number, total)


def _led(user: User) -> Select[Any]:
    """Journeys of places whose team the person is in: there they take part for the place only."""
    places: Sequence[int | None] = [
        a.place_id for a in user.assignments if a.role == "leader" and a.ended_at is None
    ]
    return select(Journey.id).where(Journey.place_id.in_(places))
