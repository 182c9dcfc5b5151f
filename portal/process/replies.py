"""What the municipality has said about an edition, as documents need it: its answers and that the plan has come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.process.action_answers import Said


@dataclass(frozen=True, slots=True)
class Before:
    """The earlier edition that an answer was given to: its number and day; `is_changed`: the action is called or needs
    something else since."""

    edition: int
    day: date
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the action `row`, which was called `action` then; `before`: the edition that it is about, where
    that is an earlier one; `on`: the day on which it was given; `former`: the municipality that gave it, where the
    place belongs to another now."""

    row: int
    action: str
    said: Said
    before: Before | None = None
    on: date | None = None
    former: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day on which the plan came in, and its number in the municipality's register, if it has one."""

    received_on: date
    registry_number: str = ""


@dataclass(frozen=True, slots=True)
class Replies:
    """Everything that was sent; equal when it says the same. `silent`: the rows of actions that ask for nothing;
    `until`: the moment of the latest answer or receipt, in Swedish time, None when nothing is said."""

    all: tuple[Reply, ...] = ()
    receipt: Receipt | None = None
    silent: frozenset[int] = frozenset()
    until: datetime | None = None

    def to(self, row: int) -> Reply | None:
        """The answer to an action."""
        return next((reply for reply in self.all if reply.row == row), None)

    def about(self, actions: Mapping[int, str]) -> Replies:
        """Only the answers to these, which are called that: nothing of actions that have left the plan, or of what they
        were called before."""
        here = tuple(replace(each, action=actions[each.row]) for each in self.all if each.row in actions)
        return replace(self, all=here)


NOTHING_SAID = Replies()
