"""News between a place and its municipality: about the contribution and about the plan."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from portal.errors import N_, Message
from portal.models import ActionAnswer, ContributionRequest, Event, PlanEdition, User
from portal.notifications.compositions import Links
from portal.notifications.notices import tell
from portal.notifications.wording import Param
from portal.policy import Workplace, can_compare_editions, can_follow_plan, has_come_in
from portal.process.action_answers import Outcome
from portal.process.contents import read_contents
from portal.process.schema import Text
from portal.queries.action_answers import list_followers
from portal.queries.editions import find_older
from portal.queries.receivers import list_officers, list_team, list_team_and_coaches

TITLE_LENGTH = 80
CHANGED, ANSWER = N_("See what has changed"), N_("Answer the actions")
SAID = {
    "confirmed": N_("The municipality says yes."),
    "changed": N_("The municipality says yes, with a change."),
    "declined": N_("The municipality says no."),
}


HOLDS = N_("The answer that it has given before still holds.")
OUTCOMES = {
    Outcome.WILL_DO: N_("It will do it."),
    Outcome.WILL_INVESTIGATE: N_("It will look into it."),
    Outcome.CANNOT: N_("It cannot do it."),
    Outcome.DONE: N_("It has already done it."),
    Outcome.NOT_OURS: N_("The question is for somebody else."),
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
    What has changed is offered to those only who may compare both editions.
    """
    place, officers = workplace.place, list_officers(workplace.place.municipality)
    older, served = find_older(edition), {user.id for user in officers}
    # What another municipality has had is not compared for this one.
    if older is not None and not has_come_in(workplace, older):
        older = None
    number, news = edition.number, _news(edition, older)
    changed = ((CHANGED, f"/login?next=/plans/{place.slug}/changes"),) if older is not None else ()
    to_answer = (*changed, (ANSWER, f"/municipality/{place.slug}/plan/"))

    def say(users: Iterable[User], kind: str, path: str, more: tuple[tuple[str, str], ...]) -> None:
        tell(event, to=users, path=Links(path, more), kind=kind, place=place.name, number=number, news=news)

    followers = [
        user for user in list_followers(workplace.journey) if can_follow_plan(user, workplace, edition)
    ]
    path = f"/plans/{place.slug}/"
    say([user for user in followers if user.id in served], "edition_followed", path, to_answer)
    others = [user for user in followers if user.id not in served]
    compare = [user for user in others if older and can_compare_editions(user, workplace, edition, older)]
    say(compare, "edition_followed", path, changed)
    say([user for user in others if user not in compare], "edition_followed", path, ())
    say(officers, "plan_shared", "/municipality/", to_answer)


def _news(edition: PlanEdition, older: PlanEdition | None) -> Param:
    """How many goals and actions are new, in each language; nothing of a first edition."""
    if older is None:
        return ""
    now, then = read_contents(edition.contents), read_contents(older.contents)
    goals, actions = len(now.new_goals(then)), len(now.new_actions(then))
    return Text(**{lang: _new_in(lang, older.number, goals, actions) for lang in ("sv", "en")})


def _new_in(lang: str, number: int, goals: int, actions: int) -> str:
    with force_locale(lang):
        said = [
            *([ngettext("one goal", "%(num)s goals", goals)] if goals else ()),
            *([ngettext("one action", "%(num)s actions", actions)] if actions else ()),
        ]
        if not said:
            return _("No goal or action is new since edition %(number)s.", number=number)
        return _("New since edition %(number)s: %(what)s.", number=number, what=", ".join(said))


def tell_of_answer(event: Event, *, workplace: Workplace, answer: ActionAnswer, holds: bool = False) -> None:
    """To the team: what the municipality has answered to which action, or that its answer still `holds`. Its own words
    stand in the portal only."""
    place, title = workplace.place, shorten(answer.action, TITLE_LENGTH, placeholder="…")
    tell(
        event,
        to=list_team(place),
        path=f"/plans/{place.slug}/",
        place=place.name,
        action=Text(f"”{title}”", f"“{title}”"),
        said=Message(HOLDS if holds else OUTCOMES[Outcome(answer.outcome)]) if answer.outcome else "",
    )
