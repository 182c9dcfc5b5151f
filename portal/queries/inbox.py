"""The inbox: submissions as a query, never as stored tasks. What has waited longest stands first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
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
    """What the filters offer: (slug, name) of places and municipalities in Swedish order, and the coaches' sectors."""

    places: list[tuple[str, str]]
    municipalities: list[tuple[str, str]]
    sectors: list[str]


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
    """Four queries, however many submissions there are."""
    choices, coaches = _choices(user)
    base = _filtered(user, wanted, coaches)
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
    order = Submission.submitted_at.asc() if oldest_first else Submission.submitted_at.desc()
    rows = db.session.execute(query.order_by(order, Submission.id).limit(SIZE).offset((number - 1) * SIZE))
    items = [Item(*row) for row in rows]
    return Inbox(Page(items, number, total), own, everyones, choices)


def _columns() -> Select[Any]:
    beginner = aliased(User)
    other = aliased(Decision)
    newest = (
        select(func.max(other.id))
        .where(other.submission_id == Submission.id)
        .correlate(Submission)
        .scalar_subquery()
    )
    return (
        select(
            Submission.id,
            Submission.number,
            Submission.state,
            Submission.submitted_at,
            Place.name,
            Place.slug,
            Municipality.name,
            Submission.snapshot["changed"].as_integer(),
            Submission.begun_by,
            beginner.name,
            Journey.definition_key,
            Journey.definition_version,
            Decision.verdict,
            Submission.registry_number,
        )
        .select_from(Submission)
        .join(Journey, Journey.id == Submission.journey_id)
        .join(Place, Place.id == Journey.place_id)
        .join(Municipality, Municipality.id == Place.municipality_id)
        .outerjoin(beginner, beginner.id == Submission.begun_by)
        .outerjoin(Decision, Decision.id == newest)
    )


def _filtered(user: User, wanted: Wanted, coaches: Iterable[User]) -> Select[Any]:
    query = _columns().where(submissions_seen_by(user))
    if wanted.state == "waiting":
        query = query.where(Submission.state.in_(WAITING))
    elif wanted.state != "all":
        query = query.where(Submission.state == wanted.state)
    if wanted.place:
        query = query.where(Place.slug == wanted.place)
    if wanted.municipality:
        query = query.where(Municipality.slug == wanted.municipality)
    if wanted.sector:
        ids = [coach.id for coach in coaches if wanted.sector in coach.sectors]
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


def _choices(user: User) -> tuple[Choices, list[User]]:
    """Two queries: the places that have handed in something, and the coaches of places."""
    places = db.session.execute(
        select(Place.slug, Place.name, Municipality.slug, Municipality.name, Municipality.sort_key)
        .join(Municipality, Municipality.id == Place.municipality_id)
        .where(
            exists().where(
                and_(
                    Journey.place_id == Place.id,
                    Submission.journey_id == Journey.id,
                    submissions_seen_by(user),
                )
            )
        )
        .order_by(Place.sort_key)
    ).all()
    coaching = select(Assignment.user_id).where(
        Assignment.role == "place_coach", Assignment.ended_at.is_(None)
    )
    coaches = list(db.session.scalars(select(User).where(User.id.in_(coaching))))
    municipalities = {row[2]: (row[4], row[3]) for row in places}
    by_name = sorted(municipalities.items(), key=lambda each: each[1][0])
    return (
        Choices(
            [(row[0], row[1]) for row in places],
            [(slug, name) for slug, (_, name) in by_name],
            sorted({sector for coach in coaches for sector in coach.sectors}),
        ),
        coaches,
    )
