"""A place's material as a document to read: steps, sections, answers and tables in one language.

"Check your answers", the review, the submission and the plan all render from it. It shows what it is given: filter the
material with `portal.process.frozen.visible` first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.process.charts import Chart, chart_of
from portal.process.material import Entry, Material
from portal.process.schema import Audience, Column, Process, Question, Register, Section
from portal.process.shown import Naming, Shown, show

__all__ = [
    "Cell",
    "DocAnswer",
    "DocColumn",
    "DocItem",
    "DocRow",
    "DocSection",
    "DocStep",
    "DocTable",
    "Document",
    "Shown",
    "outline",
]


@dataclass(frozen=True, slots=True)
class DocAnswer:
    """A question and its answer. Unanswered ones are kept, so that a template can hide or tell them."""

    key: str
    label: str
    shown: Shown | None
    not_relevant: str | None
    is_core: bool

    @property
    def is_given(self) -> bool:
        return self.shown is not None or self.not_relevant is not None


@dataclass(frozen=True, slots=True)
class DocColumn:
    """The head of a table's column; `role` is its mark in the definition."""

    key: str
    name: str
    label: str
    kind: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `shown` is None when it is empty or hidden by another column of the row."""

    column: DocColumn
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class DocRow:
    """A row: `title` of a preset, else None; one cell a column."""

    id: int
    title: str | None
    cells: tuple[Cell, ...]
    preset: str | None = None

    @property
    def is_empty(self) -> bool:
        return all(cell.shown is None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class DocTable:
    """A register. `unjudged` names the core presets that nobody has judged. Rows with nothing to show are left out;
    `hidden_rows` counts them. `chart` is its picture, where the reader may read what that needs."""

    key: str
    title: str
    one: str
    columns: tuple[DocColumn, ...]
    rows: tuple[DocRow, ...]
    unjudged: tuple[str, ...]
    not_relevant: str | None
    is_core: bool
    role: str | None = None
    hidden_rows: int = 0
    chart: Chart | None = None

    @property
    def is_given(self) -> bool:
        return bool(self.rows) or self.not_relevant is not None


DocItem = DocAnswer | DocTable


@dataclass(frozen=True, slots=True)
class DocSection:
    """A section with its items in the definition's order."""

    key: str
    title: str
    items: tuple[DocItem, ...]

    @property
    def is_given(self) -> bool:
        return any(item.is_given for item in self.items)


@dataclass(frozen=True, slots=True)
class DocStep:
    """A step with the sections that were asked for."""

    key: str
    number: int
    title: str
    sections: tuple[DocSection, ...]

    @property
    def is_given(self) -> bool:
        return any(section.is_given for section in self.sections)


@dataclass(frozen=True, slots=True)
class Document:
    """Steps, and the place-wide registers that were asked for."""

    lang: str
    steps: tuple[DocStep, ...]
    registers: tuple[DocTable, ...] = ()

    def item(self, key: str) -> DocItem | None:
        """A question's answer or a register's table by full key, wherever it stands."""
        return next((item for item in self._items() if item.key == key), None)

    def section(self, key: str) -> DocSection | None:
        return next((s for step in self.steps for s in step.sections if s.key == key), None)

    def _items(self) -> tuple[DocItem, ...]:
        inner = tuple(item for step in self.steps for section in step.sections for item in section.items)
        return (*self.registers, *inner)


def outline(
    process: Process,
    material: Material,
    *,
    labels: Mapping[int, str],
    files: Mapping[str, Mapping[str, Any]],
    lang: str,
    reader: Audience = Audience.TEAM,
    steps: Collection[str] | None = None,
    sections: Collection[str] | None = None,
    registers: Collection[str] = (),
) -> Document:
    """The document of these steps and sections (None: all) and place-wide registers.

    `labels` names rows that are referred to, `files` attachments (name, size, media_type, sha256). Questions and
    columns that the `reader`'s circle may never read are left out, with their labels.
    """
    writer = _Writer(material, Naming(lang, labels, files), reader)
    written = []
    for step in process.steps:
        if steps is not None and step.key not in steps:
            continue
        chosen = [s for s in step.sections if sections is None or s.key in sections]
        parts = tuple(section for s in chosen if (section := writer.section(s)).items)
        if parts:
            written.append(DocStep(step.key, step.number, step.title.of(lang), parts))
    wide = (writer.table(r) for r in process.registers if r.key in registers)
    return Document(lang, tuple(written), tuple(table for table in wide if table))


@dataclass(frozen=True, slots=True)
class _Writer:
    material: Material
    naming: Naming
    reader: Audience

    def section(self, section: Section) -> DocSection:
        items = (
            self.table(part) if isinstance(part, Register) else self.answer(part) for part in section.items
        )
        return DocSection(
            section.key, section.title.of(self.naming.lang), tuple(item for item in items if item)
        )

    def answer(self, question: Question) -> DocAnswer | None:
        if not question.audience.reaches(self.reader):
            return None
        given = self.material.given(question.key)
        return DocAnswer(
            question.key,
            question.label_for(self.reader).of(self.naming.lang),
            show(question, given.value, self.naming) if given.not_relevant is None else None,
            given.not_relevant,
            question.is_core,
        )

    def table(self, register: Register) -> DocTable | None:
        lang = self.naming.lang
        columns = [column for column in register.columns if column.audience.reaches(self.reader)]
        if not columns:
            return None
        heads = [
            (c, DocColumn(c.key, c.name, c.label_for(self.reader).of(lang), c.kind, c.role)) for c in columns
        ]
        entries = self.material.entries(register.key)
        rows = [self._row(register, heads, entry) for entry in entries]
        shown = tuple(row for row in rows if not row.is_empty)
        judged = {entry.preset for entry in entries if entry.filled(register.tap or "")}
        unjudged = (p for p in register.presets if p.is_core and p.key not in judged)
        return DocTable(
            key=register.key,
            title=register.title.of(lang),
            one=register.one.of(lang),
            columns=tuple(head for _, head in heads),
            rows=shown,
            unjudged=tuple(preset.title.of(lang) for preset in unjudged),
            not_relevant=self.material.given(register.key).not_relevant,
            is_core=register.is_core,
            role=register.role,
            hidden_rows=len(rows) - len(shown),
            chart=chart_of(register, self.material, self.naming, self.reader),
        )

    def _row(self, register: Register, heads: Sequence[tuple[Column, DocColumn]], entry: Entry) -> DocRow:
        cells = tuple(Cell(head, self._cell(column, entry)) for column, head in heads)
        preset = register.preset(entry.preset) if entry.preset else None
        return DocRow(entry.id, preset.title.of(self.naming.lang) if preset else None, cells, entry.preset)

    def _cell(self, column: Column, entry: Entry) -> Shown | None:
        if not column.is_shown(entry.values):
            return None
        return show(column, entry.values.get(column.name), self.naming)
