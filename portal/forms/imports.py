"""A table's rows as rows of a register, read by the fields of a row's own form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from portal.forms.import_cells import choices_in, choose_option, find_option, parted, read_as, without_unit
from portal.forms.import_days import out_of_order, read_day
from portal.forms.import_marks import is_footnote, plain
from portal.forms.import_names import Known, refer
from portal.forms.import_rows import Coming, Fault, ImportRow, Mend
from portal.forms.import_texts import gather
from portal.forms.kinds import NOTHING
from portal.forms.rows import NONE, References, build_row_form, words
from portal.process.schema import Column, Kind, Register
from portal.text import fold

FORMULA = re.compile(r"[=+@][A-Za-z(]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What rows are read by. `mapping`: the column for each column of the table; `elsewhere`: by place in the table,
    the column for words that do not fit there; `references`: what a cell may name; `coming`: what the same file brings
    to other registers; `unwanted`: the numbers of rows that are left out, `taken`: of notes that are taken in."""

    register: Register
    columns: Sequence[Column]
    headings: Sequence[str]
    mapping: Sequence[str]
    elsewhere: Mapping[int, Column]
    references: References
    coming: Mapping[str, Coming]
    unwanted: Collection[int] = ()
    taken: Collection[int] = ()

    @property
    def used(self) -> list[tuple[int, Column]]:
        """The places of the table's columns that go somewhere."""
        by_name = {c.name: c for c in self.columns}
        return [(n, by_name[name]) for n, name in enumerate(self.mapping) if name in by_name]


def read_rows(
    reading: Reading, rows: Iterable[tuple[int, Sequence[str]]], titles: Sequence[str]
) -> list[ImportRow]:
    """Each of the `rows` below the headings, given with its number. `titles`: of the rows that the register holds
    already."""
    title = reading.register.column(reading.register.title_column)
    seen = {fold(title) for title in titles}
    found, rows = [], list(rows)
    known = _known(reading, rows)
    for number, cells in rows:
        row = _read_row(reading, number, cells, known)
        if row.is_wanted:
            if row.title and fold(row.title) in seen:
                row.faults.append(Fault(_("There is a row with this name already."), title))
            seen.add(fold(row.title))
        row.mends = _mends(reading, row, cells)
        found.append(row)
    return found


def _known(reading: Reading, rows: Sequence[tuple[int, Sequence[str]]]) -> dict[str, Known]:
    """By register, what the table may name in it."""
    columns = [(n, c) for n, c in reading.used if c.kind is Kind.REFERENCE]
    wanted = [cells for number, cells in rows if number not in reading.unwanted and not is_footnote(cells)]
    return {
        key: Known(
            reading.references.get(key, NOTHING),
            reading.coming.get(key, Coming()),
            [(c, cells[n]) for cells in wanted for n, c in columns if c.register == key],
        )
        for key in {c.register or "" for _n, c in columns}
    }


def _read_row(reading: Reading, number: int, cells: Sequence[str], known: Mapping[str, Known]) -> ImportRow:
    register = reading.register
    row = ImportRow(number, is_aside=is_footnote(cells))
    row.is_wanted = number in reading.taken if row.is_aside else number not in reading.unwanted
    cells = _plain(reading, row, cells)
    said = gather(row, cells, reading.used, reading.headings, reading.elsewhere)
    row.title = " ".join(said.get(register.title_column, "").split())
    row.cells = _others(reading, said)
    typed: MultiDict[str, str] = MultiDict({f"{register.name}-row-version": "0"})
    for column in reading.columns:
        text = said.get(column.name, "")
        if column.kind is Kind.REFERENCE:
            if text:
                refer(row, column, text, known[column.register or ""])
            continue
        if column.kind is Kind.CHOICE and text:
            text = choose_option(row, column, text)
        if column.kind is Kind.DATE:
            text = read_day(row, register, column, text)
        if column.kind is Kind.NUMBER:
            text = without_unit(column, text)
        typed.add(f"{register.name}-row-{column.name}", text)
    own = [c for c in reading.columns if c.kind is not Kind.REFERENCE]
    form = build_row_form(register, NONE, formdata=typed, columns=own)
    if not form.validate():
        row.faults += [Fault(str(said), column) for column, cell in form.cells for said in cell.errors]
    row.values = {name: value for name, value in form.values.items() if value is not None}
    row.faults += out_of_order(register, row.values)
    if any(FORMULA.match(text) for text in said.values()):
        row.notes.append(_("What looks like a formula is kept as text."))
    return row


def _plain(reading: Reading, row: ImportRow, cells: Sequence[str]) -> list[str]:
    """The cells without marks of footnotes and words for nothing; the row is told of them."""
    if row.is_aside:
        row.notes.append(_("This looks like a note to the table. It is left out unless you take it in."))
    found, title = list(cells), reading.register.title_column
    for place, column in reading.used:
        found[place] = plain(column, cells[place], is_title=column.name == title)
        if found[place] != cells[place]:
            row.notes.append(read_as(column, cells[place], found[place]))
    return found


def _others(reading: Reading, said: Mapping[str, str]) -> list[tuple[Column, str]]:
    """What the row says beside its title."""
    title = reading.register.title_column
    return [(c, said[c.name]) for c in reading.columns if said.get(c.name) and c.name != title]


def _mends(reading: Reading, row: ImportRow, cells: Sequence[str]) -> list[Mend]:
    """The faulty cells and those in doubt; a day that is too early with the one that it is held against."""
    wrong = row.doubts | {fault.column.name for fault in row.faults if fault.column is not None}
    if reading.register.ends_too_early(row.values):
        wrong |= set(reading.register.days or ())
    return [
        _mend(reading, row, place, column, cells[place])
        for place, column in reading.used
        if column.name in wrong
    ]


def _mend(reading: Reading, row: ImportRow, place: int, column: Column, text: str) -> Mend:
    said, rest = parted(column, text) if column.kind is Kind.CHOICE else (text, "")
    option = find_option(column, said) if place in reading.elsewhere else None
    return Mend(
        place,
        column,
        text,
        choices_in(column, reading.references.get(column.register or "", NOTHING)),
        tuple(f.said for f in row.faults if f.column is not None and f.column.name == column.name),
        is_for_all=column.kind is Kind.REFERENCE and column.name in row.doubts,
        chosen=words(option.label) if option is not None else "",
        rest=rest,
    )
