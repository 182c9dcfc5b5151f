"""How one document became another, answer by answer and row by row: only what differs, with the words that differ.

Both documents are outlined for the same reader in the same language, so nothing shows here that does not show there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.process.changes import ChangeKind
from portal.process.document import Cell, DocAnswer, DocColumn, DocItem, DocRow, DocTable, Document
from portal.process.schema import Kind
from portal.process.shown import Shown, ShownFile
from portal.process.wording import Became, Piece, compare_words

TEXTS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)
RECOGNISED = 0.25
"""What share of the shorter text must have stayed for the two to be told word by word, and not as a new text."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that an answer names: an option, a row, a file. A file without a name has no text."""

    became: Became
    text: str
    file: ShownFile | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a value was and is. `pieces`: word by word, of a text that changed in part; `parts`: of a list what came and
    went; neither where the whole of it is another. `why_before` and `why_after`: why it was or is not relevant here."""

    kind: ChangeKind
    before: Shown | None = None
    after: Shown | None = None
    why_before: str | None = None
    why_after: str | None = None
    pieces: tuple[Piece, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerChange:
    key: str
    title: str
    said: Difference


@dataclass(frozen=True, slots=True)
class CellChange:
    column: DocColumn
    said: Difference


@dataclass(frozen=True, slots=True)
class RowChange:
    """`row` as it stands now, or as it was if it is gone; `cells`: of a changed row the columns that differ."""

    row: DocRow
    kind: ChangeKind
    cells: tuple[CellChange, ...] = ()

    @property
    def id(self) -> int:
        return self.row.id

    def cell(self, name: str) -> Difference | None:
        return next((cell.said for cell in self.cells if cell.column.name == name), None)


@dataclass(frozen=True, slots=True)
class TableChange:
    """`relevance`: of "not relevant here". `hidden`: how many rows held nothing for this reader, then and now."""

    key: str
    title: str
    rows: tuple[RowChange, ...] = ()
    relevance: Difference | None = None
    hidden: tuple[int, int] = (0, 0)

    def row_of(self, row_id: int) -> RowChange | None:
        return next((row for row in self.rows if row.id == row_id), None)

    @property
    def removed(self) -> tuple[RowChange, ...]:
        return tuple(row for row in self.rows if row.kind is ChangeKind.REMOVED)


ItemChange = AnswerChange | TableChange


@dataclass(frozen=True, slots=True)
class SectionChange:
    key: str
    title: str
    items: tuple[ItemChange, ...]


@dataclass(frozen=True, slots=True)
class TickChange:
    """A line of a checklist that was ticked, or is no longer."""

    key: str
    title: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class StepChange:
    key: str
    number: int
    title: str
    sections: tuple[SectionChange, ...] = ()
    ticks: tuple[TickChange, ...] = ()


def compare_documents(before: Document, after: Document) -> tuple[tuple[TableChange, ...], list[StepChange]]:
    """The place-wide registers that differ, and every step with the sections that do (none, where none does)."""
    tables = {table.key: table for table in before.registers}
    wide = [each for table in after.registers if (each := _table(tables.get(table.key), table))]
    old = {item.key: item for step in before.steps for section in step.sections for item in section.items}
    steps = []
    for step in after.steps:
        sections = []
        for section in step.sections:
            items = tuple(
                change for item in section.items if (change := compare_items(old.get(item.key), item))
            )
            if items:
                sections.append(SectionChange(section.key, section.title, items))
        steps.append(StepChange(step.key, step.number, step.title, tuple(sections)))
    return tuple(wide), steps


def compare_items(before: DocItem | None, after: DocItem) -> ItemChange | None:
    """None where they say the same."""
    if isinstance(after, DocTable):
        return _table(before if isinstance(before, DocTable) else None, after)
    old = before if isinstance(before, DocAnswer) else None
    was = (old.shown, old.not_relevant) if old else (None, None)
    said = difference(was[0], after.shown, was[1], after.not_relevant)
    return AnswerChange(after.key, after.label, said) if said else None


def difference(
    before: Shown | None, after: Shown | None, why_before: str | None = None, why_after: str | None = None
) -> Difference | None:
    """None where both say the same; a row or file that was renamed is the same."""
    was, is_now = before is not None or why_before is not None, after is not None or why_after is not None
    if (_meant(before), why_before) == (_meant(after), why_after):
        return None
    kind = ChangeKind.CHANGED if was and is_now else (ChangeKind.ADDED if is_now else ChangeKind.REMOVED)
    found = Difference(kind, before, after, why_before, why_after)
    if why_before is not None and why_after is not None:
        return replace(found, pieces=words_changed(why_before, why_after))
    if before is None or after is None or before.kind is not after.kind:
        return found
    if before.kind in TEXTS:
        return replace(found, pieces=words_changed(before.text, after.text))
    if before.kind is Kind.YES_NO and before.yes == after.yes:
        return replace(found, pieces=words_changed(before.why, after.why))
    return replace(found, parts=_parts(before, after))


def words_changed(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word; nothing where so little has stayed that the two are better read one after the other."""
    if not before.strip() or not after.strip():
        return ()
    pieces = compare_words(before, after)
    kept = sum(_letters(piece.text) for piece in pieces if piece.became is Became.KEPT)
    return pieces if kept and kept >= RECOGNISED * min(_letters(before), _letters(after)) else ()


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _meant(shown: Shown | None) -> object:
    if shown is None:
        return None
    if shown.kind is Kind.REFERENCE:
        return tuple(row.id for row in shown.rows)
    if shown.kind is Kind.ATTACHMENT:
        return tuple(file.id for file in shown.files)
    return shown


