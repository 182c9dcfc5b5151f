"""Who answers, in words: who is away and who answers meanwhile, and for whom somebody has answered."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.models import Decision
from portal.queries.duty import Staffer, list_on_duty
from portal.queries.people import list_names
from portal.views.words import listed
from portal.web.filters import short_day


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


def thread_href(thread_id: int) -> str:
    """The page of a conversation."""
    return f"/conversations/{thread_id}/"
