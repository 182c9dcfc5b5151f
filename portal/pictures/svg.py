"""Small parts that all pictures are made of: escaped attributes, smooth lines, the gate, the spruce.

Everything is SVG with classes and presentation attributes, never a style attribute: so it holds under the strict
content security policy, and css gives it the colours of light, dark, print and forced-colours mode.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

Point = tuple[float, float]

GATE_CLOSED = (
    '<path class="g-post" d="M4 5V36M52 5V36"/>'
    '<path class="g-leaf" d="M8 12H48M8 20H48M8 28H48M9.5 9V32M46.5 9V32M10 31L46 10"/>'
)
GATE_OPEN = (
    '<path class="g-post" d="M4 5V36M52 5V36"/>'
    '<path class="g-leaf" d="M8 12L25 4.5M8 20L25 14M8 28L25 23.5M8.5 9V32M25 1.5V27M9.5 30.5L24 6"/>'
)
GATE_OPEN_SMALL = (
    '<path class="g-post" d="M4 5V36M52 5V36"/><path class="g-leaf" d="M8 12L21 6M8 29L21 24.5M21 3V28"/>'
)
FENCE_PATTERN = (
    '<path class="f-pole" d="M0 8L16 2.5M0 17L38 3.8M-2 26.7L54 7.3M-2 35.7L54 16.3M-2 44.7L54 25.3'
    'M-2 53.7L54 34.3"/><path class="f-stake" d="M22 5V38M28.5 2V38"/>'
)


def gate_class(is_open: bool) -> str:
    """The css class that colours a gate: spruce when open, falu red when closed."""
    return "gate-open" if is_open else "gate-closed"


def spoken(label: str) -> Markup:
    """The attributes that make a picture speak its label, or keep silent when there is none."""
    if label:
        return Markup('role="img" aria-label="{}"').format(label)
    return Markup('aria-hidden="true"')


def num(value: float) -> str:
    """A number as short as SVG allows: one decimal, no trailing zero."""
    return f"{value:.1f}".removesuffix(".0")


def smooth(points: Sequence[Point]) -> str:
    """A path through all points without corners (Catmull-Rom turned into cubic curves)."""
    if not points:
        return ""
    padded = [points[0], *points, points[-1]]
    path = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path.append("C" + " ".join(f"{num(x)} {num(y)}" for x, y in (c1, c2, end)))
    return "".join(path)


def spruce(x_percent: float, foot: float, height: float) -> str:
    """A spruce with its foot at y = `foot` pixels, standing at a percentage of the picture's width."""
    return (
        f'<svg x="{num(x_percent)}%" y="{foot - height:.0f}" width="{height * 0.42:.0f}" height="{height:.0f}" '
        'viewBox="0 0 20 48" overflow="visible"><path class="r-tree" '
        'd="M10 0L15 13H12.5L17.5 25H14L20 39H11.4V48H8.6V39H0L6 25H2.5L7.5 13H5Z"/></svg>'
    )


def text(css: str, x: str, y: float, words: str) -> Markup:
    """One line of text; what people wrote is escaped."""
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(css, x, num(y), escape(words))
