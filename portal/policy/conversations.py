"""A conversation as its rules and its page look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.models import Promise, Thread
from portal.roles import Workplace


@dataclass(frozen=True, slots=True)
class Guest:
    """A coach who was asked in, by whom, for which sector and why; `is_here` until they have left."""

    user_id: int
    name: str
    sector: str
    why: str
    asked_by: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Standin:
    """Who has taken the conversation over for the place's coaches."""

    user_id: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread with what its rules look at: where it belongs, the coaches who were asked in and are there (`guests`)
    and who has taken it over (`covers`), by id; `has_shared`: something of a municipal one was shared with the place.

    What its page says beside: `asked_in`, everybody who was ever asked in, by id, as they were asked last; the
    `standin`; the `promise` that was open when the conversation was read.
    """

    workplace: Workplace
    thread: Thread
    guests: frozenset[int] = frozenset()
    covers: frozenset[int] = frozenset()
    has_shared: bool = False
    asked_in: Mapping[int, Guest] = field(default_factory=dict)
    standin: Standin | None = None
    promise: Promise | None = None

    @property
    def is_municipal(self) -> bool:
        return self.thread.kind == "municipal"

    @property
    def subject(self) -> str | None:
        """The step or place-wide register in which it is anchored: what must be shared."""
        key = self.thread.anchor_key
        return key.partition(".")[0] if key is not None else None
