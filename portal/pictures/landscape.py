"""Landscapes: the footer's horizon, the scene at the checkpoint's gate, the hill in the panel of the next thing.

Hills stretch with the page in nested pictures; trees, gate and words keep their size.
"""

from math import cos, sin

from markupsafe import Markup

from portal.pictures.svg import FENCE_PATTERN, GATE_CLOSED, GATE_OPEN, Point, gate_class, num, spoken, spruce

SCENE_HEIGHT = 176
SCENE_TREES = (
    (4, 30), (5.6, 42), (7.5, 28), (22, 24), (23.4, 34), (70, 26),
    (71.6, 38), (73.2, 28), (90, 30), (91.5, 44), (93.3, 32), (96, 24),
)  # fmt: skip
HORIZON_TREES = ((7, 50, 24), (8.6, 52, 32), (10.6, 52, 22), (79, 46, 30), (81.2, 46, 22), (92, 50, 26))
# the road, from below the picture through the gate to the hills: centre x, y and width
ROAD_FAR = (
    (-14, 12, 52), (14, -2, 34), (38, -12, 21), (53, -20, 14.5), (46, -28, 11.5), (24, -34, 9.5), (14, -41, 8),
    (28, -48, 6.5), (52, -54, 5.5), (66, -61, 4.5), (60, -69, 3.5), (64, -77, 2),
)  # fmt: skip
FLATTENED = 0.42  # a road that lies down is narrower across than along


def horizon() -> Markup:
    """The footer's landscape: a ridge, a field, a few spruces."""
    trees = "".join(spruce(x, foot, height) for x, foot, height in HORIZON_TREES)
    return Markup(
        '<svg class="horizon" width="100%" height="72" aria-hidden="true">'
        '<svg x="0" y="0" width="100%" height="72" viewBox="0 0 1200 72" preserveAspectRatio="none">'
        '<path class="r-ridge" d="M0 40C120 18 260 10 400 26S640 44 800 24S1080 8 1200 28V72H0Z"/></svg>'
        f"{trees}"
        '<svg x="0" y="0" width="100%" height="72" viewBox="0 0 1200 72" preserveAspectRatio="none">'
        '<path class="r-field" d="M0 52C160 42 330 46 520 50S900 60 1200 44V72H0Z"/></svg></svg>'
    )


def next_land() -> Markup:
    """The hill and the path ahead, behind the words of the suggested next thing."""
    return Markup(
        '<svg class="next__land" viewBox="0 0 704 220" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">'
        '<path class="nl-a" d="M250 220C360 170 430 140 520 150S640 120 704 96V220Z"/>'
        '<path class="nl-b" d="M400 218C470 196 500 214 560 190S620 158 704 150"/></svg>'
    )


def _ground(t: float) -> float:
    return 122 + 7 * sin(t * 0.55 + 0.3) + 2.5 * sin(t * 1.4)


def _slope(t: float) -> float:
    return 7 * 0.55 * cos(t * 0.55 + 0.3) + 3.5 * cos(t * 1.4)


def _field() -> str:
    pieces, h = 14, 12 / 14
    path = [f"M0 {num(_ground(0))}"]
    for i in range(pieces):
        a, b = i * h, (i + 1) * h
        path.append(
            f"C{(a + h / 3) * 100:.0f} {num(_ground(a) + _slope(a) * h / 3)} "
            f"{(b - h / 3) * 100:.0f} {num(_ground(b) - _slope(b) * h / 3)} {b * 100:.0f} {num(_ground(b))}"
        )
    return "".join(path) + f"L1200 {SCENE_HEIGHT}L0 {SCENE_HEIGHT}Z"


