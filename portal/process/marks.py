"""What a place makes of a coach's question, suggestion or point: taken up, parked, or seen differently, because …

One set of rules for the points of a verdict and for what a coach suggests in a conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

BECAUSE_LIMIT = 1_000
"""Characters in the reason."""


class Mark(StrEnum):
    """Each is an answer: none of them is wrong."""

    TAKEN_UP = "taken_up"
    PARKED = "parked"
    DIFFERENTLY = "differently"


SETTLED = frozenset({Mark.TAKEN_UP, Mark.DIFFERENTLY})
"""Marks after which nothing more is awaited; what is parked comes up again."""


@dataclass(frozen=True, slots=True)
class Marked:
    """How something is marked now: by whom (a name) and when; no mark while the place has not answered."""

    mark: Mark | None = None
    because: str = ""
    who: str = ""
    at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        return self.mark in SETTLED

    @property
    def stamp(self) -> str:
        """Names this mark, so that whoever marks anew can be told of one that came meanwhile."""
        return self.at.isoformat() if self.at is not None else ""


def marked(mark: str | None, because: str, who: str | None, at: datetime | None) -> Marked:
    """From what is stored."""
    return Marked(Mark(mark), because, who or "", at) if mark else Marked()


class Flaw(StrEnum):
    """Why a mark cannot be set so."""

    UNKNOWN = "unknown"
    NO_REASON = "no_reason"
    TOO_LONG = "too_long"


def find_flaw(mark: str, because: str) -> Flaw | None:
    """`mark` is empty where it is taken back. Who sees it differently says why."""
    if mark and mark not in list(Mark):
        return Flaw.UNKNOWN
    if mark != Mark.DIFFERENTLY:
        return None
    if not because.strip():
        return Flaw.NO_REASON
    return Flaw.TOO_LONG if len(because) > BECAUSE_LIMIT else None
