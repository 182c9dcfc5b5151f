"""Reading municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Assignment, Municipality, Place, User
from portal.queries.paging import Page, paginate
from portal.queries.searching import matches


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A municipality in a list, with how many places and officers it has."""

    municipality: Municipality
    places: int
    officers: int


def get_municipality(slug: str) -> Municipality:
    """Raises NotFoundError."""
    found = db.session.scalars(select(Municipality).where(Municipality.slug == slug)).one_or_none()
    if found is None:
        raise NotFoundError(N_("There is no such municipality."))
    return found


def load_municipality(slug: str) -> tuple[Municipality]:
    """Loader of routes under /region/municipalities/<slug>/."""
    return (get_municipality(slug),)


def list_municipality_choices() -> Sequence[Municipality]:
    """All of them, in Swedish order: for a list to choose from."""
    return db.session.scalars(select(Municipality).order_by(Municipality.sort_key, Municipality.id)).all()


def list_municipalities(q: str, page: int) -> Page[MunicipalityRow]:
    """Those whose name holds every word of `q`, in Swedish order."""
    query = (
        select(Municipality)
        .where(*matches(Municipality.search_name, q))
        .order_by(Municipality.sort_key, Municipality.id)
    )
    found: Page[Municipality] = paginate(query, page)
    ids = [each.id for each in found.items]
    count_places = (
        select(Place.municipality_id, func.count())
        .where(Place.municipality_id.in_(ids))
        .group_by(Place.municipality_id)
    )
    count_officers = (
        select(Assignment.municipality_id, func.count())
        .join(Assignment.user)
        .where(Assignment.municipality_id.in_(ids), Assignment.ended_at.is_(None), User.active)
        .group_by(Assignment.municipality_id)
    )
    places = {row[0]: row[1] for row in db.session.execute(count_places)}
    officers = {row[0]: row[1] for row in db.session.execute(count_officers)}
    rows = [MunicipalityRow(each, places.get(each.id, 0), officers.get(each.id, 0)) for each in found.items]
    return Page(rows, found.number, found.total, found.size)


def list_own_municipalities(user: User) -> list[Municipality]:
    """Those that the signed-in person is an officer of, in Swedish order. They come with the person: no query."""
    own = [a.municipality for a in user.assignments if a.role == "officer" and a.ended_at is None]
    return sorted((each for each in own if each is not None), key=lambda each: each.sort_key)
