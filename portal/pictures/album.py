"""All pictures by name: what templates know as `pictures`."""

from collections.abc import Callable

from markupsafe import Markup

from portal.pictures.fence import fence
from portal.pictures.gate import gate
from portal.pictures.journey import ring, steps, trail
from portal.pictures.landscape import gatescene, horizon, next_land
from portal.pictures.rail import rail
from portal.pictures.timeline import timeline

PICTURES: dict[str, Callable[..., Markup]] = {
    "fence": fence,
    "gate": gate,
    "gatescene": gatescene,
    "horizon": horizon,
    "next_land": next_land,
    "rail": rail,
    "ring": ring,
    "steps": steps,
    "timeline": timeline,
    "trail": trail,
}