def _edge(four: tuple[tuple[float, ...], ...], t: float) -> tuple[Point, Point]:
    """The left and right edge of the road at `t` between the second and third of four centre points."""
    a, b, c, d = four
    at = [
        0.5 * (2 * b[k] + (c[k] - a[k]) * t + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t**2
               + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3)
        for k in range(3)
    ]  # fmt: skip
    dx, dy = (
        0.5 * (c[k] - a[k] + 2 * (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t
               + 3 * (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**2)
        for k in range(2)
    )  # fmt: skip
    length = (dx**2 + dy**2) ** 0.5 or 1.0
    nx, ny = -dy / length * at[2] / 2, dx / length * at[2] / 2 * FLATTENED
    return (at[0] + nx, at[1] + ny), (at[0] - nx, at[1] - ny)


def _road(below_gate: float) -> str:
    """A tapering road; `below_gate` is the distance from the foot of the gate to the lower edge."""
    near = ((-150, below_gate + 34, 190), (-104, below_gate + 10, 128), (-50, below_gate - 8, 80))
    centre: list[tuple[float, ...]] = [near[0], *near, *ROAD_FAR, ROAD_FAR[-1]]
    left: list[Point] = []
    right: list[Point] = []
    for i in range(len(centre) - 3):
        for j in range(5):
            one, other = _edge(tuple(centre[i : i + 4]), j / 5)
            left.append(one)
            right.append(other)
    tip = (float(ROAD_FAR[-1][0]), float(ROAD_FAR[-1][1]))
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in (*left, tip, *reversed(right))) + "Z"


def gatescene(is_open: bool = False, *, uid: str, label: str = "", at: float = 50.0) -> Markup:
    """The path has come to the gate in the fence. `at` is the gate's place in percent of the width."""
    h = SCENE_HEIGHT
    foot = _ground(at / 100 * 12)
    trees = "".join(spruce(x, _ground(x / 100 * 12) - 4, height) for x, height in SCENE_TREES)
    leaf = GATE_OPEN if is_open else GATE_CLOSED
    top = f"{foot - 24:.0f}"
    return Markup(
        '<svg class="scene" width="100%" height="{h}" {spoken}>{back}'
        '<defs><pattern id="{uid}" width="52" height="38" patternUnits="userSpaceOnUse" '
        'patternTransform="translate(0 {top})">{poles}</pattern></defs>'
        '<svg x="0" y="0" width="{at}%" height="{h}">'
        '<rect x="-40" y="{top}" width="100%" height="38" fill="url(#{uid})"/></svg>'
        '<svg x="{at}%" y="0" width="{rest}%" height="{h}">'
        '<rect x="40" y="{top}" width="100%" height="38" fill="url(#{uid})"/></svg>{gate}</svg>'
    ).format(
        h=h, uid=uid, top=top, at=num(at), rest=num(100 - at), spoken=spoken(label), poles=Markup(FENCE_PATTERN),
        back=Markup(
            f'<svg x="0" y="0" width="100%" height="{h}" viewBox="0 0 1200 {h}" preserveAspectRatio="none">'
            f'<path class="r-ridge" d="M0 78C120 52 240 44 380 66S520 84 600 62S720 34 820 44S1060 84 1200 52V{h}H0Z"/>'
            f'<path class="r-far" d="M0 112C160 96 330 110 470 100S600 62 680 58S900 104 1200 96V{h}H0Z"/></svg>{trees}'
            f'<svg x="0" y="0" width="100%" height="{h}" viewBox="0 0 1200 {h}" preserveAspectRatio="none">'
            f'<path class="r-field" d="{_field()}"/></svg>'
            f'<svg x="{num(at)}%" y="{foot + 18:.0f}" overflow="visible">'
            f'<path class="road" d="{_road(h - foot - 18)}"/></svg>'
        ),
        gate=Markup(
            f'<svg x="{num(at)}%" y="{foot + 18:.0f}" overflow="visible">'
            f'<g transform="translate(-42 -56) scale(1.5)" class="{gate_class(is_open)}">{leaf}</g></svg>'
        ),
    )  # fmt: skip
