"""What a row of a register is called, wherever it is named: in lists, in references, in plans."""

from __future__ import annotations

from portal.process.material import Entry, Material, Value, has_value, rows_in
from portal.process.schema import Column, Kind, Process, Register, Text

DEEPEST = 4


def title_of(register: Register, entry: Entry, process: Process, material: Material, depth: int = 0) -> Text:
    """The preset's title, or the title column in words; a reference is followed. A row without one is told by
    its id."""
    preset = register.preset(entry.preset) if entry.preset else None
    if preset is not None:
        return preset.title
    column = register.column(register.title_column)
    value = entry.values.get(register.title_column)
    if column is None or not has_value(value):
        return Text(f"{register.one.sv} {entry.id}", f"{register.one.en} {entry.id}")
    return _words(column, value, process, material, depth)


def titles_of(register: Register, process: Process, material: Material) -> dict[int, Text]:
    """The titles of all rows of a register, by id, in the order that people gave them."""
    return {e.id: title_of(register, e, process, material) for e in material.entries(register.key)}


def _words(column: Column, value: Value, process: Process, material: Material, depth: int) -> Text:
    if column.kind is Kind.REFERENCE and depth < DEEPEST:
        target = process.register(column.register or "")
        entries = {e.id: e for e in material.entries(column.register or "")}
        found = [entries[row] for row in rows_in(value) if row in entries]
        if target is None or not found:
            return Text("", "")
        names = [title_of(target, entry, process, material, depth + 1) for entry in found]
        return Text(", ".join(n.sv for n in names), ", ".join(n.en for n in names))
    option = column.option(value) if isinstance(value, str) else None
    return option.label if option is not None else Text(str(value), str(value))
