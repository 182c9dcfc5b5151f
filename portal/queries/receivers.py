"""Who gets a letter: the people who hold a role at a place or a municipality now."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from portal.extensions import db
from portal.models import Assignment, Municipality, Place, User


def list_officers(municipality: Municipality) -> list[User]:
    """The officers of a municipality, without closed accounts."""
    return _list(Assignment.role == "officer", Assignment.municipality_id == municipality.id)


def list_place_coaches(place: Place) -> list[User]:
    """The coaches of a place, without closed accounts."""
    return _list(Assignment.role == "place_coach", Assignment.place_id == place.id)


def list_team_and_coaches(place: Place) -> list[User]:
    """The team of a place and its coaches, without closed accounts."""
    roles = or_(Assignment.role == "leader", Assignment.role == "place_coach")
    return _list(roles, Assignment.place_id == place.id)


def list_team(place: Place) -> list[User]:
    """The team of a place, without closed accounts."""
    return _list(Assignment.role == "leader", Assignment.place_id == place.id)


def _list(*conditions: ColumnElement[bool]) -> list[User]:
    holders = select(Assignment.user_id).where(*conditions, Assignment.ended_at.is_(None))
    return list(db.session.scalars(select(User).where(User.id.in_(holders), User.active).order_by(User.id)))
