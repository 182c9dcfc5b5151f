"""The places that a person may see, a page at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.models import Journey, Place, User
from portal.queries.paging import Page, paginate
from portal.queries.scopes import places_seen_by
from portal.queries.searching import matches


def list_journeys(user: User, typed: str, number: int) -> Page[Any]:
    """The current journeys of the places that the person may see, in Swedish order, with place, municipality and
    pauses. `typed` searches their names. Three queries."""
    query = (
        select(Journey)
        .join(Journey.place)
        .where(Journey.is_current, places_seen_by(user), *matches(Place.search_name, typed))
        .options(
            contains_eager(Journey.place).options(joinedload(Place.municipality)),
            selectinload(Journey.pauses),
        )
        .order_by(Place.sort_key, Place.id)
    )
    return paginate(query, number)
