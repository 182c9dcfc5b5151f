"""The municipality and the plan: who answers, who reads."""

from __future__ import annotations

from portal.models import User
from portal.policy.places import can_see_place
from portal.roles import YES, Ruling, Workplace, either, is_officer_of, is_team, no


def can_answer_for_municipality(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Answer the contribution and tick the municipality's track: an officer of the place's municipality."""
    return YES if is_officer_of(user, workplace.place.municipality_id) else no()


def can_read_track(user: User, workplace: Workplace, *_: object) -> Ruling:
    return either(can_answer_for_municipality(user, workplace), can_see_place(user, workplace))


def can_read_plan(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Read the plan edition that is shared now: the team, its coaches, the region and the municipality's officers."""
    return either(can_see_place(user, workplace), can_answer_for_municipality(user, workplace))


def can_answer_plan(user: User, workplace: Workplace, *of: object) -> Ruling:
    """Answer the actions of the edition that is shared now, and note that it has come in: an officer of the place's
    municipality, who may read it."""
    may_answer = can_answer_for_municipality(user, workplace)
    return can_read_plan(user, workplace, *of) if may_answer else may_answer


def can_follow_plan(user: User, workplace: Workplace, *of: object) -> Ruling:
    """Hear of the next edition: whoever may read this one, but for the team, who publishes it."""
    return no() if is_team(user, workplace.place) else can_read_plan(user, workplace, *of)


def can_see_editions(user: User, workplace: Workplace, *_: object) -> Ruling:
    """The page where the plan is shared and its sharing stopped: the team's own."""
    return YES if is_team(user, workplace.place) else no()
