"""Questions and columns: what is asked, of which kind, and who may ever read the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.process.material import Value, words_in


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


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few fixed answers. `tone` is good, warn, bad or none: it picks a sign and a pattern, not only a hue.
    `role` is a mark that code may look for. `ended`: what has this status is finished or given up, so it is never late.
    `synonyms`: what else a table that somebody brings may say for it.
    """

    key: str
    label: Text
    hint: Text | None = None
    tone: str = "none"
    role: str | None = None
    ended: bool = False
    synonyms: tuple[str, ...] = ()


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
    code may look for. `read_as` is the label for readers outside the team, where `label` speaks to those who write.
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
    read_as: Text | None = None

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def is_core(self) -> bool:
        return self.need is Need.CORE

    def label_for(self, reader: Audience) -> Text:
        """The label as somebody of this circle should meet it."""
        return self.label if reader is Audience.TEAM or self.read_as is None else self.read_as

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

    def holds(self, row: Mapping[str, Value]) -> bool:
        return not words_in(row.get(self.column)).isdisjoint(self.values)


@dataclass(frozen=True, slots=True)
class Column(Field):
    """A column of a register; `key` is the register's key + column name. `required`: no row is saved without it.
    `synonyms`: what else its heading may be in a table that somebody brings."""

    required: bool = False
    when: When | None = None
    synonyms: tuple[str, ...] = ()

    def is_shown(self, row: Mapping[str, Value]) -> bool:
        """False while `when` hides the column; `row` is keyed by the columns' short names."""
        return self.when is None or self.when.holds(row)
