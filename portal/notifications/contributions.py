"""News between a place and its municipality: about the contribution and about the plan."""

from __future__ import annotations

from textwrap import shorten

from portal.errors import N_, Message
from portal.models import ActionAnswer, ContributionRequest, Event, PlanEdition
from portal.notifications.notices import tell
from portal.policy import Workplace, can_follow_plan
from portal.process.action_answers import Outcome
from portal.process.schema import Text
from portal.queries.action_answers import list_followers
from portal.queries.receivers import list_officers, list_team, list_team_and_coaches

TITLE_LENGTH = 80
SAID = {
    "confirmed": N_("The municipality says yes."),
    "changed": N_("The municipality says yes, with a change."),
    "declined": N_("The municipality says no."),
}


OUTCOMES = {
    Outcome.WILL_DO: N_("It will do it."),
    Outcome.WILL_INVESTIGATE: N_("It will look into it."),
    Outcome.CANNOT: N_("It cannot do it."),
    Outcome.DONE: N_("It has already done it."),
}


def tell_officers(event: Event, *, workplace: Workplace) -> None:
    """To the municipality's officers: the place asks what the municipality can put in."""
    place = workplace.place
    tell(event, to=list_officers(place.municipality), path="/municipality/", place=place.name)


def tell_place(event: Event, *, workplace: Workplace, request: ContributionRequest) -> None:
    """To the team and its coaches: the municipality has answered. What it wrote stands in the portal only."""
    place = workplace.place
    tell(
        event,
        to=list_team_and_coaches(place),
        path=f"/places/{place.slug}/contribution-requests/",
        place=place.name,
        said=Message(SAID[request.answer or "confirmed"]),
    )


def tell_of_plan(event: Event, *, workplace: Workplace, edition: PlanEdition) -> None:
    """To the municipality's officers: the place has shared its plan, a newer edition of it, or an edition that only the
    coaches read until now; and to those who follow the plan and may still read it. Who is both hears it once, as a
    follower.

    The link goes to the officers' own page, which asks them to sign in: to somebody signed out the plan is not there.
    """
    place, journey = workplace.place, workplace.journey
    followers = [user for user in list_followers(journey) if can_follow_plan(user, workplace, edition)]
    path = f"/plans/{place.slug}/"
    tell(event, to=followers, path=path, kind="edition_followed", place=place.name, number=edition.number)
    officers = list_officers(place.municipality)
    tell(
        event, to=officers, path="/municipality/", kind="plan_shared", place=place.name, number=edition.number
    )


def tell_of_answer(event: Event, *, workplace: Workplace, answer: ActionAnswer) -> None:
    """To the team: what the municipality has answered to which action. Its own words stand in the portal only."""
    place, title = workplace.place, shorten(answer.action, TITLE_LENGTH, placeholder="…")
    tell(
        event,
        to=list_team(place),
        path=f"/plans/{place.slug}/",
        place=place.name,
        action=Text(f"”{title}”", f"“{title}”"),
        said=Message(OUTCOMES[Outcome(answer.outcome)]) if answer.outcome else "",
    )
