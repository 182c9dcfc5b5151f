"""Letters between a place and its municipality: about the contribution and about the plan."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.models import ContributionRequest, User
from portal.notifications import outbox
from portal.notifications.letters import link
from portal.policy import Workplace
from portal.queries.receivers import list_officers, list_team_and_coaches


def tell_officers(workplace: Workplace) -> None:
    """To the municipality's officers: the place asks what the municipality can put in."""
    place = workplace.place.name
    for officer in list_officers(workplace.place.municipality):
        with force_locale(officer.language):
            outbox.put(
                "contribution_asked",
                to=officer.email,
                user=officer,
                subject=_("%(place)s asks what the municipality can contribute", place=place),
                text=_(
                    "Hello!\n\n%(place)s works on its local development and asks what the municipality can contribute."
                    " You can say yes, yes with a change, or no with a reason.\n\nRead and answer here:\n%(link)s",
                    place=place,
                    link=link("/municipality/"),
                ),
            )


def tell_place(actor: User, workplace: Workplace, request: ContributionRequest) -> None:
    """To the team and its coaches: the municipality has answered. What it wrote stands in the portal only."""
    place = workplace.place.name
    for user in list_team_and_coaches(workplace.place):
        if user.id == actor.id:
            continue
        with force_locale(user.language):
            said = {
                "confirmed": _("The municipality says yes."),
                "changed": _("The municipality says yes, with a change."),
                "declined": _("The municipality says no."),
            }[request.answer or "confirmed"]
            outbox.put(
                "contribution_answered",
                to=user.email,
                user=user,
                subject=_("The municipality has answered %(place)s", place=place),
                text=_(
                    "Hello!\n\nThe municipality has answered what it can contribute to the work in %(place)s. %(said)s"
                    "\n\nRead the whole answer here:\n%(link)s",
                    place=place,
                    said=said,
                    link=link(f"/places/{workplace.place.slug}/contribution-requests/"),
                ),
            )


def tell_of_plan(workplace: Workplace, number: int) -> None:
    """To the municipality's officers: the place has shared its plan, or a newer edition of it.

    The link goes to their own page, which asks them to sign in: to somebody signed out the plan itself is not there.
    """
    place = workplace.place
    for officer in list_officers(place.municipality):
        with force_locale(officer.language):
            outbox.put(
                "plan_shared",
                to=officer.email,
                user=officer,
                subject=_("%(place)s has shared its plan", place=place.name),
                text=_(
                    "Hello!\n\n%(place)s has shared its local development plan with the municipality, edition"
                    " %(number)d.\n\nRead it here:\n%(link)s",
                    place=place.name,
                    number=number,
                    link=link("/municipality/"),
                ),
            )
