"""What somebody has looked at, at a place, and since when something there is new to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from portal.extensions import UtcDateTime, db
from portal.models import Answer, Look, Post, Row, Thread, ThreadRead, Tick, User
from portal.policy import Workplace, can_read_register, can_read_step, reader
from portal.process.schema import Audience
from portal.process.visits import is_over, new_since


class Line(NamedTuple):
    """A look (`key`: its subject; `at`, and `before` it), or an answer, row or tick that was saved (`key`: its
    question, register or line; `by` whom, `at`; of a row its `row_id` and who made it when: `made_by`, `before`;
    `who`: what they are called).

    A talk: a conversation with posts that the person has not read (`key`: what it is about, empty for nothing in
    particular; `row_id`: the conversation; `by`: how many posts; `at`: the latest)."""

    kind: str
    key: str
    row_id: int | None
    at: datetime
    before: datetime | None
    by: int | None
    made_by: int | None
    who: str | None


class Talk(NamedTuple):
    """A conversation in which something is new to the person: how many posts, and what it is about (empty: nothing in
    particular)."""

    thread_id: int
    about: str
    new: int

    def is_within(self, key: str) -> bool:
        """Whether it is about this step, section, question or register, or something in it."""
        return f"{self.about}.".startswith(f"{key}.")


@dataclass(frozen=True, slots=True)
class Glance:
    """A person's looks at what they may read of a place; `moment` is when they look now.

    `since`: the time after which something is new to them, by the key of a step or place-wide register; nothing is new
    in one that is missing there. `looked`: every latest look. `readable`: the keys of all that they may read.
    `own_since`: from when on they have read what they wrote themselves. `saved`: what others have saved since the
    first of their looks, readable or not. `talks`: what is new to them in the place's conversations.
    """

    user_id: int
    circle: Audience
    moment: datetime
    readable: tuple[str, ...]
    looked: Mapping[str, datetime]
    since: Mapping[str, datetime]
    own_since: Mapping[str, datetime]
    saved: tuple[Line, ...]
    talks: tuple[Talk, ...] = ()

    @property
    def names(self) -> dict[int, str]:
        """What those are called who have saved something."""
        return {line.by: line.who for line in self.saved if line.by is not None and line.who}

    @property
    def unopened(self) -> tuple[str, ...]:
        return tuple(key for key in self.readable if key not in self.looked)

    def is_over(self, subject: str) -> bool:
        """Whether there was a visit, and it is over."""
        return subject in self.looked and is_over(self.looked[subject], self.moment)


def get_glance(user: User, workplace: Workplace, moment: datetime) -> Glance:
    """One query; none for somebody in no circle of the place. What somebody read in another circle does not count.
    `moment`: when the person looks, from before the place was read."""
    circle = reader(user, workplace.place)
    readable = readable_subjects(user, workplace)
    if circle is None:
        return Glance(user.id, Audience.PLAN, moment, (), {}, {}, {}, ())
    asked = {
        "user": user.id,
        "journey": workplace.journey.id,
        "circle": circle.value,
        "team": circle is Audience.TEAM,
    }
    lines = [Line(*line) for line in db.session.execute(_LOOKS_AND_SAVED, asked)]
    found = {
        line.key: (line.at, line.before) for line in lines if line.kind == "look" and line.key in readable
    }
    since = {key: at for key, look in found.items() if (at := new_since(*look, moment))}
    # What a coach wrote when nothing was shared with coaches is no longer theirs to read.
    own = {key: max(at, workplace.shared.get(key, at)) for key, at in since.items()}
    looked = {key: at for key, (at, _before) in found.items()}
    saved = tuple(line for line in lines if line.kind not in ("look", "talk"))
    talks = tuple(Talk(line.row_id or 0, line.key, line.by or 0) for line in lines if line.kind == "talk")
    return Glance(user.id, circle, moment, readable, looked, since, own, saved, talks)


def readable_subjects(user: User, workplace: Workplace) -> tuple[str, ...]:
    """The keys of the steps and place-wide registers that the person may read now, registers first."""
    process = workplace.process
    registers = [r.key for r in process.registers if can_read_register(user, workplace, r.key)]
    return (*registers, *(s.key for s in process.steps if can_read_step(user, workplace, s)))


_USER, _JOURNEY = bindparam("user", type_=Integer), bindparam("journey", type_=Integer)
_THEIRS = and_(
    Look.user_id == _USER, Look.journey_id == _JOURNEY, Look.circle == bindparam("circle", type_=String)
)
_FIRST = select(func.min(func.coalesce(Look.previous_at, Look.looked_at))).where(_THEIRS).scalar_subquery()
_NOBODY, _NEVER = cast(null(), Integer), cast(null(), UtcDateTime)


def _line(
    kind: str, key: Any, row_id: Any, at: Any, before: Any, by: Any, made_by: Any, who: Any = None
) -> Select[Any]:
    who = cast(null(), String) if who is None else who
    return select(literal_column(f"'{kind}'", String), key, row_id, at, before, by, made_by, who)


def _saved(kind: str, of: Any, key: Any, at: Any, by: Any) -> Select[Any]:
    """By others, since the first look."""
    is_row = of is Row
    row = (Row.id, Row.created_at, Row.created_by) if is_row else (_NOBODY, _NEVER, _NOBODY)
    who = select(User.name).where(User.id == by).scalar_subquery()
    query = _line(kind, key, row[0], at, row[1], by, row[2], who)
    return query.where(of.journey_id == _JOURNEY, at > _FIRST, by != _USER)


def _talks() -> Select[Any]:
    """The place's conversations in which somebody else has said something that the person has not read."""
    read = and_(ThreadRead.thread_id == Thread.id, ThreadRead.user_id == _USER)
    about = func.coalesce(Thread.anchor_key, literal_column("''", String))
    # Of what the municipality and the coaches say, the team reads what was shared with it, in the order of sharing.
    by_share = and_(bindparam("team", type_=Boolean).is_(True), Thread.kind == "municipal")
    return (
        _line("talk", about, Thread.id, Thread.last_post_at, _NEVER, func.count(Post.id), _NOBODY)
        .join(Post, Post.thread_id == Thread.id)
        .outerjoin(ThreadRead, read)
        .where(
            Thread.journey_id == _JOURNEY,
            Post.author_id != _USER,
            Post.removed_at.is_(None),
            case(
                (by_share, Post.shared_order > func.coalesce(ThreadRead.read_share, 0)),
                else_=Post.id > func.coalesce(ThreadRead.read_post_id, 0),
            ),
        )
        .group_by(Thread.id, Thread.anchor_key, Thread.last_post_at)
    )


_LOOKS_AND_SAVED = union_all(
    _talks(),
    _line("look", Look.subject_key, _NOBODY, Look.looked_at, Look.previous_at, _NOBODY, _NOBODY).where(
        _THEIRS
    ),
    _saved("answer", Answer, Answer.question_key, Answer.updated_at, Answer.updated_by),
    _saved("row", Row, Row.register_key, Row.updated_at, Row.updated_by).where(Row.deleted_at.is_(None)),
    _saved("tick", Tick, Tick.item_key, Tick.ticked_at, Tick.ticked_by),
)
