"""Who answers, in words: who is away and who answers meanwhile, and for whom somebody has answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal import policy
from portal.clock import today
from portal.models import Decision, Submission
from portal.policy import Conversation, Workplace
from portal.process.schema import Decider
from portal.queries.covers import WAITING
from portal.queries.duty import Staffer, list_on_duty, list_staff
from portal.queries.participants import Participant
from portal.queries.people import list_names
from portal.views.words import listed
from portal.web.filters import short_day

Standing = dict[str, Any]
"""What `covers.standing` draws: who answers in place of a place's coaches, or may."""


def away_lines(staff: Sequence[Staffer]) -> list[str]:
    """One line for each coach of a place who is away, then who answers meanwhile; nothing while all are there."""
    away = [each for each in staff if each.role == "place_coach" and each.user.active and each.away_until]
    if not away:
        return []
    present = list_on_duty(staff)
    lines = [
        _("%(name)s is away until %(day)s.", name=each.user.name, day=short_day(each.away_until))
        for each in away
    ]
    if present:
        names = listed([user.name for user in present])
        lines.append(
            ngettext("%(names)s answers meanwhile.", "%(names)s answer meanwhile.", len(present), names=names)
        )
    else:
        lines.append(_("The region's other coaches answer meanwhile."))
    return lines


def coach_names(staff: Sequence[Staffer]) -> str:
    """The place's own coaches: for whom somebody else answers."""
    return listed([each.user.name for each in staff if each.role == "place_coach" and each.user.active])


def stood_for(decisions: Sequence[Decision]) -> dict[int, str]:
    """Whom the author of a verdict answered for, in words, by the verdict's id. No query where nobody stood in."""
    names = list_names({user for decision in decisions for user in decision.stands_for})
    return {
        decision.id: listed([names[user] for user in decision.stands_for if user in names])
        for decision in decisions
        if decision.stands_for
    }


def standing_in_review(workplace: Workplace, submission: Submission) -> Standing | None:
    """Who has taken the submission over and who may, while it waits and where the place's coaches decide. One query."""
    if submission.state not in WAITING or workplace.process.checkpoint.decider is not Decider.COACH:
        return None
    covering = {submission.cover.user_id} if submission.cover is not None else set()
    staff = list_staff(workplace.place, today())
    return _standing(
        who=submission.cover.user.name if submission.cover is not None else "",
        since=submission.cover.since if submission.cover is not None else None,
        mine=current_user.id in covering,
        allowed=policy.can_cover_submission(current_user, workplace, submission),
        ends=policy.can_end_submission_cover(current_user, workplace, submission),
        take=url_for("covers.take_submission", submission_id=submission.id),
        end=url_for("covers.end_submission", submission_id=submission.id),
        coaches=coach_names(staff),
        away=away_lines(staff),
        handover=_handover_href(workplace, covering),
    )


def standing_in_thread(conversation: Conversation, participants: Sequence[Participant]) -> Standing | None:
    """The same for an open conversation, for those on the coaches' side and in the pool. One query for the place's
    coaches where the person takes no part."""
    side = policy.side_of(current_user, conversation)
    workplace, thread, standin = conversation.workplace, conversation.thread, conversation.standin
    if thread.closed_at is not None or side not in (None, policy.COACH):
        return None
    staff = [] if participants else list_staff(workplace.place, today())
    own = [p.user.name for p in participants if p.answers and p.user.id not in conversation.covers]
    return _standing(
        who=standin.name if standin is not None else "",
        since=standin.since if standin is not None else None,
        mine=current_user.id in conversation.covers,
        allowed=policy.can_cover(current_user, conversation),
        ends=policy.can_end_cover(current_user, conversation),
        take=url_for("covers.take_thread", thread_id=thread.id),
        end=url_for("covers.end_thread", thread_id=thread.id),
        coaches=listed(own) if own else coach_names(staff),
        away=away_lines(staff),
        handover=_handover_href(workplace, conversation.covers),
    )


def _standing(**found: Any) -> Standing | None:
    """None where there is nothing to say."""
    return found if found["who"] or found["allowed"] or found["away"] else None


def _handover_href(workplace: Workplace, covering: Collection[int]) -> str:
    may = policy.can_read_handover(current_user, workplace, covering)
    return url_for("handover.show", slug=workplace.place.slug) if may else ""
