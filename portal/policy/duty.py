"""Who answers for a place: its coaches who are there, else every coach of the region; who takes over, who is away."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass

from portal.errors import N_
from portal.models import Absence, Place, User
from portal.roles import YES, Ruling, Workplace, is_coach, is_place_coach, is_region, is_team, no


@dataclass(frozen=True, slots=True)
class Duty:
    """A place on one day: its `coaches`, by id, who have an open account and do not belong to its team, and those of
    them who are away."""

    place: Place
    coaches: frozenset[int]
    away: frozenset[int]


def is_on_duty(user: User, duty: Duty) -> bool:
    """Whether the place's open questions and submissions are the person's: a coach of it who is not away. Where none
    is left they are in the pool, which is everyone's who coaches in the region."""
    if is_team(user, duty.place):
        return False
    present = duty.coaches - duty.away
    return user.id in present if present else is_coach(user)


def can_stand_in(user: User, place: Place) -> Ruling:
    """Take something of the place over for its coaches: any other coach of the region, nobody of its own team."""
    if not is_coach(user) or is_team(user, place):
        return no(N_("Only coaches of the region can take this over."))
    if is_place_coach(user, place):
        return no(N_("You coach this place, so this is yours already."))
    return YES


def can_end_standing_in(user: User, place: Place, covering: Collection[int]) -> Ruling:
    """Who has taken over gives it back, the place's coaches take it back, the region puts right what got stuck."""
    if is_team(user, place):
        return no(N_("You belong to the place's own team, so you cannot change who answers."))
    if user.id in covering or is_place_coach(user, place) or is_region(user):
        return YES
    return no(N_("Only whoever has taken it over, the place's coaches and the region can end this."))


def can_have_absences(user: User, *_: object) -> Ruling:
    """The page on which a coach says when they are away."""
    return YES if is_coach(user) else no(N_("Only coaches say here when they are away."))


def can_state_absence(user: User, coach: User, *_: object) -> Ruling:
    """Say when a coach is away: that coach, or the region for them."""
    if not is_coach(coach):
        return no(N_("Only coaches say here when they are away."))
    return YES if user.id == coach.id or is_region(user) else no()


def can_take_back_absence(user: User, absence: Absence, *_: object) -> Ruling:
    """Take it back: whose it is, also when they no longer coach, or the region."""
    return YES if user.id == absence.user_id or is_region(user) else no()


def can_read_handover(user: User, workplace: Workplace, covering: Container[int] = (), *_: object) -> Ruling:
    """Read the handover note: the place's coaches, the region, and who has taken over something there (`covering`);
    never its team, for it holds the coaches' own notes."""
    place = workplace.place
    if is_team(user, place):
        return no()
    stands_in = is_coach(user) and user.id in covering
    return YES if is_place_coach(user, place) or is_region(user) or stands_in else no()
