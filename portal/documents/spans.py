"""A timeline in numbers: where each bar and each line of a month stands, between 0 and 1 of the width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from portal.documents.blocks import Span, Timeline
from portal.documents.words import month

SHORTEST = 15
"""Days: what has only one date is a short bar that begins or ends there."""
PER_PART = 24
"""Bars that fit a page; a longer timeline is several pictures."""
LINES = 6
STEPS = (1, 3, 6, 12, 24, 60, 120)
"""Months between two lines."""


def drawn(timeline: Timeline, lang: str) -> dict[str, Any]:
    ends = [_ends(span) for span in timeline.spans]
    first = min(start for start, _ in ends).replace(day=1)
    last = max(end for _, end in ends)
    length = max(1, (last - first).days)
    return {
        "title": timeline.title,
        "ticks": [
            {"at": (day - first).days / length, "label": month(day, lang)} for day in _lines(first, last)
        ],
        "parts": [
            {
                "told": " ".join(f"{span.name}: {span.when}." for span in spans),
                "spans": [
                    {
                        "name": span.name,
                        "start": (start - first).days / length,
                        "end": (end - first).days / length,
                        "kind": span.kind,
                    }
                    for span in spans
                    for start, end in [_ends(span)]
                ],
            }
            for spans in _parts(timeline.spans)
        ],
    }


def _parts(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    for start in range(0, len(spans), PER_PART):
        yield spans[start : start + PER_PART]


def _ends(span: Span) -> tuple[date, date]:
    """Both ends; dates at the edge of the calendar stay within it."""
    shortest = timedelta(days=SHORTEST)
    start = span.starts_on or _before(span.ends_on or date.min, shortest)
    end = span.ends_on or start
    start, end = min(start, end), max(start, end)
    return start, end if end - start >= shortest else _after(start, shortest)


def _before(day: date, gap: timedelta) -> date:
    return day - gap if day - date.min > gap else date.min


def _after(day: date, gap: timedelta) -> date:
    return day + gap if date.max - day > gap else date.max


def _lines(first: date, last: date) -> Iterator[date]:
    """The first of every month, or of every third, sixth … so that there are few enough to read."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in STEPS if months / step <= LINES), max(STEPS[-1], months // LINES))
    for number in range(0, months, step):
        place = first.year * 12 + first.month - 1 + number
        if place // 12 <= date.max.year:
            yield date(place // 12, place % 12 + 1, 1)
