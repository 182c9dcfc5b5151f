"""The checkpoint: who submits, who decides, who corrects and who reads."""

from __future__ import annotations

from portal.errors import N_
from portal.models import Submission, User
from portal.policy.duty import can_end_standing_in, can_stand_in
from portal.policy.places import can_edit_place, can_see_place
from portal.process.schema import Decider
from portal.roles import (
    YES,
    Ruling,
    Workplace,
    can_see_inbox,
    either,
    is_coach,
    is_place_coach,
    is_region,
    is_team,
    no,
)


def can_submit(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Submit, withdraw, comment and waive: the team."""
    return can_edit_place(user, workplace)


def can_mark_verdict(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Say what becomes of the points of a verdict: the team."""
    return can_edit_place(user, workplace)


def can_check_answers(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Read everything before it is submitted, on one page: the team, also when the journey has ended."""
    return YES if is_team(user, workplace.place) else no()


def can_decide(user: User, workplace: Workplace, submission: Submission | None = None, *_: object) -> Ruling:
    """Begin a review, write its draft and decide: as the definition says, never the place's own team. Where its coaches
    decide, so does the coach who has taken the submission over."""
    place = workplace.place
    if is_team(user, place):
        return no(N_("You belong to the place's own team, so you cannot decide here."))
    decider = workplace.process.checkpoint.decider
    allowed = {
        Decider.COACH: is_place_coach(user, place) or stands_in(user, submission),
        Decider.OTHER_COACH: is_coach(user) and not is_place_coach(user, place),
        Decider.REGION: is_region(user),
    }[decider]
    reasons = {
        Decider.COACH: N_("The place's own coaches decide here. You can read, but not decide."),
        Decider.OTHER_COACH: N_("A coach from outside the place decides here. You can read, but not decide."),
        Decider.REGION: N_("The region decides here. You can read, but not decide."),
    }
    return YES if allowed else no(reasons[decider])


def stands_in(user: User, submission: Submission | None) -> bool:
    """Whether the person has taken the submission over, and still is a coach. Its cover is loaded."""
    cover = submission.cover if submission is not None else None
    return cover is not None and cover.user_id == user.id and is_coach(user)


def can_cover_submission(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Take a submission over for the place's coaches, where these decide."""
    if workplace.process.checkpoint.decider is not Decider.COACH:
        return no(N_("Others than the place's coaches decide here, so there is nothing to take over."))
    return can_stand_in(user, workplace.place)


def can_end_submission_cover(user: User, workplace: Workplace, submission: Submission, *_: object) -> Ruling:
    """Give a submission back, or take it back."""
    covering = {submission.cover.user_id} if submission.cover is not None else set()
    return can_end_standing_in(user, workplace.place, covering)


def can_correct(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Correct a mistaken verdict, or note the registry number: the region, but nobody of the place's own team."""
    if is_team(user, workplace.place):
        return no(N_("You belong to the place's own team, so you cannot decide here."))
    return YES if is_region(user) else no(N_("Only the region can do this."))


def can_see_review(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Read a submission in the review room: coaches and region, but not about their own place."""
    if is_team(user, workplace.place):
        return no(N_("You belong to the place's own team, so you cannot decide here."))
    return can_see_inbox(user)


def can_read_submission(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Read what was handed in, its files included: the place's circle, and whoever may see its review."""
    return either(can_see_place(user, workplace), can_see_review(user, workplace))
