"""Reading who holds which role."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Assignment, Municipality, Place, User


def list_staff(place: Place) -> Sequence[Assignment]:
    """The open roles at a place, with the people, in Swedish order."""
    return db.session.scalars(_STAFF, {"place": place.id}).all()


def list_officers(municipality: Municipality) -> Sequence[Assignment]:
    """The open roles at a municipality, with the people, in Swedish order."""
    return db.session.scalars(_OFFICERS, {"municipality": municipality.id}).all()


_OPEN = (
    select(Assignment)
    .join(Assignment.user)
    .where(Assignment.ended_at.is_(None))
    .options(contains_eager(Assignment.user))
    .order_by(User.sort_key, User.id)
)
_STAFF = _OPEN.where(Assignment.place_id == bindparam("place"))
_OFFICERS = _OPEN.where(Assignment.municipality_id == bindparam("municipality"))


def get_assignment(assignment_id: int) -> Assignment:
    """An open role with its person and what it is for. Raises NotFoundError."""
    query = (
        select(Assignment)
        .where(Assignment.id == assignment_id, Assignment.ended_at.is_(None))
        .options(
            joinedload(Assignment.user), joinedload(Assignment.place), joinedload(Assignment.municipality)
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(N_("The role has ended already."))
    return found


def load_assignment(assignment_id: int) -> tuple[Assignment]:
    """Loader of routes under /region/roles/<assignment_id>/."""
    return (get_assignment(assignment_id),)


def list_coach_choices(place: Place) -> Sequence[User]:
    """Coaches who can be chosen for a place: of the region's pool or at another place, but not at this one already."""
    here = exists().where(
        Assignment.user_id == User.id, Assignment.place_id == place.id, Assignment.ended_at.is_(None)
    )
    coach = exists().where(
        Assignment.user_id == User.id,
        Assignment.role.in_(("coach", "place_coach")),
        Assignment.ended_at.is_(None),
    )
    return db.session.scalars(
        select(User).where(User.active, coach, ~here).order_by(User.sort_key, User.id)
    ).all()
