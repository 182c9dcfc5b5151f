"""Days that can be meant. Year 0202 or 20226 is a slip: forms refuse it. Where one is saved already, or frozen in an
edition, pictures draw it at their edge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

EARLIEST = date(1900, 1, 1)
YEARS_AHEAD = 100
"""From today, for what is written now."""
LATEST_DRAWN = date(2199, 12, 31)
"""Fixed, so that an old edition is drawn alike on any day."""

Ends = tuple[date | None, date | None]
"""When something starts and ends; one of them may be missing."""


def is_strange(day: date, today: date) -> bool:
    """Whether the year is a slip of the finger rather than a year of a plan."""
    return day < EARLIEST or day.year > today.year + YEARS_AHEAD


def within_reach(spans: Sequence[Ends]) -> list[Ends]:
    """The spans with days that cannot be meant moved to the edge of those that can."""
    sound = [day for day in _days(spans) if EARLIEST <= day <= LATEST_DRAWN]
    first, last = min(sound, default=EARLIEST), max(sound, default=LATEST_DRAWN)
    return [(_held(start, first, last), _held(end, first, last)) for start, end in spans]


def _days(spans: Iterable[Ends]) -> Iterable[date]:
    return (day for span in spans for day in span if day is not None)


def _held(day: date | None, first: date, last: date) -> date | None:
    return day and min(max(day, first), last)
