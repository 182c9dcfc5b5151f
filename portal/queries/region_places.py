"""Places as the region sees them: who works there and what they lack. Nothing of what the teams write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Assignment, Journey, Municipality, Place, Submission, User
from portal.queries.paging import Page, paginate
from portal.queries.searching import matches

COACHES = 2
"""How many coaches a place has by default, so that they can stand in for each other."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in a list: its current journey, if it has one, and how many lead and coach it."""

    place: Place
    journey: Journey | None
    leaders: int
    coaches: int


def current_journey(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Condition on Place: it has a current journey that fulfils `more`."""
    return exists().where(Journey.place_id == Place.id, Journey.is_current, *more)


def _staff(role: str) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(Assignment)
        .join(User, User.id == Assignment.user_id)
        .where(
            Assignment.place_id == Place.id,
            Assignment.role == role,
            Assignment.ended_at.is_(None),
            User.active,
        )
        .correlate(Place)
        .scalar_subquery()
    )


RUNNING = current_journey(Journey.state != "ended")

SHOWN: dict[str, ColumnElement[bool]] = {
    "active": current_journey(Journey.state == "active"),
    "paused": current_journey(Journey.state == "paused"),
    "ended": current_journey(Journey.state == "ended"),
    "no_journey": ~current_journey(),
    "no_leader": and_(RUNNING, _staff("leader") == 0),
    "few_coaches": and_(RUNNING, _staff("place_coach") < COACHES),
    "waiting": exists().where(
        Journey.place_id == Place.id,
        Journey.is_current,
        Submission.journey_id == Journey.id,
        Submission.state.in_(("submitted", "under_review")),
    ),
}
"""The filters of the list; the overview counts by the same conditions."""


def get_place(slug: str) -> Place:
    """The place with its municipality and journeys with their pauses. Raises NotFoundError."""
    query = (
        select(Place)
        .where(Place.slug == slug)
        .options(joinedload(Place.municipality), selectinload(Place.journeys).selectinload(Journey.pauses))
        .execution_options(populate_existing=True)
    )
    place = db.session.scalars(query).one_or_none()
    if place is None:
        raise NotFoundError(N_("There is no such place."))
    return place


def load_region_place(slug: str) -> tuple[Place]:
    """Loader of routes under /region/places/<slug>/."""
    return (get_place(slug),)


def list_place_choices() -> Sequence[Place]:
    """All places with their municipality, in Swedish order: for a list to choose from."""
    query = select(Place).options(joinedload(Place.municipality)).order_by(Place.sort_key, Place.id)
    return db.session.scalars(query).all()


def list_region_places(page: int, *, q: str = "", municipality: str = "", show: str = "") -> Page[PlaceRow]:
    """Places whose name holds every word of `q`, of the municipality with that slug, shown by a filter of SHOWN."""
    query = select(Place).where(*matches(Place.search_name, q))
    if municipality:
        query = query.join(Place.municipality).where(Municipality.slug == municipality)
    if show in SHOWN:
        query = query.where(SHOWN[show])
    query = query.options(joinedload(Place.municipality)).order_by(Place.sort_key, Place.id)
    found: Page[Place] = paginate(query, page)
    return Page(_rows(found.items), found.number, found.total, found.size)


def list_places_of(municipality: Municipality) -> list[PlaceRow]:
    """A municipality's places, in Swedish order."""
    query = select(Place).where(Place.municipality_id == municipality.id).order_by(Place.sort_key, Place.id)
    return _rows(db.session.scalars(query).all())


def _rows(places: Sequence[Place]) -> list[PlaceRow]:
    """Two queries, however many places."""
    ids = [place.id for place in places]
    journeys = {
        journey.place_id: journey
        for journey in db.session.scalars(
            select(Journey)
            .where(Journey.place_id.in_(ids), Journey.is_current)
            .options(selectinload(Journey.pauses))
        )
    }
    roles = (
        select(Assignment.place_id, Assignment.role)
        .join(Assignment.user)
        .where(Assignment.place_id.in_(ids), Assignment.ended_at.is_(None), User.active)
    )
    staff = Counter((place_id, role) for place_id, role in db.session.execute(roles))
    return [
        PlaceRow(
            place,
            journeys.get(place.id),
            staff[place.id, "leader"],
            staff[place.id, "place_coach"],
        )
        for place in places
    ]
