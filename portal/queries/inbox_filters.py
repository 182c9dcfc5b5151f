"""The inbox's filters: what they offer, what a person has chosen, and what that leaves of the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from portal.extensions import db
from portal.models import Assignment, Journey, Municipality, Place, Submission, User
from portal.queries.scopes import led_by
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


PLACES_LISTED = 100
"""Places to choose among; where there are more, one types a part of the name."""

Choice = tuple[str, str]
"""The slug and the name."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Places and municipalities in Swedish order, and the sectors of coaches, by the coach's id.

    `is_typed`: there are more places than anybody looks through, so the name of one is typed, and `places` is empty.
    """

    places: Sequence[Choice]
    municipalities: Sequence[Choice]
    coaches: Mapping[int, Sequence[str]]
    is_typed: bool = False

    @property
    def sectors(self) -> list[str]:
        return sorted({sector for each in self.coaches.values() for sector in each})


def get_choices(user: User) -> Choices:
    """Two queries: the places that have begun with their municipalities, but none whose team the person belongs to, and
    the coaches of places with their sectors."""
    found = db.session.execute(_NAMED, {"led": led_by(user)}).all()
    named = sorted(found, key=lambda row: row.sort_key)
    places = [(row.slug, row.name) for row in named if row.what == "place"]
    towns = [(row.slug, row.name) for row in named if row.what == "municipality"]
    coaches = {row.id: row.sectors for row in db.session.execute(_COACHES)}
    is_typed = len(places) > PLACES_LISTED
    return Choices([] if is_typed else places, towns, coaches, is_typed)


_NOT_LED = Place.id.not_in(bindparam("led", expanding=True))
# Columns of the tables, not of the models: a thousand rows of two words need no look at each.
_PLACES = (
    select(literal_column("'place'").label("what"), Place.slug, Place.name, Place.sort_key)
    .where(_NOT_LED, exists().where(Journey.place_id == Place.id))
    .order_by(Place.sort_key)
    .limit(PLACES_LISTED + 1)
    .subquery()
)
_NAMED = union_all(
    select(_PLACES),
    select(
        literal_column("'municipality'"), Municipality.slug, Municipality.name, Municipality.sort_key
    ).where(exists().where(Place.municipality_id == Municipality.id, _NOT_LED, Journey.place_id == Place.id)),
)
_COACHES = select(User.id, User.sectors).where(
    User.id.in_(
        select(Assignment.user_id).where(Assignment.role == "place_coach", Assignment.ended_at.is_(None))
    )
)


def narrow(wanted: Wanted, choices: Choices) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on the journeys, and for submissions. Each word of a search is found in the place or the municipality;
    of a submission in its registry number, too."""
    here, words, found = _chosen(wanted, choices), [], []
    for word in fold(wanted.q).split():
        named = _has(Place.search_name, word) | _has(Municipality.search_name, word)
        words.append(Journey.place_id.in_(_BY_PLACE.where(named)))
        found.append(or_(words[-1], _has(func.lower(Submission.registry_number), word)))
    return and_(true(), *here, *words), and_(true(), *here, *found)


def _chosen(wanted: Wanted, choices: Choices) -> list[ColumnElement[bool]]:
    """Conditions on the journeys. Where there are many places one is also found by a part of its name."""
    query, is_narrowed = _BY_PLACE, False
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


_BY_PLACE = select(Place.id).join(Municipality, Municipality.id == Place.municipality_id)
