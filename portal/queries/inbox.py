"""The inbox: one list in one order of what waits for coaches, a page at a time, with how much there is of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    null,
    or_,
    select,
    true,
    union_all,
)

from portal.extensions import db
from portal.models import Assignment, Journey, Municipality, Place, Submission, User
from portal.policy import has_role, is_coach, is_region
from portal.queries import waiting
from portal.queries.inbox_choices import Choices, get_choices
from portal.queries.inbox_lines import Line, get_lines
from portal.queries.paging import SIZE, Page
from portal.queries.waiting import ANSWER, DECIDE, END, GATE, PAUSED, POINT, QUIET, WAITING
from portal.text import fold

STATES = ("waiting", "submitted", "under_review", "decided", "withdrawn", "all")
"""What the state filter may say of submissions; `waiting` is what still needs a decision."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "all": (DECIDE, ANSWER, GATE, POINT, END, QUIET),
    "decide": (DECIDE,),
    "answer": (ANSWER,),
    "dates": (GATE, POINT, END),
    "quiet": (QUIET,),
    "paused": (PAUSED,),
}
"""What the kind filter may say, and the kinds of rows that it means. What waits for the place is left out of `all`."""

_STATES = {
    "waiting": WAITING,
    "all": ("submitted", "under_review", "decided", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person has asked the inbox for; empty means no restriction. `mine`: only what is the person's own."""

    mine: bool = True
    kind: str = "all"
    state: str = "waiting"
    place: str = ""
    municipality: str = ""
    sector: str = ""
    q: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether only some places are asked for."""
        return bool(self.q or self.place or self.municipality or self.sector)

    @property
    def is_record(self) -> bool:
        """Whether submissions are asked for that nobody waits for any more: they stand latest first."""
        return self.state in ("decided", "withdrawn", "all")


def states_of(wanted: Wanted) -> Sequence[str]:
    """The states of the submissions that are asked for."""
    return _STATES.get(wanted.state, (wanted.state,))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are of each kind: everyone's, and of them one's own."""

    everyones: Mapping[str, int]
    own: Mapping[str, int]

    def total(self, kind: str, *, mine: bool) -> int:
        """Of the rows that a kind of the filter means."""
        found = self.own if mine else self.everyones
        return sum(found.get(each, 0) for each in KINDS[kind])


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the list, how many there are, and what the filters offer."""

    page: Page[Line]
    counts: Counts
    choices: Choices


def has_own_places(user: User) -> bool:
    """Whether "mine" means anything to the person."""
    return is_coach(user) and (has_role(user, "place_coach") or not is_region(user))


def get_inbox(user: User, wanted: Wanted) -> Inbox:
    """At most seven queries, however much waits: two for the filters, one for the list with its counts, and one for
    each of four sorts of rows that stand on the page. One more for a page past the end."""
    choices = get_choices(user)
    counts, keys, wanted = _find(user, wanted, choices)
    total = counts.total(wanted.kind, mine=wanted.mine)
    return Inbox(Page(get_lines(user, keys), wanted.page, total), counts, choices)


def count_kinds(user: User, wanted: Wanted) -> Counts:
    """How much there is of each kind. One query, and two for the filters where only some places are asked for."""
    coach, region = is_coach(user), is_region(user)
    if wanted.is_narrowed:
        query = _counting(_narrowed(wanted, get_choices(user), coach=coach, region=region))
    else:
        query = _counting(_waiting(coach=coach, region=region))
    return _counted(db.session.execute(query, waiting.who_asks(user, states_of(wanted))).all())


Key = tuple[str, int]


def _find(user: User, wanted: Wanted, choices: Choices) -> tuple[Counts, list[Key], Wanted]:
    """The counts, and which rows stand on the page: their kinds and ids in order."""
    params = waiting.who_asks(user, states_of(wanted))
    params |= {"kinds": list(KINDS[wanted.kind]), "least": int(wanted.mine), "size": SIZE}
    coach, region = is_coach(user), is_region(user)
    if wanted.is_narrowed:
        rows = _narrowed(wanted, choices, coach=coach, region=region)
        query = _listed(rows, latest_first=wanted.is_record)
    else:
        query = _statement(coach=coach, region=region, latest_first=wanted.is_record)

    def ask(page: int) -> tuple[Counts, list[Key]]:
        found = db.session.execute(query, {**params, "skip": (page - 1) * SIZE}).all()
        rows = sorted((row for row in found if row.id is not None), key=_order, reverse=wanted.is_record)
        return _counted([row for row in found if row.id is None]), [(row.kind, row.id) for row in rows]

    counts, keys = ask(wanted.page)
    last = max(1, -(-counts.total(wanted.kind, mine=wanted.mine) // SIZE))
    if wanted.page > last:
        wanted = replace(wanted, page=last)
        counts, keys = ask(last)
    return counts, keys, wanted


@cache
def _waiting(*, coach: bool, region: bool) -> CTE:
    return waiting.everything(coach=coach, region=region)


@cache
def _statement(*, coach: bool, region: bool, latest_first: bool) -> CompoundSelect[Any]:
    """Built once for each sort of person: putting it together takes longer than asking."""
    return _listed(_waiting(coach=coach, region=region), latest_first=latest_first)


def _listed(rows: CTE, *, latest_first: bool) -> CompoundSelect[Any]:
    """The rows of a page, and the counts of all kinds behind them: one look at the tables for both."""
    order = [column.desc() if latest_first else column.asc() for column in _ordered(rows)]
    page = (
        select(rows.c.kind, rows.c.id, rows.c.tier, rows.c.day, rows.c.own, null().label("n"))
        .where(
            rows.c.kind.in_(bindparam("kinds", expanding=True)),
            rows.c.own >= bindparam("least", type_=Integer),
        )
        .order_by(*order)
        .limit(bindparam("size", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
        .subquery("page")
    )
    return union_all(select(page), _counting(rows))


def _counting(rows: CTE) -> Select[Any]:
    own, number = func.coalesce(func.sum(rows.c.own), 0).label("own"), func.count().label("n")
    nothing = [null().label(name) for name in ("id", "tier", "day")]
    return select(rows.c.kind, *nothing, own, number).group_by(rows.c.kind)


def _ordered(rows: CTE) -> list[ColumnElement[Any]]:
    return [rows.c.tier, rows.c.day, rows.c.kind, rows.c.id]


def _order(row: Row[Any]) -> tuple[Any, ...]:
    return row.tier, row.day, row.kind, row.id


def _counted(rows: Sequence[Row[Any]]) -> Counts:
    return Counts({row.kind: int(row.n) for row in rows}, {row.kind: int(row.own) for row in rows})


def _narrowed(wanted: Wanted, choices: Choices, *, coach: bool, region: bool) -> CTE:
    """The same of some places only. Each word of a search is found in the place or the municipality; of a submission
    in its registry number, too."""
    here, found = _places(wanted, choices), []
    for word in fold(wanted.q).split():
        named = Journey.place_id.in_(
            _PLACES.where(or_(_has(Place.search_name, word), _has(Municipality.search_name, word)))
        )
        here.append(named)
        found.append(or_(named, _has(func.lower(Submission.registry_number), word)))
    words = len(found)
    of_submissions = and_(true(), *here[: len(here) - words], *found)
    return waiting.everything(coach=coach, region=region, narrow=and_(true(), *here), found=of_submissions)


def _places(wanted: Wanted, choices: Choices) -> list[ColumnElement[bool]]:
    """Conditions on the journeys. Where there are many places one is also found by a part of its name."""
    query, is_narrowed = _PLACES, False
    if wanted.place:
        chosen = Place.slug == wanted.place
        query = query.where(
            or_(chosen, _has(Place.search_name, fold(wanted.place))) if choices.is_typed else chosen
        )
        is_narrowed = True
    if wanted.municipality:
        query, is_narrowed = query.where(Municipality.slug == wanted.municipality), True
    if wanted.sector:
        coaches = [coach for coach, sectors in choices.coaches.items() if wanted.sector in sectors]
        coached = exists().where(
            Assignment.place_id == Place.id,
            Assignment.role == "place_coach",
            Assignment.ended_at.is_(None),
            Assignment.user_id.in_(coaches),
        )
        query, is_narrowed = query.where(coached), True
    return [Journey.place_id.in_(query)] if is_narrowed else []


def _has(column: Any, word: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.contains(word, autoescape=True)
    return found


_PLACES = select(Place.id).join(Municipality, Municipality.id == Place.municipality_id)
