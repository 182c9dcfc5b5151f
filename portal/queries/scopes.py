"""Which rows of a list a person may see, as SQL. Each function is the twin of a predicate in `portal.policy`; a parity
test compares them over every person and every place."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from portal.models import Cover, Journey, Place, PlanEdition, Submission, Thread, User
from portal.policy import is_coach, is_region
from portal.process.reach import Reach, wide_as
from portal.queries.duty import is_away, staffed_places

_COVER = aliased(Cover)


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
    return Place.municipality_id.in_(served_by(user))


def plans_seen_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.can_read_plan`, for open editions in a query that joins the place. Visitors, too."""
    is_public = PlanEdition.audience == Reach.PUBLIC.value
    if not user.is_authenticated:
        return is_public
    if is_region(user):
        return true()
    own = [a.place_id for a in user.assignments if a.role in ("leader", "place_coach") and a.ended_at is None]
    has_come_in = and_(
        PlanEdition.reached_at.is_not(None), PlanEdition.municipality_id == Place.municipality_id
    )
    served = and_(PlanEdition.audience.in_(wide_as(Reach.MUNICIPALITY)), has_come_in, places_served_by(user))
    return or_(is_public, Place.id.in_(own), served)


def plans_kept_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.can_keep_plan`, for editions, open and ended."""
    return and_(PlanEdition.reached_at.is_not(None), PlanEdition.municipality_id.in_(served_by(user)))


def editions_read_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.can_read_edition`, for editions, open and ended, in a query that joins the place."""
    return places_seen_by(user)


def places_seen_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.can_see_place`: the region sees every place, others those where they lead or coach."""
    if is_region(user):
        return true()
    roles = ("leader", "place_coach")
    return Place.id.in_([a.place_id for a in user.assignments if a.role in roles and a.ended_at is None])


def places_on_duty_for(user: User, day: date, place: Any = Place.id) -> ColumnElement[bool]:
    """The twin of `policy.is_on_duty`: the places whose open questions and submissions are this person's: their own
    while they are not away, and those without any coach on duty, which are everyone's. `place`: the column with the
    place's id in the query that asks."""
    if not is_coach(user):
        return false()
    led = led_by(user)
    return and_(place.not_in(led), on_duty_at(place, day, person=user.id, coached=coached_by(user)))


def on_duty_at(place: Any, day: Any, *, person: Any, coached: Any) -> ColumnElement[bool]:
    """`places_on_duty_for` in parts that may be parameters of a statement that is built once; `coached` are ids of
    places. Without those that the person leads."""
    return or_(and_(place.in_(coached), ~is_away(person, day)), place.not_in(staffed_places(day)))


def served_by(user: User) -> list[int]:
    """The ids of the municipalities that the person is officer of."""
    held = user.assignments
    return [
        a.municipality_id for a in held if a.role == "officer" and a.ended_at is None and a.municipality_id
    ]


def led_by(user: User) -> list[int]:
    """The ids of the places whose team the person belongs to."""
    return [a.place_id for a in user.assignments if a.role == "leader" and a.ended_at is None and a.place_id]


def coached_by(user: User) -> list[int]:
    """The ids of the places that the person coaches, but for those whose team they belong to as well."""
    led, held = led_by(user), user.assignments
    own = [a.place_id for a in held if a.role == "place_coach" and a.ended_at is None and a.place_id]
    return [place for place in own if place not in led]


def submissions_covered_by(user: User) -> ColumnElement[bool]:
    """The twin of `policy.stands_in`: the submissions that the person has taken over."""
    return _covered(user, _COVER.submission_id == Submission.id)


def threads_covered_by(user: User) -> ColumnElement[bool]:
    """The conversations that the person has taken over."""
    return _covered(user, _COVER.thread_id == Thread.id)


def _covered(user: User, which: ColumnElement[bool]) -> ColumnElement[bool]:
    if not is_coach(user):
        return false()
    return exists().where(_COVER.user_id == user.id, _COVER.ended_at.is_(None), which)
