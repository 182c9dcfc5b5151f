"""A journey in small: the ring of one step, the trail between two, and the path of all steps with its gate.

How many steps there are and where the gate stands is data, so nothing here knows of six or three.
"""

from collections.abc import Collection

from markupsafe import Markup

from portal.pictures.svg import GATE_CLOSED, GATE_OPEN_SMALL, Point, gate_class, num, smooth, spoken, text

STONE_GAP = 40.0  # between two stones, in pixels of the picture
GATE_GAP = 80.0  # between the two stones that the gate stands between
HEIGHTS = (20.0, 15.0, 20.0, 17.0, 21.0, 16.0)  # the path goes gently up and down, over and over
TRAILS = ("M22 0C10 30 34 65 22 100", "M22 0C34 30 12 62 22 100", "M22 0C16 34 30 60 22 100")
GATE_Y = 16.8


def ring(parts: int, done: int, words: str, state: str = "") -> Markup:
    """A stone on the path: a ring of as many parts as the step has core sections, the done ones filled.

    `state` is "done" (a tick), "locked" (after a closed gate) or "" (under way).
    """
    if state == "done":
        return Markup(
            '<svg class="stone stone--done" viewBox="0 0 44 44" aria-hidden="true">'
            '<circle class="s-disc" cx="22" cy="22" r="19"/><path class="s-check" d="M14 22.5L20 28.5L31 16.5"/></svg>'
        )
    number = text("s-num", "22", 28, words)
    disc = Markup('<circle class="s-disc" cx="22" cy="22" r="18"/>')
    if state == "locked":
        return Markup(
            '<svg class="stone stone--locked" viewBox="0 0 44 44" aria-hidden="true">{}{}</svg>'
        ).format(disc, number)
    parts = max(parts, 1)
    done = min(max(done, 0), parts)
    gap = "0.8 0.2" if parts > 1 else "1 0"
    filled = " ".join([gap] * done + [f"0 {parts - done}"])
    whole = f'<circle class="s-ring" cx="22" cy="22" r="18" pathLength="{parts}" stroke-dasharray="{gap}"/>'
    part = f'<circle class="s-part" cx="22" cy="22" r="18" pathLength="{parts}" stroke-dasharray="{filled}"/>'
    return Markup('<svg class="stone" viewBox="0 0 44 44" aria-hidden="true">{}{}{}</svg>').format(
        disc, Markup(whole + (part if done else "")), number
    )


def trail(turn: int = 0) -> Markup:
    """The bit of path from one stone to the next; `turn` picks one of a few bends."""
    return Markup(
        '<svg class="trail" viewBox="0 0 44 100" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="{TRAILS[turn % len(TRAILS)]}" vector-effect="non-scaling-stroke"/></svg>'
    )


def _places(count: int, gate_after: int | None) -> tuple[list[Point], Point | None, float]:
    """Where each stone stands, where the gate stands, and how wide the picture is."""
    stones: list[Point] = []
    x, gate = 16.0, None
    if gate_after == 0:
        gate, x = (28.0, GATE_Y), 72.0
    for i in range(count):
        stones.append((x, HEIGHTS[i % len(HEIGHTS)]))
        if gate_after == i + 1:
            gate = (x + GATE_GAP / 2, GATE_Y)
            x += GATE_GAP if i + 1 < count else GATE_GAP / 2
        elif i + 1 < count:
            x += STONE_GAP
    return stones, gate, x + (28.0 if gate and gate_after == count else 16.0)


def _stone(number: int, at: Point, css: str) -> Markup:
    x, y = num(at[0]), num(at[1])
    here = css.endswith("--here")
    out = Markup(f'<circle class="mp-stone {css}" cx="{x}" cy="{y}" r="{"12.5" if here else "8"}"/>')
    if here:
        out += text("mp-num", x, at[1] + 4.8, str(number))
    elif css.endswith("--done"):
        out += Markup(f'<path class="mp-check" d="M{num(at[0] - 3.4)} {num(at[1] + 0.2)}l2.5 2.5l4.4 -5"/>')
    return out


def steps(
    count: int,
    *,
    current: int | None = None,
    done: Collection[int] = (),
    gate_after: int | None = None,
    gate_open: bool = False,
    at_gate: bool = False,
    label: str = "",
) -> Markup:
    """The small path of all steps: where am I.

    Steps are numbered from 1. `current` is the step that the page is about; `gate_after` is the number of steps
    before the gate (None: no gate); `at_gate` says that the page is the checkpoint's own.
    """
    stones, gate, width = _places(count, gate_after)
    line = list(stones)
    if gate is not None and gate_after is not None:
        line.insert(gate_after, gate)
    walked: list[Point] = []
    if at_gate and gate is not None and gate_after is not None:
        walked = line[: gate_after + 1]
    elif current:
        walked = line[: line.index(stones[current - 1]) + 1]
    size = f'viewBox="0 0 {num(width)} 40" width="{num(width)}" height="40"'
    out = Markup('<svg class="minipath" {} {}>').format(Markup(size), spoken(label))
    out += Markup(f'<path class="mp-line" d="{smooth(line)}"/>')
    if len(walked) > 1:
        out += Markup(f'<path class="mp-walked" d="{smooth(walked)}"/>')
    if gate is not None:
        leaf = GATE_OPEN_SMALL if gate_open else GATE_CLOSED
        out += Markup(
            f'<g transform="translate({num(gate[0] - 22)} 1) scale(.79)" class="{gate_class(gate_open)}">'
            f'<rect class="g-back" x="2" y="6" width="52" height="29"/>{leaf}</g>'
        )
    for i, at in enumerate(stones, start=1):
        locked = gate_after is not None and not gate_open and i > gate_after
        css = "mp-stone--here" if i == current else "mp-stone--done" if i in done else ""
        out += _stone(i, at, css or ("mp-stone--locked" if locked else ""))
    return out + Markup("</svg>")
