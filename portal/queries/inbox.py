"""The inbox: submissions as a query, never as stored tasks. What has waited longest stands first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.clock import STOCKHOLM, today
from portal.extensions import db
from portal.models import Assignment, Decision, Journey, Municipality, Place, Submission, User
from portal.policy import has_role
from portal.queries.paging import SIZE, Page
from portal.queries.scopes import submissions_of_own_places, submissions_seen_by
from portal.text import fold

WAITING = ("submitted", "under_review")
STATES = ("waiting", "submitted", "under_review", "decided", "withdrawn", "all")
"""What the state filter may say; `waiting` is what still needs a decision."""

PLACES_LISTED = 100
"""Places to choose among; where there are more, one types a part of the name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person has asked the inbox for; empty means no restriction. `mine`: only places that they are coach of."""

    mine: bool = True
    state: str = "waiting"
    place: str = ""
    municipality: str = ""
    sector: str = ""
    q: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """A submission as a line of the inbox; `changed` is None for a first one."""

    id: int
    number: int
    state: str
    submitted_at: datetime
    place: str
    place_slug: str
    municipality: str
    changed: int | None
    begun_by: int | None
    beginner: str | None
    definition_key: str
    definition_version: int
    verdict: str | None
    registry_number: str | None

    @property
    def definition(self) -> tuple[str, int]:
        """The key and version of the definition that the place follows."""
        return self.definition_key, self.definition_version

    @property
    def days(self) -> int:
        """For how many days it has waited."""
        return (today() - self.submitted_at.astimezone(STOCKHOLM).date()).days


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: (slug, name) of places and municipalities in Swedish order, and the coaches' sectors.

    `is_typed`: there are more places than anybody looks through, so the name of one is typed, and `places` is empty.
    """

    places: Sequence[Row[tuple[str, str]]]
    municipalities: Sequence[Row[tuple[str, str]]]
    sectors: list[str]
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the list, how many there are of one's own and of everyone's, and what the filters offer."""

    page: Page[Item]
    mine: int
    everyones: int
    choices: Choices


def has_own_places(user: User) -> bool:
    """Whether "mine" means anything to the person."""
    return has_role(user, "place_coach")


def get_inbox(user: User, wanted: Wanted) -> Inbox:
    """Five queries, however many submissions there are."""
    choices, coaches = _choices(user)
    base = _filtered(user, wanted, coaches, is_typed=choices.is_typed)
    mine = submissions_of_own_places(user)
    counts = db.session.execute(
        base.with_only_columns(
            func.count(Submission.id),
            func.coalesce(func.sum(case((mine, 1), else_=0)), 0),
        )
    ).one()
    everyones, own = int(counts[0]), int(counts[1])
    total = own if wanted.mine else everyones
    number = min(max(1, wanted.page), max(1, -(-total // SIZE)))
    query = base.where(mine) if wanted.mine else base
    oldest_first = wanted.state in ("waiting", *WAITING)
    order = [Submission.submitted_at.asc() if oldest_first else Submission.submitted_at.desc(), Submission.id]
    # First which ones: what has changed is read from the copy, which is large.
    page = query.with_only_columns(Submission.id).order_by(*order).limit(SIZE).offset((number - 1) * SIZE)
    rows = db.session.execute(_ITEMS.where(Submission.id.in_(page.correlate(None))).order_by(*order))
    return Inbox(Page([Item(*row) for row in rows], number, total), own, everyones, choices)


_BEGINNER = aliased(User)
_OTHER = aliased(Decision)
_NEWEST = (
    select(func.max(_OTHER.id))
    .where(_OTHER.submission_id == Submission.id)
    .correlate(Submission)
    .scalar_subquery()
)
_SUBMISSIONS = select(Submission.id).join(Journey, Journey.id == Submission.journey_id)
_WITH_PLACES = _SUBMISSIONS.join(Place, Place.id == Journey.place_id).join(
    Municipality, Municipality.id == Place.municipality_id
)
_ITEMS = (
    _WITH_PLACES.with_only_columns(
        Submission.id,
        Submission.number,
        Submission.state,
        Submission.submitted_at,
        Place.name,
        Place.slug,
        Municipality.name,
        Submission.snapshot["changed"].as_integer(),
        Submission.begun_by,
        _BEGINNER.name,
        Journey.definition_key,
        Journey.definition_version,
        Decision.verdict,
        Submission.registry_number,
    )
    .outerjoin(_BEGINNER, _BEGINNER.id == Submission.begun_by)
    .outerjoin(Decision, Decision.id == _NEWEST)
)


def _filtered(
    user: User, wanted: Wanted, coaches: Mapping[int, Sequence[str]], *, is_typed: bool
) -> Select[Any]:
    """`coaches`: the sectors of each, by id. `is_typed`: a place is also found by a part of its name."""
    # Hundreds of places are looked up only when somebody asks for some of them.
    narrowed = wanted.place or wanted.municipality or wanted.sector or wanted.q
    query = (_WITH_PLACES if narrowed else _SUBMISSIONS).where(submissions_seen_by(user))
    if wanted.state == "waiting":
        query = query.where(Submission.state.in_(WAITING))
    elif wanted.state != "all":
        query = query.where(Submission.state == wanted.state)
    if wanted.place:
        chosen = Place.slug == wanted.place
        named = Place.search_name.contains(fold(wanted.place), autoescape=True)
        query = query.where(or_(chosen, named) if is_typed else chosen)
    if wanted.municipality:
        query = query.where(Municipality.slug == wanted.municipality)
    if wanted.sector:
        ids = [coach for coach, sectors in coaches.items() if wanted.sector in sectors]
        query = query.where(
            exists().where(
                Assignment.place_id == Place.id,
                Assignment.role == "place_coach",
                Assignment.ended_at.is_(None),
                Assignment.user_id.in_(ids),
            )
        )
    for word in fold(wanted.q).split():
        query = query.where(_found(word))
    return query


def _found(word: str) -> ColumnElement[bool]:
    """Each word of a search is found in the place, the municipality or the registry number."""
    return or_(
        Place.search_name.contains(word, autoescape=True),
        Municipality.search_name.contains(word, autoescape=True),
        func.lower(Submission.registry_number).contains(word, autoescape=True),
    )


def _choices(user: User) -> tuple[Choices, dict[int, Sequence[str]]]:
    """Three queries: the places that have handed in something, their municipalities, and the coaches of places with
    their sectors."""
    seen = submissions_seen_by(user)
    handed_in = Place.id.in_(select(Journey.place_id).join(Submission).where(seen))
    town = exists().where(
        Place.municipality_id == Municipality.id,
        Journey.place_id == Place.id,
        Submission.journey_id == Journey.id,
        seen,
    )
    # Columns of the tables, not of the models: a thousand rows of two words need no look at each.
    place, municipality = Place.__table__.c, Municipality.__table__.c
    places = db.session.execute(
        select(place.slug, place.name).where(handed_in).order_by(place.sort_key).limit(PLACES_LISTED + 1)
    ).all()
    is_typed = len(places) > PLACES_LISTED
    municipalities = db.session.execute(
        select(municipality.slug, municipality.name).where(town).order_by(municipality.sort_key)
    ).all()
    coaches = {row.id: row.sectors for row in db.session.execute(_COACHES)}
    sectors = sorted({sector for each in coaches.values() for sector in each})
    return Choices([] if is_typed else places, municipalities, sectors, is_typed), coaches


_COACHES = select(User.id, User.sectors).where(
    User.id.in_(
        select(Assignment.user_id).where(Assignment.role == "place_coach", Assignment.ended_at.is_(None))
    )
)
