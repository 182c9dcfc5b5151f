"""What the inbox's filters offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, literal_column, select, union_all

from portal.extensions import db
from portal.models import Assignment, Journey, Municipality, Place, User
from portal.queries.scopes import led_by

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
