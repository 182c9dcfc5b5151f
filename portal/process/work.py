"""Actions as work: where a definition keeps their status, goal and days, and when one is late.

Found by role, never by key: the registers `actions` and `goals`; of an action the columns `status`, `starts_on`,
`ends_on`, `responsible`, `theme` and the one that refers to the goals. A definition without one of them has actions
without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.process.material import Value, rows_in
from portal.process.schema import Column, Option, Process, Register

ANSWERED_ROLES = ("needs", "swot", "obstacles", "ideas")
"""The registers whose rows an action may answer: needs, strengths (and what is weak), obstacles, ideas."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The register of the actions and those of its columns that the work looks at."""

    register: Register
    goals: Register | None
    status: Column | None
    goal: Column | None
    starts_on: Column | None
    ends_on: Column | None
    responsible: Column | None = None
    theme: Column | None = None

    def status_of(self, values: Mapping[str, Value]) -> Option | None:
        said = _said(self.status, values)
        return self.status.option(said) if self.status is not None and isinstance(said, str) else None

    def goal_of(self, values: Mapping[str, Value]) -> int | None:
        """The row of the goal that it belongs to; the row may be gone."""
        return next(iter(rows_in(_said(self.goal, values))), None)

    def responsible_of(self, values: Mapping[str, Value]) -> tuple[int, ...]:
        """The rows of those who are responsible for it; a row may be gone."""
        return rows_in(_said(self.responsible, values))

    def theme_of(self, values: Mapping[str, Value]) -> str:
        said = _said(self.theme, values)
        return said if isinstance(said, str) else ""

    def days_of(self, values: Mapping[str, Value]) -> tuple[date | None, date | None]:
        """When it starts, and when it should be finished."""
        return _day(_said(self.starts_on, values)), _day(_said(self.ends_on, values))


def shape_of(process: Process) -> Shape | None:
    """None for a definition without actions."""
    register, goals = process.register_with_role("actions"), process.register_with_role("goals")
    if register is None:
        return None
    return Shape(
        register=register,
        goals=goals,
        status=_with_role(register, "status"),
        goal=next((c for c in register.columns if goals is not None and c.register == goals.key), None),
        starts_on=_with_role(register, "starts_on"),
        ends_on=_with_role(register, "ends_on"),
        responsible=_with_role(register, "responsible"),
        theme=_with_role(register, "theme"),
    )


def answered_registers(process: Process) -> tuple[Register, ...]:
    """The registers whose rows an action may answer, in the definition's order."""
    return tuple(register for register in process.all_registers() if register.role in ANSWERED_ROLES)


def asks_why(status: Option | None) -> bool:
    """Dropped, not finished: somebody will wonder why."""
    return status is not None and status.ended and status.tone != "good"


def is_late(status: Option | None, ends_on: date | None, follow_up: date | None, today: date) -> bool:
    """The day it should be finished by has passed, or its next follow-up's, and it is neither finished nor dropped."""
    if status is not None and status.ended:
        return False
    return any(day is not None and day < today for day in (ends_on, follow_up))


def _with_role(register: Register, role: str) -> Column | None:
    return next((column for column in register.columns if column.role == role), None)


def _said(column: Column | None, values: Mapping[str, Value]) -> Value:
    return values.get(column.name) if column is not None else None


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
