"""A section as an empty worksheet for a meeting: what is asked, with room to write. Nothing that anybody has written.

Who the sheet is for decides what stands on it: what only the team may read is asked of the team alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.process.schema import Audience, Column, Kind, Need, Option, Question, Register, Section, Text

TABLE_COLUMNS = 4
"""More than these do not fit beside each other on A4: then every row is a card of its own."""

MAIN_COLUMNS = 3
"""Where fewer are core, extra ones that are not the team's own fill up to these."""

TAP_OPTIONS = 4
"""So many answers of one tap fit as boxes beside a name."""

CARD_OPTIONS = 6
"""And so many as boxes on a card."""

ROWS, CARDS, OWN_ROWS = 8, 5, 3
"""Empty rows of a table, cards, and empty rows after those that are listed in advance."""

_LINES = {Kind.SHORT_TEXT: 2, Kind.LINK: 1, Kind.REFERENCE: 1}
_LONG, _LONG_SHORTENED, _LONG_EXTRA = 7, 5, 4
_SHORTENED = 1_000
"""A long text that may not be longer than these characters gets fewer lines."""


@dataclass(frozen=True, slots=True)
class BlankQuestion:
    """A question with `lines` to write on; 0 where boxes or a short line do."""

    question: Question
    lines: int


@dataclass(frozen=True, slots=True)
class BlankRegister:
    """An empty list: `columns` to fill in and so many `rows`. With presets, `tap` is the column that judges them (its
    options as boxes if `has_boxes`), and `asks` says by option what else is asked then."""

    register: Register
    columns: tuple[Column, ...]
    rows: int
    tap: Column | None = None
    asks: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)

    @property
    def as_cards(self) -> bool:
        return self.tap is None and len(self.columns) > TABLE_COLUMNS

    @property
    def has_boxes(self) -> bool:
        return self.tap is not None and len(self.tap.options) <= TAP_OPTIONS

    @property
    def legend(self) -> tuple[Column, ...]:
        """The columns whose options have no room as boxes: they are named once, and one is written."""
        most = CARD_OPTIONS if self.as_cards else 0
        return tuple(c for c in self.columns if len(c.options) > most)


Part = BlankQuestion | BlankRegister


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A section and its parts: core ones first, then what is optional."""

    section: Section
    parts: tuple[Part, ...]


def make_worksheet(section: Section, reader: Audience) -> Worksheet:
    """The sheet for somebody of the circle `reader`."""
    items = sorted(section.items, key=lambda item: item.need is Need.EXTRA)
    parts = [
        _blank_register(item, reader) if isinstance(item, Register) else _blank_question(item)
        for item in items
        if isinstance(item, Register) or item.audience.reaches(reader)
    ]
    return Worksheet(section, tuple(part for part in parts if part is not None))


def _blank_question(question: Question) -> BlankQuestion:
    if question.kind is not Kind.LONG_TEXT:
        lines = _LINES.get(question.kind, 0)
        return BlankQuestion(question, min(question.limit, 5) if question.many else lines)
    if not question.is_core:
        return BlankQuestion(question, _LONG_EXTRA)
    return BlankQuestion(question, _LONG_SHORTENED if question.limit <= _SHORTENED else _LONG)


def _blank_register(register: Register, reader: Audience) -> BlankRegister | None:
    """None where nothing of it is for this reader."""
    asked = [c for c in register.columns if c.audience.reaches(reader) and c.kind is not Kind.ATTACHMENT]
    tap = next((c for c in asked if c.name == register.tap), None)
    if register.presets and tap is not None:
        asks = {o.key: tuple(c.label for c in asked if _is_asked(c, tap, o)) for o in tap.options}
        return BlankRegister(register, (), OWN_ROWS if register.own_rows else 0, tap, asks)
    columns = _main_columns([c for c in asked if c.when is None])
    if not columns or register.presets:
        return None
    return BlankRegister(register, columns, CARDS if len(columns) > TABLE_COLUMNS else ROWS)


def _is_asked(column: Column, tap: Column, option: Option) -> bool:
    return column.when is not None and column.when.column == tap.name and option.key in column.when.values


def _main_columns(asked: list[Column]) -> tuple[Column, ...]:
    """The core columns, and extra ones up to MAIN_COLUMNS, in the order in which they are asked on the screen."""
    core = [c for c in asked if c.is_core]
    extra = [c for c in asked if not c.is_core and c.audience is not Audience.TEAM]
    chosen = core + extra[: max(0, MAIN_COLUMNS - len(core))]
    return tuple(c for c in asked if c in chosen)
