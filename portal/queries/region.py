"""The region's overview: how much there is, and what wants attention."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from portal.extensions import db
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
    concerns: tuple[Concern, ...]


def get_overview() -> Overview:
    """One query for the numbers, and one for each concern that somebody has."""
    numbers = [
        _count(select(Place)),
        _count(select(Place).where(RUNNING)),
        _count(select(User).where(User.active)),
        _count(select(Municipality)),
        _count(select(Invitation).where(ends_soon())),
        *(_count(select(Place).where(SHOWN[show])) for show in ATTENTION),
    ]
    places, running, people, municipalities, ending, *needs = db.session.execute(select(*numbers)).one()
    concerns = tuple(
        Concern(show, count, _names(show)) for show, count in zip(ATTENTION, needs, strict=True) if count
    )
    return Overview(places, running, people, municipalities, ending, concerns)


def _count(query: Select[tuple[object]]) -> ColumnElement[int]:
    return query.with_only_columns(func.count()).scalar_subquery()


def _names(show: str) -> tuple[str, ...]:
    query = select(Place.name).where(SHOWN[show]).order_by(Place.sort_key, Place.id).limit(NAMED)
    return tuple(db.session.scalars(query))
