"""What is put right in the cells where it is wrong: read from the form, put into the tables that it carries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask import request
from flask_babel import gettext as _

from portal.errors import DomainError
from portal.forms.import_rows import Fault
from portal.services import tables
from portal.text import clean, fold
from portal.views.import_parts import Part

MENDS_LIMIT = 300
"""Cells that get a field on one page. Each sends two, and a form has room for 3,000."""
SUMMARY_LIMIT = 10
QUOTED = 80


def put_in(parts: Sequence[Part]) -> tuple[bool, list[str]]:
    """Whether any of the tables is another now; and what found no place in them, in words: the table was changed
    there by hand, too. What stands in a cell must be what stood there when its field was shown."""
    is_changed, lost = False, []
    for part in parts:
        typed = _typed(part)
        try:
            table, numbers = tables.read_numbered(part.text, part.gaps) if typed else ([], [])
        except DomainError:
            continue  # said by whoever reads the table
        rows = dict(zip(numbers[1:], table[1:], strict=True))
        places = [
            (cells, place, stood, now)
            for number, place, was, now in typed
            for cells, stood in _rows_meant(part, rows, number, place, was)
        ]
        for cells, place, was, now in places:
            stands = cells[place] if place < len(cells) else None
            if stands == was:
                cells[place], is_changed = now, True
            elif stands != now:
                lost.append(_not_placed(now))
        if any(stood != now for _cells, _place, stood, now in places):
            part.text, part.gaps = tables.write_text(table, part.text), tables.gaps_among(numbers)
    return is_changed, lost


class News:
    """What was known of the rows before cells of them were put right."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._notes = {(part.number, note) for part in parts for row in part.rows for note in row.notes}

    def has_more(self, parts: Sequence[Part]) -> bool:
        """Whether there is more to say of a row that would be saved now, such as that a name is new."""
        said = {(part.number, note) for part in parts for row in part.ready for note in row.notes}
        return bool(said - self._notes)


def to_put_right(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """For the summary on top: the first faults, each with the id of its field, else of its row. Cells that are too
    many for one page lose their fields until the first are put right."""
    found, room = [], MENDS_LIMIT
    for part in parts:
        for row in (*part.faulty, *part.aside, *part.doubtful):
            row.mends = row.mends[:room]
            room -= len(row.mends)
            places = {mend.column.name: mend.place for mend in reversed(row.mends)}
            faults = [(_place(fault, places), fault) for fault in row.faults] if row.is_wanted else []
            for place, fault in sorted(
                faults, key=lambda each: tables.COLUMNS_LIMIT if each[0] is None else each[0]
            ):
                said = _("Row %(number)s. %(words)s", number=row.number, words=fault.words)
                found.append((part.id_of(row, place), said))
    return found


def _rows_meant(
    part: Part, rows: Mapping[int, list[str]], number: int, place: int, was: str
) -> list[tuple[list[str], str]]:
    """The row whose cell is put right, with what stood there; where the field says so, each in which the same stands,
    in whatever case: a name is told of once."""
    found = [(rows.get(number, []), was)]
    if f"{part.before}same-{number}-{place}" in request.form:
        others = [(cells, cells[place]) for n, cells in rows.items() if n != number and place < len(cells)]
        found += [(cells, text) for cells, text in others if fold(text) == fold(was)]
    return found


def _place(fault: Fault, places: Mapping[str, int]) -> int | None:
    return places.get(fault.column.name) if fault.column is not None else None


def _typed(part: Part) -> list[tuple[int, int, str, str]]:
    """Row and column, what stood there and what is to stand there: of the cells that somebody has changed. Words that
    go to another column stay beside the option that is chosen."""
    name = re.compile(re.escape(part.before) + r"was-([0-9]{1,4})-([0-9]{1,2})")
    found = []
    for place in filter(None, map(name.fullmatch, request.form)):
        was = clean(request.form[place[0]])
        now = clean(request.form.get(f"{part.before}cell-{place[1]}-{place[2]}", was))
        rest = clean(request.form.get(f"{part.before}rest-{place[1]}-{place[2]}", ""))
        if now != was and rest and request.form.get(f"{part.before}else-{place[2]}"):
            now = f"{now}: {rest}" if now else rest
        if now != was:
            found.append((int(place[1]), int(place[2]), was, now))
    return found


def _not_placed(text: str) -> str:
    if not text:
        return _("A cell was not emptied: the table is changed there, too.")
    return _("“%(text)s” is not put in: the table is changed there, too.", text=text[:QUOTED])
