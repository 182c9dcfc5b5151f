"""What a coach who comes new to a place needs to read: open conversations, who works there, what the coaches noted.

Everything here is for coaches and the region. Nothing of what the team keeps for itself is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager

from portal.clock import now
from portal.extensions import db
from portal.models import (
    Assignment,
    Cover,
    Journey,
    Place,
    Post,
    PostNote,
    Promise,
    Revision,
    Row,
    Thread,
    User,
)
from portal.queries.duty import Staffer, away_until

LISTED = 20
"""Of each kind, the newest: it is one page. Who wants more opens the lists themselves."""

PERIOD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """An open conversation: the open promise of an answer, if there is one, who spoke last (`side`), who covers."""

    thread: Thread
    promise: Promise | None
    side: str | None
    covered_by: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """A coach's private note, beside which post of which conversation."""

    thread: Thread
    kind: str
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class People:
    """Everyone who leads or coaches the place, or did, and the municipality's officers."""

    staff: Sequence[Staffer]

    @property
    def present(self) -> list[Staffer]:
        """Those whose role is open and whose account is."""
        return [each for each in self.staff if each.assignment.ended_at is None and each.user.active]

    @property
    def names(self) -> Mapping[int, str]:
        return {each.user.id: each.user.name for each in self.staff}

    @property
    def coaches(self) -> frozenset[int]:
        """Who coaches the place or did, and never was of its team: what they wrote is the coaches' own."""
        team = {each.user.id for each in self.staff if each.role == "leader"}
        return frozenset(each.user.id for each in self.staff if each.role == "place_coach") - team


def list_people(place: Place, day: date) -> People:
    """One query."""
    here = and_(Assignment.place_id == place.id, Assignment.role.in_(("leader", "place_coach")))
    office = and_(Assignment.municipality_id == place.municipality_id, Assignment.ended_at.is_(None))
    query = (
        select(Assignment, away_until(day))
        .join(Assignment.user)
        .where(or_(here, office))
        .options(contains_eager(Assignment.user))
        .order_by(User.sort_key, User.id, Assignment.id)
    )
    return People([Staffer(assignment, until) for assignment, until in db.session.execute(query)])


def list_open_talks(journey: Journey) -> list[OpenTalk]:
    """The open conversations, those with a promised day first. One query; one more than LISTED where there are more."""
    other = aliased(Post)
    side = (
        select(other.side)
        .where(other.thread_id == Thread.id)
        .order_by(other.id.desc())
        .limit(1)
        .correlate(Thread)
        .scalar_subquery()
    )
    query = (
        select(Thread, Promise, side, User.name)
        .outerjoin(Promise, and_(Promise.thread_id == Thread.id, Promise.ended_on.is_(None)))
        .outerjoin(Cover, and_(Cover.thread_id == Thread.id, Cover.ended_at.is_(None)))
        .outerjoin(User, User.id == Cover.user_id)
        .where(Thread.journey_id == journey.id, Thread.closed_at.is_(None))
        .order_by(Promise.due_on.is_(None), Promise.due_on, Thread.last_post_at.desc(), Thread.id)
        .limit(LISTED + 1)
    )
    return [OpenTalk(*found) for found in db.session.execute(query)]


def list_entries(
    journey: Journey, register_key: str, coaches: Collection[int], *, is_shared: bool
) -> list[Row]:
    """What the coaches wrote in the log in the last months, the newest first. While the team does not share its log,
    only rows that nobody but the coaches ever changed. One query."""
    ids = sorted(coaches)
    query = select(Row).where(
        Row.journey_id == journey.id,
        Row.register_key == register_key,
        Row.deleted_at.is_(None),
        Row.created_by.in_(ids),
        Row.created_at >= now() - PERIOD,
    )
    if not is_shared:
        query = query.where(~exists().where(Revision.row_id == Row.id, Revision.saved_by.not_in(ids)))
    return list(db.session.scalars(query.order_by(Row.created_at.desc(), Row.id.desc()).limit(LISTED)))


def list_notes(journey: Journey, among: Iterable[int] | None = None) -> list[Noted]:
    """The coaches' private notes of the last months, the newest first; `among`: only in these conversations. One
    query."""
    query = (
        select(Thread, Post.kind, PostNote.text, User.name, PostNote.written_at)
        .join(Post, Post.id == PostNote.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(User, User.id == PostNote.written_by)
        .where(
            Thread.journey_id == journey.id,
            Post.removed_at.is_(None),
            PostNote.written_at >= now() - PERIOD,
        )
    )
    if among is not None:
        query = query.where(Thread.id.in_(sorted(among)))
    query = query.order_by(PostNote.written_at.desc(), PostNote.id.desc()).limit(LISTED)
    return [Noted(*found) for found in db.session.execute(query)]
