"""What a row of a register is called, wherever it is named: in lists, in references, in plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.process.material import Entry, Material, Value, has_value, rows_in
from portal.process.schema import Audience, Column, Kind, Process, Register, Text

DEEPEST = 4
"""A title may be a reference to a row whose title is a reference; further down it stops."""

Rows = Mapping[int, tuple[Register, Entry]]


def titles_among(
    entries: Iterable[tuple[Register, Entry]], process: Process, material: Material
) -> dict[int, Text]:
    """The titles of these rows of the material, by id."""
    rows = _rows(process, material)
    return {entry.id: _named(register, entry, rows) for register, entry in entries}


def titles_of(register: Register, process: Process, material: Material) -> dict[int, Text]:
    """The titles of all rows of a register, by id, in the order that people gave them."""
    rows = _rows(process, material)
    return {entry.id: _named(register, entry, rows) for entry in material.entries(register.key)}


def row_labels(process: Process, material: Material, reader: Audience, lang: str) -> dict[int, str]:
    """The title of every row, by id, as far as the reader's circle may read it; rows without one are left out.

    Give it the whole material: a reference in a shared step names its row also where that row's register is not
    shared.
    """
    rows = _rows(process, material)
    titles = {row: _title(register, entry, rows, reader, DEEPEST) for row, (register, entry) in rows.items()}
    return {row: title.of(lang) for row, title in titles.items() if title}


def _rows(process: Process, material: Material) -> Rows:
    found: dict[int, tuple[Register, Entry]] = {}
    for key, entries in material.rows.items():
        register = process.register(key)
        if register:
            found.update({entry.id: (register, entry) for entry in entries})
    return found


def _named(register: Register, entry: Entry, rows: Rows) -> Text:
    title = _title(register, entry, rows, Audience.TEAM, DEEPEST)
    return title or Text(f"{register.one.sv} {entry.id}", f"{register.one.en} {entry.id}")


def _title(register: Register, entry: Entry, rows: Rows, reader: Audience, depth: int) -> Text | None:
    preset = register.preset(entry.preset) if entry.preset else None
    if preset:
        return preset.title
    column = register.column(register.title_column)
    if column is None or not column.audience.reaches(reader):
        return None
    value = entry.values.get(column.name)
    if not has_value(value):
        return None
    if column.kind is not Kind.REFERENCE:
        return _words(column, value)
    found = [rows[row] for row in rows_in(value) if row in rows] if depth else []
    titles = [title for other, each in found if (title := _title(other, each, rows, reader, depth - 1))]
    return Text(", ".join(t.sv for t in titles), ", ".join(t.en for t in titles)) if titles else None


def _words(column: Column, value: Value) -> Text | None:
    """Texts, dates and numbers as they are; a choice by its label; nothing of what has no short form."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    option = column.option(value) if isinstance(value, str) else None
    return option.label if option else Text(str(value).strip(), str(value).strip())
