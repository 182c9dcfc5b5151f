"""Registers as blocks: their picture, and what the picture does not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.documents.blocks import Block, Facts, Fields, Paragraph, Strip, Strips, Table, Title
from portal.documents.images import images_of
from portal.documents.words import named, not_relevant, value
from portal.process.charts import Chart, Mark
from portal.process.document import Cell, DocRow
from portal.process.plan_document import Listed, PlanDocument
from portal.process.schema import PictureKind

COLUMNS = 4
"""That fit a page; a table with more is written row by row."""
WORDS = 160
"""Characters of a cell that still reads well in a column."""
LINES = 240
"""Characters of a row that reads well in a few lines beside its name; one with more has a title of its own."""


def listed(part: Listed, document: PlanDocument, level: int) -> Iterator[Block]:
    table, lang = part.table, document.lang
    if table.not_relevant is not None:
        yield Paragraph((not_relevant(table.not_relevant, lang),))
    rows: Sequence[DocRow] = table.rows
    chart, told = table.chart, frozenset[str]()
    if chart is not None and not chart.is_empty and chart.kind is not PictureKind.MATRIX:
        if chart.kind is PictureKind.QUADRANTS:
            yield _fields(chart, part, lang)
            placed = {mark.row for mark in chart.marks}
            rows = [row for row in rows if row.id not in placed]
        else:
            yield _strips(chart)
            told = frozenset(chart.told)
            rows = [row for row in rows if _says_more(row, chart)]
    yield from _rows(part, rows, lang, level, told)
    for row in table.rows:
        yield from images_of(row.cells, _name(part, row, lang), document)


def _fields(chart: Chart, part: Listed, lang: str) -> Fields:
    rows = {row.id: row for row in part.table.rows}

    def item(mark: Mark) -> str:
        row = rows.get(mark.row or 0)
        cells = row.cells if row is not None else ()
        more = [c for c in cells if c.shown is not None and c.column.name not in chart.told]
        return "\n".join([mark.name, *(_fact(cell, lang) for cell in more)])

    return Fields(
        chart.title, tuple((g.option.label, tuple(item(mark) for mark in g.marks)) for g in chart.groups)
    )


def _strips(chart: Chart) -> Strips:
    strips = (Strip(g.option.label, len(g.marks), g.names) for g in chart.groups if g.marks)
    return Strips(chart.title, tuple(strips))


def _says_more(row: DocRow, chart: Chart) -> bool:
    return any(cell.shown is not None and cell.column.name not in chart.told for cell in row.cells)


def _fact(cell: Cell, lang: str) -> str:
    return f"{named(cell.column.label)} {value(cell.shown, lang)}" if cell.shown is not None else ""


def _rows(
    part: Listed, rows: Sequence[DocRow], lang: str, level: int, told: frozenset[str]
) -> Iterator[Block]:
    """A table where it fits the page, else a few lines for each row, or a title and facts. `told`: columns that stand
    in the picture."""
    if not rows:
        return
    names = [_name(part, row, lang) for row in rows]
    kept = [
        c
        for c in part.table.columns
        if c.name != part.named_by and c.name not in told and any(_has(r, c.name) for r in rows)
    ]
    head = next((c.label for c in part.table.columns if c.name == part.named_by), part.table.one)
    filled = [tuple(_text(row, column.name, lang) for column in kept) for row in rows]
    longest = max((len(text) for row in filled for text in row), default=0)
    if len(kept) < COLUMNS and longest <= WORDS:
        heads = (head, *(column.label for column in kept))
        yield Table(
            part.table.title,
            heads,
            tuple((name, *texts) for name, texts in zip(names, filled, strict=True)),
        )
        return
    facts = [
        tuple((named(column.label), text) for column, text in zip(kept, texts, strict=True) if text)
        for texts in filled
    ]
    lines = [_sentences(each) for each in facts]
    if max(map(len, lines)) <= LINES:
        yield Facts(
            tuple((named(name) if line else name, line) for name, line in zip(names, lines, strict=True))
        )
        return
    for name, each in zip(names, facts, strict=True):
        yield Title(level, name)
        if each:
            yield Facts(each)


def _sentences(facts: Sequence[tuple[str, str]]) -> str:
    """Facts in a row, each with its full stop."""
    said = (f"{name} {' '.join(text.split())}" for name, text in facts)
    return " ".join(each if each.endswith((".", "!", "?", "…")) else f"{each}." for each in said)


def _name(part: Listed, row: DocRow, lang: str) -> str:
    said = row.title or _text(row, part.named_by, lang)
    return said or f"{part.table.one} {row.id}"


def _has(row: DocRow, name: str) -> bool:
    return any(cell.column.name == name and cell.shown is not None for cell in row.cells)


def _text(row: DocRow, name: str, lang: str) -> str:
    return next(
        (value(c.shown, lang) for c in row.cells if c.column.name == name and c.shown is not None), ""
    )
