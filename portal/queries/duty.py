"""Who is away and who answers for a place. A coach on duty is a coach of the place with an open account who is not
away and does not belong to its team; where there is none, the region's whole pool of coaches answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from portal.clock import today
from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Absence, Assignment, Place, User
from portal.queries.paging import Page, paginate

# Of their own: the queries that ask may hold the same tables.
_ABSENT, _COACH, _LEADS, _PERSON = aliased(Absence), aliased(Assignment), aliased(Assignment), aliased(User)


@dataclass(frozen=True, slots=True)
class Staffer:
    """An open role at a place with its person, and until when that person is away, if they are."""

    assignment: Assignment
    away_until: date | None

    @property
    def user(self) -> User:
        return self.assignment.user

    @property
    def role(self) -> str:
        return self.assignment.role


def is_away(person: Any, day: Any) -> ColumnElement[bool]:
    """Whether somebody (a column of ids, or one id) is away on the day (or a parameter for it)."""
    return exists().where(_ABSENT.user_id == person, *_covers(day))


def is_coach_on_duty(place: Any, day: Any, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a place (a column of ids, or one id) has a coach of its own on duty."""
    return exists().where(_COACH.place_id == place, *_on_duty(day), *more)


def staffed_places(day: Any) -> Select[Any]:
    """The ids of all places that have a coach of their own on duty: for lists, where asking once is less than asking
    for each row."""
    return select(_COACH.place_id).where(_COACH.place_id.is_not(None), *_on_duty(day))


def receivers_for(place: Place, *, beside: User | None = None) -> list[User]:
    """Whom a question or a submission is told to: the coaches on duty, else the pool; of the pool those who are away
    only when everybody is. `beside`: who has taken the thing over. Two queries at most."""
    day = today()
    found = list(
        db.session.scalars(_people(select(_COACH.user_id).where(_COACH.place_id == place.id, *_on_duty(day))))
    )
    if not found:
        pool = db.session.execute(_pool(place).add_columns(is_away(User.id, day))).all()
        found = [user for user, away in pool if not away] or [user for user, _away in pool]
    if beside is not None and beside.active and beside.id not in {user.id for user in found}:
        found.append(beside)
    return found


def list_away(place: Place, day: date) -> dict[int, date]:
    """Which coaches of a place are away on the day, and until when, by their ids."""
    return {
        each.user.id: each.away_until
        for each in list_staff(place, day)
        if each.role == "place_coach" and each.away_until is not None
    }


def list_staff(place: Place, day: date) -> Sequence[Staffer]:
    """The open roles at a place with the people, in Swedish order, and who of them is away. One query."""
    query = (
        select(Assignment, away_until(day))
        .join(Assignment.user)
        .where(Assignment.place_id == place.id, Assignment.ended_at.is_(None))
        .options(contains_eager(Assignment.user))
        .order_by(User.sort_key, User.id)
    )
    return [Staffer(assignment, until) for assignment, until in db.session.execute(query)]


def list_on_duty(staff: Sequence[Staffer]) -> list[User]:
    """Of the people at a place the coaches on duty."""
    team = {each.user.id for each in staff if each.role == "leader"}
    return [
        each.user
        for each in staff
        if each.role == "place_coach"
        and each.user.active
        and each.away_until is None
        and each.user.id not in team
    ]


def list_absences(coach: User, number: int) -> Page[Absence]:
    """When a coach is away, the latest first, without what was taken back."""
    query = (
        select(Absence)
        .where(Absence.user_id == coach.id, Absence.cancelled_at.is_(None))
        .order_by(Absence.from_on.desc(), Absence.id.desc())
    )
    return paginate(query, number)


def find_overlapping(coach: User, first: date, last: date) -> Absence | None:
    """An absence that shares a day with this stretch; the earliest."""
    query = (
        select(Absence)
        .where(
            Absence.user_id == coach.id,
            Absence.cancelled_at.is_(None),
            Absence.from_on <= last,
            Absence.until_on >= first,
        )
        .order_by(Absence.from_on)
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def load_absence(absence_id: int) -> tuple[Absence]:
    """Loader of routes under /absences/<absence_id>/. Raises NotFoundError."""
    query = select(Absence).where(Absence.id == absence_id).options(joinedload(Absence.user))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(N_("There is no such absence."))
    return (found,)


def _covers(day: Any) -> tuple[ColumnElement[bool], ...]:
    return _ABSENT.from_on <= day, _ABSENT.until_on >= day, _ABSENT.cancelled_at.is_(None)


def _on_duty(day: Any) -> tuple[ColumnElement[bool], ...]:
    """What makes an assignment (`_COACH`) one of a coach on duty."""
    leads = exists().where(
        _LEADS.user_id == _COACH.user_id,
        _LEADS.place_id == _COACH.place_id,
        _LEADS.role == "leader",
        _LEADS.ended_at.is_(None),
    )
    return (
        _COACH.role == "place_coach",
        _COACH.ended_at.is_(None),
        exists().where(_PERSON.id == _COACH.user_id, _PERSON.active),
        ~is_away(_COACH.user_id, day),
        ~leads,
    )


def away_until(day: date) -> ScalarSelect[date]:
    """Until when the person of an assignment is away on the day, in a query of assignments."""
    return (
        select(func.max(_ABSENT.until_on))
        .where(_ABSENT.user_id == Assignment.user_id, *_covers(day))
        .correlate(Assignment)
        .scalar_subquery()
    )


def _people(ids: Select[int]) -> Select[User]:
    return select(User).where(User.id.in_(ids), User.active).order_by(User.id)


def _pool(place: Place) -> Select[User]:
    """Every coach of the region, without the place's own team."""
    team = select(_LEADS.user_id).where(
        _LEADS.place_id == place.id, _LEADS.role == "leader", _LEADS.ended_at.is_(None)
    )
    coaches = select(_COACH.user_id).where(
        or_(_COACH.role == "coach", _COACH.role == "place_coach"), _COACH.ended_at.is_(None)
    )
    return _people(coaches).where(User.id.not_in(team))
