"""The rows of a page of the inbox with everything that they say: one query for each sort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from portal.extensions import db
from portal.models import (
    Cover,
    Decision,
    Journey,
    Place,
    Post,
    Promise,
    Share,
    Submission,
    Thread,
    ThreadGuest,
    User,
    VerdictPoint,
)
from portal.policy import Conversation, Workplace
from portal.process.definitions import find_definition
from portal.queries.threads import unread_of
from portal.queries.waiting import ANSWER, DECIDE, END, GATE, PAUSED, POINT, QUIET

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Taken:
    """Who has taken a row over for the place's coaches."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A submission; `changed`: how many answers since the last one, None for a first one."""

    kind: str
    workplace: Workplace
    id: int
    number: int
    state: str
    submitted_at: datetime
    registry_number: str | None
    changed: int | None
    begun_by: int | None
    beginner: str | None
    verdict: str | None
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for an answer, or for the place to say more: the post that asked, who wrote it, and how
    many posts of the conversation are new to the person."""

    kind: str
    conversation: Conversation
    promise: Promise
    post: Post
    asker: str
    unread: int
    taken: Taken | None

    @property
    def workplace(self) -> Workplace:
        return self.conversation.workplace


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of a journey: the checkpoint's, the last one, or since when nothing has changed."""

    kind: str
    workplace: Workplace
    day: date | datetime | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A point of a verdict, with the submission that it is about; the workplace knows whether what it is about is
    shared."""

    kind: str
    workplace: Workplace
    point: VerdictPoint
    submission_id: int


Line = Handed | Asked | Dated | Followed


def get_lines(user: User, keys: Sequence[Key]) -> list[Line]:
    """The rows in the order of their keys. At most four queries; none for sorts that are not there."""
    ids: dict[str, list[int]] = {}
    for kind, number in keys:
        ids.setdefault(kind, []).append(number)
    found: dict[Key, Line] = {}
    if DECIDE in ids:
        found |= {(DECIDE, line.id): line for line in _handed(ids[DECIDE])}
    asked = [*ids.get(ANSWER, ()), *ids.get(PAUSED, ())]
    if asked:
        found |= {(line.kind, line.promise.id): line for line in _asked(user, asked)}
    dated = [(kind, number) for kind, number in keys if kind in (GATE, END, QUIET)]
    if dated:
        found |= _dated(dated)
    if POINT in ids:
        found |= {(POINT, line.point.id): line for line in _followed(ids[POINT])}
    return [found[key] for key in keys if key in found]


_BEGINNER, _ASKER, _TAKER, _OTHER = aliased(User), aliased(User), aliased(User), aliased(Decision)
_COVER = aliased(Cover)
_NEWEST = (
    select(func.max(_OTHER.id))
    .where(_OTHER.submission_id == Submission.id)
    .correlate(Submission)
    .scalar_subquery()
)


_JOURNEY = (
    select(Journey)
    .join(Journey.place)
    .join(Place.municipality)
    .options(contains_eager(Journey.place).contains_eager(Place.municipality))
)

_HANDED = (
    _JOURNEY.join(Submission, Submission.journey_id == Journey.id)
    .outerjoin(_BEGINNER, _BEGINNER.id == Submission.begun_by)
    .outerjoin(Decision, Decision.id == _NEWEST)
    .outerjoin(_COVER, and_(_COVER.submission_id == Submission.id, _COVER.ended_at.is_(None)))
    .outerjoin(_TAKER, _TAKER.id == _COVER.user_id)
    .add_columns(
        Submission.id,
        Submission.number,
        Submission.state,
        Submission.submitted_at,
        Submission.registry_number,
        Submission.snapshot["changed"].as_integer().label("changed"),
        Submission.begun_by,
        _BEGINNER.name.label("beginner"),
        Decision.verdict,
        _TAKER.id.label("taker_id"),
        _TAKER.name.label("taker"),
    )
)


def _handed(ids: Sequence[int]) -> Iterator[Handed]:
    for row in db.session.execute(_HANDED.where(Submission.id.in_(ids))).mappings():
        found = dict(row)
        taken = _taken(found.pop("taker_id"), found.pop("taker"))
        yield Handed(kind=DECIDE, workplace=workplace_of(found.pop("Journey")), taken=taken, **found)


def _asked(user: User, ids: Sequence[int]) -> Iterator[Asked]:
    guest = exists().where(
        ThreadGuest.thread_id == Thread.id, ThreadGuest.user_id == user.id, ThreadGuest.ended_at.is_(None)
    )
    query = (
        _JOURNEY.join(Thread, Thread.journey_id == Journey.id)
        .join(Promise, Promise.thread_id == Thread.id)
        .join(Post, Post.id == Promise.asked_post_id)
        .join(_ASKER, _ASKER.id == Post.author_id)
        .outerjoin(_COVER, and_(_COVER.thread_id == Thread.id, _COVER.ended_at.is_(None)))
        .outerjoin(_TAKER, _TAKER.id == _COVER.user_id)
        .add_columns(Thread, Promise, Post, _ASKER.name, unread_of(user), guest, _TAKER.id, _TAKER.name)
        .where(Promise.id.in_(ids))
    )
    for journey, thread, promise, post, asker, unread, is_guest, taker, name in db.session.execute(query):
        conversation = Conversation(
            workplace_of(journey),
            thread,
            guests=frozenset({user.id} if is_guest else ()),
            covers=frozenset({taker} if taker else ()),
        )
        kind = PAUSED if promise.due_on is None else ANSWER
        yield Asked(kind, conversation, promise, post, asker, unread, _taken(taker, name))


def _dated(keys: Sequence[Key]) -> dict[Key, Line]:
    query = _JOURNEY.where(Journey.id.in_({number for _kind, number in keys}))
    journeys = {journey.id: journey for journey in db.session.scalars(query)}
    found: dict[Key, Line] = {}
    for kind, number in keys:
        journey = journeys.get(number)
        if journey is not None:
            day = {GATE: journey.checkpoint_due_on, END: journey.ends_on, QUIET: journey.changed_at}[kind]
            found[kind, number] = Dated(kind, workplace_of(journey), day)
    return found


_SHARED_AT = (
    select(func.max(Share.shared_at))
    .where(
        Share.journey_id == Journey.id,
        Share.ended_at.is_(None),
        or_(
            VerdictPoint.anchor_key == Share.subject_key,
            VerdictPoint.anchor_key.startswith(Share.subject_key + "."),
        ),
    )
    .correlate(Journey, VerdictPoint)
    .scalar_subquery()
)
_FOLLOWED = (
    _JOURNEY.join(Submission, Submission.journey_id == Journey.id)
    .join(Decision, Decision.submission_id == Submission.id)
    .join(VerdictPoint, VerdictPoint.decision_id == Decision.id)
    .add_columns(VerdictPoint, Submission.id, _SHARED_AT)
)


def _followed(ids: Sequence[int]) -> Iterator[Followed]:
    query = _FOLLOWED.where(VerdictPoint.id.in_(ids))
    for journey, point, submission_id, shared_at in db.session.execute(query):
        shared = {point.anchor_key.partition(".")[0]: shared_at} if shared_at else {}
        yield Followed(POINT, workplace_of(journey, shared), point, submission_id)


def workplace_of(journey: Journey, shared: Mapping[str, datetime] = MappingProxyType({})) -> Workplace:
    """A workplace of which only this much is known to be shared."""
    process = find_definition(journey.definition_key, journey.definition_version)
    return Workplace(journey.place, journey, process, shared)


def _taken(key: int | None, name: str | None) -> Taken | None:
    return Taken(key, name or "") if key is not None else None
