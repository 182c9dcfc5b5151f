"""Phases, steps, sections and checklists."""

from __future__ import annotations

from dataclasses import dataclass

from portal.process.fields import Audience, Example, Need, Question, Text
from portal.process.registers import Register
from portal.process.rules import Rule


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the method, explained where it first stands."""

    word: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Section:
    """One short form of a step. `in_plan`: part of the plan edition that is shared with the municipality. `newcomer`:
    a word to those new to the role, who have asked for extra help."""

    key: str
    title: Text
    lead: Text
    items: tuple[Question | Register, ...]
    guidance: Text | None = None
    example: Example | None = None
    in_plan: bool = False
    role: str | None = None
    terms: tuple[Term, ...] = ()
    newcomer: Text | None = None

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(i for i in self.items if isinstance(i, Question))

    @property
    def registers(self) -> tuple[Register, ...]:
        return tuple(i for i in self.items if isinstance(i, Register))

    def is_for(self, reader: Audience) -> bool:
        """Whether anything in it may ever reach this circle; else even that it is filled in is nobody else's."""
        fields = [f for i in self.items for f in ((i,) if isinstance(i, Question) else i.columns)]
        return any(field.audience.reaches(reader) for field in fields)


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A line of a checklist. With a `derived` rule it ticks itself; else people tick it. `asks_date` and
    `asks_note` open a date and a short note (a reference number, a reason) beside the tick."""

    key: str
    title: Text
    need: Need
    hint: Text | None = None
    derived: Rule | None = None
    link: str | None = None
    asks_date: bool = False
    asks_note: bool = False

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps. `question` is its short form ("Vilka är med oss?"); `why` says why it matters; `newcomer` as in
    a section."""

    key: str
    number: int
    title: Text
    question: Text
    why: Text
    sections: tuple[Section, ...]
    checklist: tuple[ChecklistItem, ...] = ()
    tips: Text | None = None
    example: Example | None = None
    terms: tuple[Term, ...] = ()
    newcomer: Text | None = None

    def section(self, name: str) -> Section | None:
        return next((s for s in self.sections if s.name == name), None)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the process; `title` is its question ("Var står vi?")."""

    key: str
    number: int
    title: Text
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """The municipality's own short checklist for a place."""

    key: str
    title: Text
    lead: Text
    items: tuple[ChecklistItem, ...]
