"""The rail: all months of a journey as a path through a landscape, with today, the gate and what is due.

Lengths along the path are months from the start; the picture's width is percent, so words keep their size on every
screen. Words come in from outside, in the reader's language.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, sin

from markupsafe import Markup

from portal.pictures.svg import GATE_CLOSED, GATE_OPEN, gate_class, num, spoken, spruce, text

GROUND = 124  # where the land ends and the months stand
HEIGHT = GROUND + 26
SCALE = 100  # stretched units a month
GAP = 0.02  # between the words of today and those of the gate, as a part of the width
TREES = (
    (2.2, 26), (3.6, 34), (5.2, 22), (21, 20), (22.4, 30), (23.7, 23),
    (72, 22), (73.6, 32), (75.2, 24), (88, 24), (89.5, 34), (91.3, 27),
)  # fmt: skip
LETTER = 8.1 / 288  # a letter of a label, as a part of the picture's width on a screen of 320 px
DRAWINGS = 200  # kept: places that began on the same day share theirs
END_WIDTH = 0.12  # room for the words at the end, which only wide screens show


@dataclass(frozen=True, slots=True)
class Label:
    """Two lines of words on the rail: what, and when."""

    text: str
    note: str = ""


def months_between(start: date, day: date) -> float:
    """Months from `start` to `day`, with the part of a month as a fraction. Negative before the start."""

    def position(d: date) -> float:
        return d.year * 12 + d.month - 1 + (d.day - 1) / monthrange(d.year, d.month)[1]

    return position(day) - position(start)


def _y(t: float) -> float:
    return 82 + 8 * sin(t * 0.62 + 0.6) + 3.2 * sin(t * 1.7 + 1)


def _slope(t: float) -> float:
    return 8 * 0.62 * cos(t * 0.62 + 0.6) + 3.2 * 1.7 * cos(t * 1.7 + 1)


def _path(a: float, b: float) -> str:
    """The path between two times, as cubic curves of about half a month."""
    pieces = max(1, round((b - a) / 0.5))
    h = (b - a) / pieces
    out = [f"M{a * SCALE:.0f} {num(_y(a))}"]
    for i in range(pieces):
        s, e = a + i * h, a + (i + 1) * h
        out.append(
            f"C{(s + h / 3) * SCALE:.0f} {num(_y(s) + _slope(s) * h / 3)} "
            f"{(e - h / 3) * SCALE:.0f} {num(_y(e) - _slope(e) * h / 3)} {e * SCALE:.0f} {num(_y(e))}"
        )
    return "".join(out)


@lru_cache(DRAWINGS)
def _land(months: int, today: float) -> str:
    wide = months * SCALE
    frame = f'<svg x="0" y="0" width="100%" height="{GROUND}" viewBox="0 0 {wide} {GROUND}" preserveAspectRatio="none">'
    ridge = f'<svg x="0" y="0" width="100%" height="{GROUND}" viewBox="0 0 1800 {GROUND}" preserveAspectRatio="none">'
    hill = f"M0 62C150 40 300 20 520 34S880 66 1080 46S1500 12 1800 40V{GROUND}H0Z"
    trees = "".join(spruce(x, _y(x / 100 * months) + 3, height) for x, height in TREES)
    out = [ridge, f'<path class="r-ridge" d="{hill}"/></svg>', trees, frame]
    out.append(f'<path class="r-field" d="{_path(0, months)}L{wide} {GROUND}L0 {GROUND}Z"/>')
    if today > 0:
        out.append(f'<path class="r-done" d="{_path(0, today)}L{today * SCALE:.0f} {GROUND}L0 {GROUND}Z"/>')
    if today < months:
        out.append(f'<path class="r-ahead" d="{_path(today, months)}" vector-effect="non-scaling-stroke"/>')
    if today > 0:
        out.append(f'<path class="r-walked" d="{_path(0, today)}" vector-effect="non-scaling-stroke"/>')
    return "".join([*out, "</svg>"])


@lru_cache(DRAWINGS)
def _axis(start: date, months: int, names: tuple[str, ...], now: int | None) -> Markup:
    """Ticks and month names; on a narrow screen only every third name shows."""
    out = Markup(f'<line class="r-axis" x1="0" x2="100%" y1="{GROUND}" y2="{GROUND}"/>')
    first = start.month - 1 + (1 if start.day > 15 else 0)
    every = 3 if months <= 24 else 6
    for i in range(months + 1):
        long = (first + i) % 12 == 0 or i == 0
        x = num(i / months * 100)
        out += Markup(
            f'<line class="r-tick" x1="{x}%" x2="{x}%" y1="{GROUND}" y2="{GROUND + (7 if long else 4)}"/>'
        )
    for i in range(months):
        css = "r-month" + ("" if i % every == 0 else " r-minor") + (" r-now" if i == now else "")
        out += text(css, f"{(i + 0.5) / months * 100:.2f}%", GROUND + 20, names[(first + i) % len(names)])
    return out


def _span(at: float, side: str, width: float) -> tuple[float, float]:
    """The part of the width that words take which begin, end or are centred at `at`."""
    begin = {"start": at, "middle": at - width / 2, "end": at - width}[side]
    return begin, begin + width


def _fits(span: tuple[float, float]) -> bool:
    return span[0] >= -0.03 and span[1] <= 1.03


def _sides(
    today: float | None, today_width: float, gate: float | None, gate_width: float
) -> tuple[str, str, bool]:
    """Which way the words of today and of the gate go, and whether today's must stand lower to be readable."""
    order = ("start", "middle", "end")
    if today is None or gate is None:
        place, width = (today, today_width) if gate is None else (gate, gate_width)
        side = next((s for s in order if place is None or _fits(_span(place, s, width))), "end")
        return side, side, False
    passed = gate < today
    for gate_side in ("end", "start") if passed else ("start", "end"):
        taken = _span(gate, gate_side, gate_width)
        for side in order if passed else reversed(order):
            span = _span(today, side, today_width)
            if _fits(taken) and _fits(span) and (span[1] + GAP <= taken[0] or taken[1] + GAP <= span[0]):
                return side, gate_side, False
    low = "start" if today < today_width else "end"
    return low, "end" if gate + gate_width > 1.03 else "start", True


