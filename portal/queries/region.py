"""The region's overview: how much there is, and what wants attention."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from portal.extensions import Base, db
from portal.models import Invitation, Municipality, Place, User
from portal.queries.invitations import ends_soon
from portal.queries.region_places import RUNNING, SHOWN

NAMED = 3
ATTENTION = ("waiting", "no_journey", "no_leader", "few_coaches")
"""Filters of the list of places that tell of something to do, the most pressing first."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Places with the same need: how many, and the names of the first few."""

    show: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    places: int
    running: int
    people: int
    municipalities: int
    ending_invitations: int
    bounced: int
    concerns: tuple[Concern, ...]


def get_overview() -> Overview:
    """One query for the numbers, and one for each concern that somebody has."""
    numbers = [
        _count(Place),
        _count(Place, RUNNING),
        _count(User, User.active.is_(True)),
        _count(Municipality),
        _count(Invitation, ends_soon()),
        _count(User, User.active.is_(True), User.mail_bounced_at.is_not(None)),
        *(_count(Place, SHOWN[show]) for show in ATTENTION),
    ]
    places, running, people, municipalities, ending, bounced, *needs = db.session.execute(
        select(*numbers)
    ).one()
    concerns = tuple(
        Concern(show, count, _names(show)) for show, count in zip(ATTENTION, needs, strict=True) if count
    )
    return Overview(places, running, people, municipalities, ending, bounced, concerns)


def _count(model: type[Base], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()


def _names(show: str) -> tuple[str, ...]:
    query = select(Place.name).where(SHOWN[show]).order_by(Place.sort_key, Place.id).limit(NAMED)
    return tuple(db.session.scalars(query))
