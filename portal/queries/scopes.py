"""Which rows of a list a person may see, as SQL. Each function is the twin of a predicate in `portal.policy`; a parity
test compares them over every person and every place."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select, true

from portal.models import Journey, Place, Submission, User
from portal.policy import is_coach, is_region


def submissions_seen_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.can_see_review`: coaches and region, but nothing of a place whose team they belong to."""
    if not (is_coach(user) or is_region(user)):
        return false()
    led = [a.place_id for a in user.assignments if a.role == "leader" and a.ended_at is None]
    if not led:
        return true()
    own = select(Journey.id).where(Journey.place_id.in_(led))
    return Submission.journey_id.not_in(own)


def submissions_of_own_places(user: User) -> ColumnElement[bool]:
    """Those of the places that the person is coach of, in a query that joins the journey."""
    coached = [a.place_id for a in user.assignments if a.role == "place_coach" and a.ended_at is None]
    return Journey.place_id.in_(coached)


def places_served_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.can_answer_for_municipality`: places of the municipalities that the person is officer of."""
    ids = [a.municipality_id for a in user.assignments if a.role == "officer" and a.ended_at is None]
    return Place.municipality_id.in_(ids) if ids else false()


def plans_seen_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.can_read_plan`, for places whose plan is shared now."""
    if is_region(user):
        return true()
    own = [a.place_id for a in user.assignments if a.role in ("leader", "place_coach") and a.ended_at is None]
    return or_(Place.id.in_(own), places_served_by(user))


def places_seen_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.can_see_place`: the region sees every place, others those where they lead or coach."""
    if is_region(user):
        return true()
    roles = ("leader", "place_coach")
    return Place.id.in_([a.place_id for a in user.assignments if a.role in roles and a.ended_at is None])
