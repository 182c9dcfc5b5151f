"""The actions by time: a timeline of those with dates, and those without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.pictures.timeline import Bar
from portal.policy import Workplace
from portal.queries.action_lists import ON_THE_TIMELINE, Line, Wanted, page_of, timed
from portal.queries.actions import Work
from portal.views.action_cards import Card, cards_of
from portal.views.action_wanted import whole_of
from portal.views.plan_pages import cut
from portal.web.language import current_language

UNDATED_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Times:
    """The timeline: the dated actions of a page, their bars, what the bars' looks mean, and those without dates."""

    cards: Sequence[Card]
    bars: Sequence[Bar]
    legend: Sequence[tuple[str, str]]
    undated: Sequence[Card]
    more_undated: int


def times_of(workplace: Workplace, work: Work, wanted: Wanted, lines: Sequence[Line]) -> dict[str, Any]:
    """The timeline and its page."""
    page = page_of(timed(lines), wanted.page, ON_THE_TIMELINE)
    numbers = {goal: number for number, goal in enumerate(work.goals, 1)}
    cards = cards_of(workplace, page.items, whole_of(wanted))
    undated = [line for line in lines if line.work.starts_on is None and line.work.ends_on is None]
    times = Times(
        cards=cards,
        bars=[_bar(card, numbers) for card in cards],
        legend=_legend(cards),
        undated=cards_of(workplace, undated[:UNDATED_SHOWN], whole_of(wanted)),
        more_undated=max(0, len(undated) - UNDATED_SHOWN),
    )
    return {"times": times, "page": page}


def _bar(card: Card, numbers: Mapping[int, int]) -> Bar:
    title = cut(card.title)
    name = f"{numbers[card.goal]}  {title}" if card.goal is not None else title
    return Bar(name, card.bar, card.starts_on, card.ends_on)


def _legend(cards: Sequence[Card]) -> list[tuple[str, str]]:
    """What the bars' looks mean: only those that are drawn."""
    found: dict[str, list[str]] = {}
    for card in cards:
        label = card.status.label.of(current_language()) if card.status is not None else _("No status yet")
        if label not in found.setdefault(card.bar, []):
            found[card.bar].append(label)
    return [(kind, ", ".join(labels)) for kind, labels in found.items()]