def _gate(at: float, months: int, is_open: bool, label: Label, side: str) -> Markup:
    """A nested picture at a percentage, moved left by half its width, with its words above."""
    turned, x = f" r-label--{side}", {"start": "-4", "middle": "0", "end": "4"}[side]
    leaf = GATE_OPEN if is_open else GATE_CLOSED
    return Markup(
        f'<svg x="{at / months * 100:.2f}%" y="0" overflow="visible"><g transform="translate(-28 {num(_y(at) - 33)})">'
        f'<g class="{gate_class(is_open)}"><rect class="g-back" x="0" y="4" width="56" height="33"/>{leaf}</g></g>'
        "{}{}</svg>"
    ).format(
        text(f"r-label {'r-label--through' if is_open else 'r-label--gate'}{turned}", x, 14, label.text),
        text(f"r-sub{turned}", x, 32, label.note),
    )


def _today(at: float, months: int, words: str, side: str, low: bool) -> Markup:
    line = 52 if low else 14
    top = line + 6 if side == "middle" else line - 10
    css = "r-label r-label--low" if low else "r-label"
    x = {"start": "9", "middle": "0", "end": "-9"}[side]
    return Markup(
        f'<svg x="{at / months * 100:.2f}%" y="0" overflow="visible">'
        f'<line class="r-today" x1="0" x2="0" y1="{top}" y2="{GROUND}"/>'
        f'<circle class="r-here" cx="0" cy="{num(_y(at))}" r="8"/>{{}}</svg>'
    ).format(text(f"{css} r-label--{side}", x, line, words))


def _reminders(due: Sequence[tuple[float, str]], months: int) -> Markup:
    out = Markup()
    for at, words in due:
        x = f"{at / months * 100:.2f}%"
        out += Markup(f'<circle class="r-due" cx="{x}" cy="{num(_y(at))}" r="5"/>')
        out += text("r-wide", x, _y(at) - 14, words)
    return out


def _end(months: int, label: Label, taken: Sequence[float]) -> Markup:
    """The last day; its words give way when today or the gate stands there (`taken`, as parts of the width)."""
    out = Markup(f'<circle class="r-due" cx="99.4%" cy="{num(_y(months * 0.994))}" r="5"/>')
    if label.text and not any(at > 1 - 2 * END_WIDTH for at in taken):
        out += text("r-label r-label--end r-wide r-end", "100%", 14, label.text)
        out += text("r-sub r-wide r-end", "100%", 32, label.note)
    return out


def rail(
    *,
    start: date,
    months: int,
    month_names: Sequence[str],
    today: date | None = None,
    today_text: str = "",
    gate: date | None = None,
    gate_label: tuple[str, str] = ("", ""),
    gate_open: bool = False,
    reminders: Sequence[tuple[date, str]] = (),
    end_label: tuple[str, str] = ("", ""),
    label: str = "",
) -> Markup:
    """The months of a journey.

    `month_names` are the twelve short names from January (or one word for each month, when the journey begins in
    January); `gate_label` and `end_label` are (what, when); dates outside
    the journey are drawn at its nearest end; `today` None leaves today out (not begun, paused, ended).
    """
    months = max(months, 1)

    def when(day: date) -> float:
        return min(max(months_between(start, day), 0.0), float(months))

    now = None if today is None else when(today)
    gate_at = None if gate is None else when(gate)
    today_side, gate_side, low = _sides(
        None if now is None else now / months,
        len(today_text) * LETTER,
        None if gate_at is None else gate_at / months,
        max(len(gate_label[0]), len(gate_label[1])) * LETTER,
    )
    out = Markup('<svg class="rail__svg" width="100%" height="{}" {}>').format(HEIGHT, spoken(label))
    out += Markup(_land(months, 0.0 if now is None else now))
    out += _axis(start, months, tuple(month_names), None if now is None else min(int(now), months - 1))
    out += _reminders([(when(day), words) for day, words in reminders], months)
    out += _end(months, Label(*end_label), [at / months for at in (now, gate_at) if at is not None])
    out += Markup(f'<circle class="r-start" cx="0.55%" cy="{num(_y(0.1))}" r="6"/>')
    if gate_at is not None:
        out += _gate(gate_at, months, gate_open, Label(*gate_label), gate_side)
    if now is not None:
        out += _today(now, months, today_text, today_side, low)
    return out + Markup("</svg>")
