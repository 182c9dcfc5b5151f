"""The typed shape of a process definition: what `loader` builds from YAML and everything else reads.

Keys are permanent and dotted: `anchoring` (step), `anchoring.start` (section), `anchoring.start.employer` (question),
`anchoring.working_group.members` (register in a step), `organisations` (place-wide register). A column is addressed
by its short key within its register. Every object carries its full key as `key`; `name` is the last part of it.

Its nouns live in files of their own; everybody imports them from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from portal.process.checkpoint import Checkpoint, Criterion, CriterionKind, Decider
from portal.process.fields import Audience, Column, Example, Field, Kind, Need, Option, Question, Text, When
from portal.process.headings import Heading, HeadingSet
from portal.process.picture import Axis, Picture, PictureKind
from portal.process.registers import Preset, Register
from portal.process.steps import ChecklistItem, Phase, Section, Step, Term, Track

__all__ = [
    "Audience",
    "Axis",
    "ChecklistItem",
    "Checkpoint",
    "Column",
    "Criterion",
    "CriterionKind",
    "Decider",
    "Example",
    "Field",
    "Heading",
    "HeadingSet",
    "Kind",
    "Need",
    "Option",
    "Phase",
    "Picture",
    "PictureKind",
    "Preset",
    "Process",
    "Question",
    "Register",
    "Reminder",
    "Section",
    "Step",
    "Term",
    "Text",
    "Track",
    "When",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the rail and the task list remind of, `month` months after the start; `link` is a step or section key."""

    month: int
    title: Text
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """A whole definition. A journey pins `key` and `version`. `heading_sets`: how a plan document may be ordered."""

    key: str
    version: int
    title: Text
    lead: Text
    months: int
    phases: tuple[Phase, ...]
    checkpoint: Checkpoint
    registers: tuple[Register, ...]
    track: Track
    reminders: tuple[Reminder, ...] = ()
    terms: tuple[Term, ...] = ()
    heading_sets: tuple[HeadingSet, ...] = ()
    _index: dict[str, object] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Every part by its full key; filled at once, so that threads that share a definition see all of it."""
        for register in self.registers:
            self._index[register.key] = register
        for step in self.steps:
            self._index[step.key] = step
            for section in step.sections:
                self._index[section.key] = section
                self._index.update({part.key: part for part in section.items})
            self._index.update({item.key: item for item in step.checklist})
        self._index.update({item.key: item for item in self.track.items})

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(s for p in self.phases for s in p.steps)

    def step(self, key: str) -> Step | None:
        return self._find(key, Step)

    def section(self, key: str) -> Section | None:
        return self._find(key, Section)

    def question(self, key: str) -> Question | None:
        return self._find(key, Question)

    def register(self, key: str) -> Register | None:
        return self._find(key, Register)

    def checklist_item(self, key: str) -> ChecklistItem | None:
        return self._find(key, ChecklistItem)

    def register_with_role(self, role: str) -> Register | None:
        return next((r for r in self.all_registers() if r.role == role), None)

    def section_with_role(self, role: str) -> Section | None:
        return next((s for step in self.steps for s in step.sections if s.role == role), None)

    def question_with_role(self, role: str) -> Question | None:
        return next((q for q in self.all_questions() if q.role == role), None)

    def heading_set(self, name: str) -> HeadingSet | None:
        return next((each for each in self.heading_sets if each.name == name), None)

    def all_registers(self) -> Iterator[Register]:
        yield from self.registers
        for step in self.steps:
            for section in step.sections:
                yield from section.registers

    def all_questions(self) -> Iterator[Question]:
        for step in self.steps:
            for section in step.sections:
                yield from section.questions

    def phase_of(self, step_key: str) -> Phase:
        """The phase that a step belongs to. Raises KeyError for an unknown step."""
        for phase in self.phases:
            if any(s.key == step_key for s in phase.steps):
                return phase
        raise KeyError(step_key)

    def step_of(self, key: str) -> Step | None:
        """The step that a key lies in, whatever it is the key of; None for what is place-wide."""
        return self.step(key.partition(".")[0])

    def section_of(self, key: str) -> Section | None:
        """The section that a question or register key lies in."""
        return self.section(".".join(key.split(".")[:2]))

    def is_after_checkpoint(self, step_key: str) -> bool:
        return self.phase_of(step_key).number > self.checkpoint.after_phase

    def is_linkable(self, key: str) -> bool:
        """True for what has a page or a place on one: a step, section, question, register or the checkpoint."""
        return key == self.checkpoint.key or isinstance(
            self._index.get(key), Step | Section | Question | Register
        )

    def _find(self, key: str, kind: type[T]) -> T | None:
        found = self._index.get(key)
        return found if isinstance(found, kind) else None
