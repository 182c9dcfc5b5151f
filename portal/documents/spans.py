"""A timeline in numbers: where each bar and each line of a month stands, between 0 and 1 of the width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from portal.documents.blocks import Span, Timeline
from portal.documents.words import month
from portal.process.days import EARLIEST, Ends, within_reach

SHORTEST = 15
"""Days: what has only one date is a short bar that begins or ends there."""
PER_PART = 24
"""Bars that fit a page; a longer timeline is several pictures."""
LINES = 6
YEAR = 12
STEPS = (1, 3, 6, 12, 24, 60, 120, 300, 600)
"""Months between two lines."""
LONG = 60
"""Months between lines that are called by their year alone."""
NARROWEST = 0.02
"""Of the width: a bar is seen in a picture of any length."""


def drawn(timeline: Timeline, lang: str) -> dict[str, Any]:
    ends = [_ends(span) for span in within_reach([(span.starts_on, span.ends_on) for span in timeline.spans])]
    first = min(start for start, _ in ends).replace(day=1)
    last = max(end for _, end in ends)
    length = max(1, (last - first).days)
    bars = [
        {
            "name": span.name,
            "kind": span.kind,
            **_placed((start - first).days / length, (end - first).days / length),
        }
        for span, (start, end) in zip(timeline.spans, ends, strict=True)
    ]
    return {
        "title": timeline.title,
        "ticks": [
            {"at": (day - first).days / length, "label": label} for day, label in _lines(first, last, lang)
        ],
        "parts": [
            {
                "told": " ".join(f"{span.name}: {span.when}." for span in spans),
                "spans": bars[at : at + PER_PART],
            }
            for at, spans in _parts(timeline.spans)
        ],
    }


def _placed(start: float, end: float) -> dict[str, float]:
    """Where a bar begins and ends: within the picture, and never too narrow to be seen."""
    width = max(end - start, NARROWEST)
    start = max(0.0, min(start, 1 - width))
    return {"start": start, "end": start + width}


def _parts(spans: Sequence[Span]) -> Iterator[tuple[int, Sequence[Span]]]:
    for start in range(0, len(spans), PER_PART):
        yield start, spans[start : start + PER_PART]


def _ends(span: Ends) -> tuple[date, date]:
    """Both ends; one of the two is there."""
    shortest = timedelta(days=SHORTEST)
    start, end = span
    if start is None:
        start = (end or EARLIEST) - shortest
    end = end or start
    start, end = min(start, end), max(start, end)
    return start, max(end, start + shortest)


def _lines(first: date, last: date, lang: str) -> Iterator[tuple[date, str]]:
    """The first of every month, or of every third, sixth … so that there are few enough to read, with what each is
    called. Where they lie far apart they are round years."""
    start, end = first.year * YEAR + first.month - 1, last.year * YEAR + last.month - 1
    step = next((step for step in STEPS if (end - start + 1) / step <= LINES), STEPS[-1])
    begins = start if step < LONG else -(-start // step) * step
    for place in range(begins, end + 1, step):
        day = date(place // YEAR, place % YEAR + 1, 1)
        yield day, month(day, lang) if step < LONG else str(day.year)
