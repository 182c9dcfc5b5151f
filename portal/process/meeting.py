"""What of a definition can be written together at a meeting, on a screen that everybody in the room reads.

A register takes an entry by one line and a few choices; a question and rows that are listed in advance take their own
fields in large. What is for the team alone is never put on a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.process.schema import Audience, Column, Kind, Need, Process, Question, Register, Section

Part = Question | Register

MOST_OPTIONS = 8
"""More than so many choices do not fit beside a line."""

_LINES = (Kind.SHORT_TEXT, Kind.LONG_TEXT)
_CHOICES = (Kind.CHOICE, Kind.YES_NO)


class Way(StrEnum):
    """How a part is written at a meeting. FORM: not on the screen, it needs its form. TEAM: for the team alone."""

    ANSWER = "answer"
    LINE = "line"
    TAPS = "taps"
    FORM = "form"
    TEAM = "team"


SHOWN = (Way.ANSWER, Way.LINE, Way.TAPS)
"""The ways that a screen has room for."""


@dataclass(frozen=True, slots=True)
class Line:
    """What an entry of a register is made of: a title in one line, and choices beside it."""

    title: Column
    choices: tuple[Column, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return (self.title, *self.choices)

    @property
    def groups(self) -> Column | None:
        """The choice that every entry has and that the list is divided by, such as the four fields of a SWOT."""
        return next((c for c in self.choices if c.required and c.kind is Kind.CHOICE), None)


def way_of(process: Process, part: Part) -> Way:
    """How a question or register is written at a meeting."""
    if isinstance(part, Question):
        if part.audience is Audience.TEAM:
            return Way.TEAM
        return Way.FORM if part.kind is Kind.ATTACHMENT else Way.ANSWER
    if part.presets:
        # A tap shows every column of its row.
        return Way.TEAM if _is_private(part.columns) else Way.TAPS
    title = part.column(part.title_column)
    if title is not None and title.audience is Audience.TEAM:
        return Way.TEAM
    return Way.LINE if line_of(process, part) is not None else Way.FORM


def line_of(process: Process, register: Register) -> Line | None:
    """The line and the choices that make a row of the register; None where a row needs more than that."""
    title = register.column(register.title_column)
    if title is None or not register.own_rows or not _is_line(process, title):
        return None
    needed = [c for c in register.columns if c is not title and (c.required or c.name == register.tap)]
    if any(c.kind not in _CHOICES or c.when or len(c.options) > MOST_OPTIONS for c in needed):
        return None
    if _is_private([title, *needed]):
        return None
    # An entry without words is none, also where a form of its own might do without them.
    return Line(replace(title, required=True, need=Need.CORE), tuple(needed))


def parts_of(process: Process, section: Section) -> tuple[Part, ...]:
    """The parts of a section that can be written at a meeting, in their order."""
    return tuple(part for part in section.items if way_of(process, part) in SHOWN)


def _is_line(process: Process, title: Column) -> bool:
    """True for a text, and for a reference to one row that a name alone adds."""
    if title.kind is not Kind.REFERENCE:
        return title.kind in _LINES
    target = process.register(title.register or "")
    return target is not None and target.takes_names and not title.many


def _is_private(columns: Sequence[Column]) -> bool:
    return any(c.audience is Audience.TEAM for c in columns)
