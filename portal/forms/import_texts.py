"""What a row of a table says by column: several of its columns may go to one text, and words that do not fit where they
stand may go to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from portal.forms.import_cells import parted
from portal.forms.import_rows import ImportRow
from portal.forms.rows import words
from portal.process.schema import Column, Kind

TAKES_WORDS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)
_ENDS = (".", "!", "?", ":")


def gather(
    row: ImportRow,
    cells: Sequence[str],
    used: Sequence[tuple[int, Column]],
    headings: Sequence[str],
    elsewhere: Mapping[int, Column],
) -> dict[str, str]:
    """The texts by column. `elsewhere`: by place, where words go that do not fit. Words that come to
    a text to which other columns go, too, have their heading."""
    going = [column.name for _n, column in used]
    coming = [*going, *(elsewhere[place].name for place, _column in used if place in elsewhere)]
    found: dict[str, str] = {}
    for place, column in used:
        text = parted(column, cells[place])[0] if place in elsewhere else cells[place]
        if going.count(column.name) > 1:
            text = _join(column, found.get(column.name, ""), headings[place], text)
        found[column.name] = text
    for place, column in used:
        to, text = elsewhere.get(place), parted(column, cells[place])[1]
        if to is not None and text:
            heading = headings[place] if coming.count(to.name) > 1 else ""
            found[to.name] = _join(to, found.get(to.name, ""), heading, text)
            if column.kind is Kind.CHOICE:
                row.doubts.add(column.name)
            row.notes.append(_("“%(text)s” is put in “%(label)s”.", text=text[:80], label=words(to.label)))
    return found


def _join(column: Column, before: str, heading: str, text: str) -> str:
    """After what stands there, with its heading."""
    if not text:
        return before
    text = f"{heading}: {text}" if heading else text
    if not before:
        return text
    between = "\n\n" if column.kind is Kind.LONG_TEXT else " " if before.endswith(_ENDS) else ". "
    return before + between + text
