"""The timeline: each action as a bar between its dates, names above the bars so that they fit a narrow screen."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from portal.pictures.svg import num, spoken, text
from portal.process.days import Ends, within_reach

ROW = 46
TOP = 30
SHORTEST = 0.5
"""Months: what has only one date is drawn as a short bar that begins or ends there."""
NARROWEST = 2
"""Percent of the width: a bar is seen in a picture of any length."""
YEAR = 12
STEPS = (1, 3, 6, YEAR, 24, 60, 120, 300)
"""Months between two lines."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`kind` is done, now or plan; one of the dates may be missing."""

    name: str
    kind: str
    starts_on: date | None = None
    ends_on: date | None = None


def _month(day: date, end: bool = False) -> float:
    """Months since year 0, with the part of a month as a fraction; `end`: the end of the day."""
    return day.year * 12 + day.month - 1 + (day.day - (0 if end else 1)) / monthrange(day.year, day.month)[1]


def _ends(span: Ends) -> tuple[float, float]:
    start = _month(span[0]) if span[0] else None
    end = _month(span[1], end=True) if span[1] else None
    if start is None:
        start = (end or 0.0) - SHORTEST
    if end is None:
        end = start + SHORTEST
    return min(start, end), max(start, end, min(start, end) + SHORTEST)


def _step(months: int) -> int:
    """How many months there are between two lines: few enough lines to be read."""
    return next((step for step in STEPS if months / step <= 6), 600)


def _words(month: int, step: int, month_names: Sequence[str], *, is_first: bool) -> str:
    """What a line is called: its month, or its year where years lie between the lines."""
    if step >= YEAR and month % YEAR == 0:
        return str(month // YEAR)
    return month_names[month % YEAR] + (
        f" {month // YEAR % 100:02d}" if is_first or month % YEAR == 0 else ""
    )


def _placed(first: float, last: float) -> tuple[str, str]:
    """Where a bar begins and how wide it is, in percent; within the picture, and never too narrow to be seen."""
    width = max(last - first, NARROWEST)
    return num(max(0, min(first, 100 - width))), num(width)


def timeline(
    *, bars: Sequence[Bar], month_names: Sequence[str], label: str = "", today: date | None = None
) -> Markup:
    """Bars in the order given. `month_names` are the twelve short names; `label` says the whole picture in words;
    `today` is drawn as a line, if the picture reaches that far."""
    spans = [_ends(span) for span in within_reach([(bar.starts_on, bar.ends_on) for bar in bars])]
    if not spans:
        return Markup("")
    first, last = int(min(a for a, _ in spans)), max(b for _, b in spans)
    step = _step(max(1, round(last - first)))
    first -= first % (step if step > 24 else min(step, YEAR))
    months = max(step, -(-int(last - first + 0.999) // step) * step)
    height = TOP + ROW * len(bars) + 8
    out = Markup('<svg class="tl__svg" width="100%" height="{}" {}>').format(height, spoken(label))
    for i in range(months // step):
        month = first + i * step
        x = num(i * step / months * 100)
        if i:
            out += Markup(f'<line class="tl-grid" x1="{x}%" x2="{x}%" y1="22" y2="{height}"/>')
        words = _words(month, step, month_names, is_first=i == 0)
        css = "tl-head" + (" tl-minor" if i % 2 else "")
        out += Markup('<svg x="{}%" overflow="visible">{}</svg>').format(
            x, text(css, "5" if i else "0", 15, words)
        )
    if today is not None and first <= _month(today) <= first + months:
        x = num((_month(today) - first) / months * 100)
        out += Markup(f'<line class="tl-today" x1="{x}%" x2="{x}%" y1="22" y2="{height}"/>')
    for i, (bar, (start, end)) in enumerate(zip(bars, spans, strict=True)):
        y = TOP + i * ROW
        out += text("tl-name", "0", y + 15, bar.name)
        x, width = _placed((start - first) / months * 100, (end - first) / months * 100)
        kind = bar.kind if bar.kind in ("done", "now", "plan") else "plan"
        out += Markup(
            f'<rect class="tl-bar tl-bar--{kind}" x="{x}%" width="{width}%" y="{y + 22}" height="12" rx="6"/>'
        )
    return out + Markup("</svg>")
