"""The gate: closed falu red is "not yet", open spruce is "through", a flag is "with follow-up"."""

from markupsafe import Markup

from portal.pictures.svg import GATE_CLOSED, GATE_OPEN, gate_class

FLAG = '<path class="g-flag" d="M52 5V-8L66 -3.5L52 1"/>'


def gate(is_open: bool = False, *, flag: bool = False, wide: bool = False) -> Markup:
    """The gate as a sign. `wide` leaves room for the flag, so that signs in a list line up."""
    leaf = GATE_OPEN if is_open else GATE_CLOSED
    box, width, height = ("0 -10 70 50", 70, 50) if wide or flag else ("0 0 56 40", 56, 40)
    return Markup(
        f'<svg class="gate-mark {gate_class(is_open)}" viewBox="{box}" width="{width}" height="{height}" '
        f'aria-hidden="true">{FLAG if flag else ""}{leaf}</svg>'
    )
