"""How far an edition of the plan reaches: four circles, each inside the next. The place's own team always reads it."""

from __future__ import annotations

from enum import StrEnum


class Reach(StrEnum):
    """From the narrowest to the widest."""

    COACHES = "coaches"
    MUNICIPALITY = "municipality"
    LINK = "link"
    PUBLIC = "public"

    def covers(self, other: Reach) -> bool:
        """Whether everybody in the other circle reads it, too."""
        circles = list(Reach)
        return circles.index(self) >= circles.index(other)


def wide_as(narrowest: Reach) -> list[str]:
    """This circle and all wider ones, as they are stored."""
    return [each.value for each in Reach if each.covers(narrowest)]
