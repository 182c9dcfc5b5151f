"""The inbox: one list in one order of what waits for coaches, a page at a time, with how much there is of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Row,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from portal.extensions import db
from portal.models import User
from portal.policy import has_role, is_coach, is_region
from portal.queries import waiting
from portal.queries.inbox_filters import KINDS, Choices, Wanted, get_choices, narrow, states_of
from portal.queries.inbox_lines import Line, get_lines
from portal.queries.menus import note_waiting
from portal.queries.paging import SIZE, Page


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
    """Whether a person's own rows are shown first; others look at everyone's."""
    return has_role(user, "place_coach")


def get_inbox(user: User, wanted: Wanted) -> Inbox:
    """At most seven queries, however much waits: two for the filters, one for the list with its counts, and one for
    each of four sorts of rows that stand on the page. One more for a page past the end."""
    choices = get_choices(user)
    counts, keys, wanted = _find(user, wanted, choices)
    total = counts.total(wanted.kind, mine=wanted.mine)
    if not wanted.is_narrowed and wanted.state == "waiting":
        note_waiting(counts.total("decide", mine=True) + counts.total("answer", mine=True))
    return Inbox(Page(get_lines(user, keys), wanted.page, total), counts, choices)


def count_kinds(user: User, wanted: Wanted) -> Counts:
    """How much there is of each kind. One query, and two for the filters where only some places are asked for."""
    coach, region = is_coach(user), is_region(user)
    if wanted.is_narrowed:
        sources = _narrowed(wanted, get_choices(user), coach=coach, region=region)
    else:
        sources = _sources(coach=coach, region=region)
    query = union_all(*_counting(sources))
    return _counted(db.session.execute(query, waiting.who_asks(user, states_of(wanted))).all())


Key = tuple[str, int]
Sources = Mapping[str, Any]


def _find(user: User, wanted: Wanted, choices: Choices) -> tuple[Counts, list[Key], Wanted]:
    """The counts, and which rows stand on the page: their kinds and ids in order."""
    params = waiting.who_asks(user, states_of(wanted))
    params |= {"least": int(wanted.mine), "size": SIZE}
    coach, region = is_coach(user), is_region(user)
    if wanted.is_narrowed:
        sources = _narrowed(wanted, choices, coach=coach, region=region)
        query = _listed(sources, wanted.kind, latest_first=wanted.is_record)
    else:
        query = _statement(wanted.kind, coach=coach, region=region, latest_first=wanted.is_record)

    def ask(page: int) -> tuple[Counts, list[Key]]:
        found = db.session.execute(query, {**params, "skip": (page - 1) * SIZE, "upto": page * SIZE}).all()
        rows = sorted((row for row in found if row.id is not None), key=_order, reverse=wanted.is_record)
        return _counted([row for row in found if row.id is None]), [(row.kind, row.id) for row in rows]

    counts, keys = ask(wanted.page)
    last = max(1, -(-counts.total(wanted.kind, mine=wanted.mine) // SIZE))
    if wanted.page > last:
        wanted = replace(wanted, page=last)
        counts, keys = ask(last)
    return counts, keys, wanted


@cache
def _sources(*, coach: bool, region: bool) -> Sources:
    return waiting.sources(coach=coach, region=region)


@cache
def _statement(kind: str, *, coach: bool, region: bool, latest_first: bool) -> CompoundSelect[Any]:
    """Built once for each sort of person: putting it together takes longer than asking."""
    return _listed(_sources(coach=coach, region=region), kind, latest_first=latest_first)


# PostgreSQL wants to know what kind of nothing it is.
_NO_NUMBER: Any = cast(null(), Integer)
_NO_DAY: Any = cast(null(), Date)


def _listed(sources: Sources, kind: str, *, latest_first: bool) -> CompoundSelect[Any]:
    """The rows of a page, and behind them how much there is of each kind. Each source gives no more rows than can stand
    up to here, in the order of an index where there is one."""
    parts = []
    for each in KINDS[kind]:
        source = sources[each].subquery()
        found = select(source).where(source.c.own >= bindparam("least", type_=Integer))
        found = found.order_by(*_ordered(source.c, latest_first=latest_first))
        parts.append(select(found.limit(bindparam("upto", type_=Integer)).subquery()))
    rows = union_all(*parts).subquery()
    page = (
        select(rows, _NO_NUMBER.label("n"))
        .order_by(*_ordered(rows.c, latest_first=latest_first))
        .limit(bindparam("size", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
        .subquery()
    )
    return union_all(select(page), *_counting(sources))


def _counting(sources: Sources) -> list[Any]:
    found: list[Any] = []
    for kind, source in sources.items():
        rows, nothing = (
            source.subquery(),
            [_NO_NUMBER.label("id"), _NO_NUMBER.label("tier"), _NO_DAY.label("day")],
        )
        own, number = func.coalesce(func.sum(rows.c.own), 0).label("own"), func.count().label("n")
        found.append(select(literal_column(f"'{kind}'", String).label("kind"), *nothing, own, number))
    return found


def _ordered(columns: Any, *, latest_first: bool) -> list[ColumnElement[Any]]:
    found = [columns.tier, columns.day, columns.kind, columns.id]
    return [column.desc() for column in found] if latest_first else found


def _order(row: Row[Any]) -> tuple[Any, ...]:
    return row.tier, row.day, row.kind, row.id


def _counted(rows: Sequence[Row[Any]]) -> Counts:
    return Counts({row.kind: int(row.n) for row in rows}, {row.kind: int(row.own) for row in rows})


def _narrowed(wanted: Wanted, choices: Choices, *, coach: bool, region: bool) -> Sources:
    here, found = narrow(wanted, choices)
    return waiting.sources(coach=coach, region=region, narrow=here, found=found)
