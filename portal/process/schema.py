"""The typed shape of a process definition: what `loader` builds from YAML and everything else reads.

Keys are permanent and dotted: `anchoring` (step), `anchoring.start` (section), `anchoring.start.employer` (question),
`anchoring.working_group.members` (register in a step), `organisations` (place-wide register). A column is addressed
by its short key within its register. Every object carries its full key as `key`; `name` is the last part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from portal.process.rules import Rule

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the method in both languages."""

    sv: str
    en: str

    def of(self, lang: str) -> str:
        return self.en if lang == "en" else self.sv


class Kind(StrEnum):
    """How a question or a register column is answered."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    LINK = "link"
    ATTACHMENT = "attachment"
    REFERENCE = "reference"


class Need(StrEnum):
    """Core questions count in progress and readiness; extra ones open on demand."""

    CORE = "core"
    EXTRA = "extra"


class Audience(StrEnum):
    """The widest circle that may ever read an answer, from narrow to wide."""

    TEAM = "team"
    COACH = "coach"
    MUNICIPALITY = "municipality"
    PLAN = "plan"

    def reaches(self, reader: Audience) -> bool:
        """True if somebody of the circle `reader` may read what has this audience."""
        order = list(Audience)
        return order.index(self) >= order.index(reader)


class Decider(StrEnum):
    """Who may decide at the checkpoint; never somebody of the place's own team."""

    COACH = "coach"
    OTHER_COACH = "other_coach"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few fixed answers. `tone` is good, warn, bad or none: it picks a sign and a pattern, not only a hue."""

    key: str
    label: Text
    hint: Text | None = None
    tone: str = "none"


@dataclass(frozen=True, slots=True)
class Example:
    """An example answer that opens beside the question. `source` names the real place that the facts come from."""

    text: Text
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """What questions and columns share.

    `limit` is the greatest number of characters (texts, the explanation of a yes/no) or entries (choices, references,
    attachments). `minimum` and `maximum` bound numbers and years. `register` is the full key that a reference chooses
    from; `many` allows several. `why` is the label of the explanation that belongs to a yes/no. `role` is a mark that
    code may look for.
    """

    key: str
    kind: Kind
    label: Text
    need: Need
    audience: Audience
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    unit: Text | None = None
    register: str | None = None
    many: bool = False
    limit: int = 0
    minimum: float | None = None
    maximum: float | None = None
    why: Text | None = None
    role: str | None = None

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def is_core(self) -> bool:
        return self.need is Need.CORE

    def option(self, key: str) -> Option | None:
        return next((o for o in self.options if o.key == key), None)


@dataclass(frozen=True, slots=True)
class Question(Field):
    """A question of a section, with guidance beside it and an example that opens."""

    guidance: Text | None = None
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A column is shown only when another column of the row has one of these values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column(Field):
    """A column of a register; `key` is the register's key + column name. `required`: no row is saved without it."""

    required: bool = False
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """A pre-listed row that is answered with one tap; stored only once it has been answered.

    `hides` names columns that are neither asked nor stored for this row: some groups of people are never counted.
    """

    key: str
    title: Text
    need: Need
    hint: Text | None = None
    hides: tuple[str, ...] = ()

    @property
    def is_core(self) -> bool:
        return self.need is Need.CORE


@dataclass(frozen=True, slots=True)
class Register:
    """A list of rows with typed columns.

    `at_least` is how many rows make a core register complete (ignored where there are presets: then each core preset
    must be judged in the `tap` column). `title_column` names a row in lists. `own_rows` lets people add rows beside
    the presets. `one` is what a single row is called ("organisation"). `role` marks what features look for: members,
    goals, actions, services, voices, log, organisations, ideas, needs, swot, obstacles.
    """

    key: str
    title: Text
    one: Text
    columns: tuple[Column, ...]
    need: Need
    title_column: str
    intro: Text | None = None
    guidance: Text | None = None
    example: Example | None = None
    empty: Text | None = None
    add: Text | None = None
    presets: tuple[Preset, ...] = ()
    tap: str | None = None
    at_least: int = 1
    own_rows: bool = True
    role: str | None = None

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def is_core(self) -> bool:
        return self.need is Need.CORE

    @property
    def is_place_wide(self) -> bool:
        return "." not in self.key

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name == name), None)

    def preset(self, key: str) -> Preset | None:
        return next((p for p in self.presets if p.key == key), None)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the method, explained where it first stands."""

    word: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Section:
    """One short form of a step. `in_plan`: part of the plan edition that is shared with the municipality."""

    key: str
    title: Text
    lead: Text
    items: tuple[Question | Register, ...]
    guidance: Text | None = None
    example: Example | None = None
    in_plan: bool = False
    role: str | None = None
    terms: tuple[Term, ...] = ()

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(i for i in self.items if isinstance(i, Question))

    @property
    def registers(self) -> tuple[Register, ...]:
        return tuple(i for i in self.items if isinstance(i, Register))


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
    """One of the steps. `question` is its short form ("Vilka är med oss?"); `why` says why it matters."""

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

    def section(self, name: str) -> Section | None:
        return next((s for s in self.sections if s.name == name), None)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the process; `title` is its question ("Var står vi?")."""

    key: str
    number: int
    title: Text
    steps: tuple[Step, ...]


class CriterionKind(StrEnum):
    """A `must` bars submission until met or waived; a `talk_about` is a subject to talk about, never a bar."""

    MUST = "must"
    TALK_ABOUT = "talk_about"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the checkpoint looks at. `link` is the section or register where it is mended, `fix` the words of that
    link; `shows` are the keys of questions, registers or sections that the reviewer reads under it."""

    key: str
    title: Text
    kind: CriterionKind
    evidence: Rule
    link: str
    fix: Text
    shows: tuple[str, ...] = ()
    hint: Text | None = None

    @property
    def is_must(self) -> bool:
        return self.kind is CriterionKind.MUST


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The one gate between two phases. `due_month` counts from the journey's start (9 = nine months in)."""

    key: str
    title: Text
    lead: Text
    after_phase: int
    due_month: int
    decider: Decider
    criteria: tuple[Criterion, ...]
    looks_for: Text | None = None

    def criterion(self, key: str) -> Criterion | None:
        return next((c for c in self.criteria if c.key == key), None)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the rail and the task list remind of, `month` months after the start; `link` is a step or section key."""

    month: int
    title: Text
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """The municipality's own short checklist for a place."""

    key: str
    title: Text
    lead: Text
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """A whole definition. A journey pins `key` and `version`."""

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
    _index: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

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
        return key == self.checkpoint.key or isinstance(self._indexed().get(key), Step | Section | Question | Register)

    def _find(self, key: str, kind: type[T]) -> T | None:
        found = self._indexed().get(key)
        return found if isinstance(found, kind) else None

    def _indexed(self) -> dict[str, object]:
        if not self._index:
            for register in self.registers:
                self._index[register.key] = register
            for item in self.track.items:
                self._index[item.key] = item
            for step in self.steps:
                self._index[step.key] = step
                for item in step.checklist:
                    self._index[item.key] = item
                for section in step.sections:
                    self._index[section.key] = section
                    for part in section.items:
                        self._index[part.key] = part
        return self._index