def _parts(before: Shown, after: Shown) -> tuple[Part, ...]:
    """What is left, what is new, then what is gone. Nothing of a single choice: one took the place of the other."""
    old, new = _named(before), _named(after)
    if len(old) <= 1 and len(new) <= 1 and before.kind is not Kind.ATTACHMENT:
        return ()
    came = [replace(part, became=Became.KEPT if key in old else Became.ADDED) for key, part in new.items()]
    return (*came, *(replace(part, became=Became.REMOVED) for key, part in old.items() if key not in new))


def _named(shown: Shown) -> Mapping[object, Part]:
    if shown.kind is Kind.CHOICES:
        return {option.key: Part(Became.KEPT, option.label) for option in shown.options}
    if shown.kind is Kind.REFERENCE:
        return {row.id: Part(Became.KEPT, row.label or "") for row in shown.rows}
    return {file.id: Part(Became.KEPT, file.name or "", file) for file in shown.files}


def _table(before: DocTable | None, after: DocTable) -> TableChange | None:
    rows = tuple(_rows(before.rows if before else (), after.rows))
    relevance = difference(None, None, before.not_relevant if before else None, after.not_relevant)
    hidden = (before.hidden_rows if before else 0, after.hidden_rows)
    if not rows and relevance is None and hidden[0] == hidden[1]:
        return None
    return TableChange(after.key, after.title, rows, relevance, hidden)


def _rows(before: Sequence[DocRow], after: Sequence[DocRow]) -> Iterable[RowChange]:
    """By id: a new order is no change. What is gone comes last."""
    old, new = {row.id: row for row in before}, {row.id for row in after}
    for row in after:
        if row.id not in old:
            yield RowChange(row, ChangeKind.ADDED)
        elif cells := tuple(_cells(old[row.id].cells, row.cells)):
            yield RowChange(row, ChangeKind.CHANGED, cells)
    yield from (RowChange(row, ChangeKind.REMOVED) for row in before if row.id not in new)


def _cells(before: Sequence[Cell], after: Sequence[Cell]) -> Iterable[CellChange]:
    old = {cell.column.name: cell.shown for cell in before}
    for cell in after:
        said = difference(old.get(cell.column.name), cell.shown)
        if said is not None:
            yield CellChange(cell.column, said)
