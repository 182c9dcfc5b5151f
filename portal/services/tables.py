"""A table as text: what somebody pastes, and what `table_files` makes of a file. Nothing in it is ever run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from portal.errors import N_, InvalidError, Message
from portal.text import clean

ROWS_LIMIT = 200
"""Rows below the headings."""
COLUMNS_LIMIT = 40
SHEETS_LIMIT = 8
SIZE_LIMIT = 200 * 1024
"""Bytes of a table, as a file or as text."""
SCANNED_ROWS = 5000
"""Rows of a sheet that are looked at: spreadsheets store many that are empty."""

Table = list[list[str]]
"""Rows of cells, all equally long; the first holds the headings."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file as text, for `read_text`; or why it is not read. Without a name where the file is one table.
    `gaps`: rows of the file that are not in the text."""

    name: str
    text: str = ""
    gaps: frozenset[int] = frozenset()
    problem: Message | None = None


EMPTY = N_("The file is empty.")
MISSING = N_("Paste a table or choose a file first.")
TOO_LARGE = N_("The table is too large: at most 200 KB fit here. Divide it into several.")
TOO_MANY = N_("The table has more than %(limit)s rows. Divide it into several.")
TOO_WIDE = N_("The table has more than %(limit)s columns. Remove those that are not needed.")
NO_ROWS = N_("There is only one row. The first row holds the headings; the rows to import come below it.")
LONG_CELL = N_("A cell of the table is too long to be read. Shorten its text and try again.")

_BAR, _USUAL = "|", ";"
_SEPARATORS = ("\t", ";", ",")
"""The first of these that stands in the headings parts the table."""
_QUOTED = re.compile(r'(?:^|(?<=[\t;,]))"(?:[^"]|"")*+"(?=[\t;,\n]|$)')
"""A cell between quotation marks."""
_BARS = re.compile(r"(?<!\\)\|")
_UNDERLINE = re.compile(r"\s*:?-+:?\s*")
"""A cell of the line of dashes below the headings of a table in Markdown."""
_DASHES = re.compile("[-\u2013\u2014\u2212]+")
"""What people put in a cell that says nothing."""


def read_text(text: str) -> Table:
    """A table as text, parted by tabs, semicolons, commas or bars (Markdown). Raises InvalidError (field `text`)."""
    return read_numbered(text)[0]


def read_numbered(text: str, gaps: Collection[int] = ()) -> tuple[Table, list[int]]:
    """Likewise, with the number of each row in the file that the person has; `gaps`: rows of it that are not in the
    text. Empty rows count."""
    if len(text.encode("utf-8", "replace")) > SIZE_LIMIT:
        raise _wrong(TOO_LARGE)
    text = _plain_lines(text)
    if not text.strip():
        raise _wrong(MISSING)
    rows = _parse(text, _separator(text))
    numbers = (number for number in count(1) if number not in gaps)
    filled = [(n, row) for n, row in zip(numbers, rows, strict=False) if any(cell.strip() for cell in row)]
    return _tidy([row for _n, row in filled]), [n for n, _row in filled]


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip("\n")


def gaps_among(numbers: Collection[int]) -> frozenset[int]:
    """The rows before the last of these that are not among them."""
    last = max(numbers, default=0)
    return frozenset(range(1, last)).difference(numbers) if last <= SCANNED_ROWS else frozenset()


def has_headings(table: Table) -> bool:
    """Whether it has several columns, each with a heading, and most rows say something in more than one: a letter
    with commas has not."""
    headings, *rows = table
    several = [row for row in rows if sum(map(bool, row)) > 1]
    return len(headings) > 1 and all(headings) and 2 * len(several) >= len(rows)


def write_text(rows: Iterable[Sequence[str]], like: str = "") -> str:
    """Rows as text that `read_text` reads back to the same: marks within headings stand between quotation marks.
    `like`: a text that is parted as this one is to be."""
    headings, *below = list(rows) or [[]]
    mark = _separator(_plain_lines(like)) if like else _USUAL
    if mark == _BAR:
        return "".join(map(_barred, [headings, *below]))
    out = io.StringIO()
    out.write(mark.join(map(_quoted, headings)) + "\n")
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(below)
    return out.getvalue()


def _barred(row: Sequence[str]) -> str:
    cells = (cell.replace(_BAR, "\\|").replace("\n", " ") for cell in row)
    return f"| {' | '.join(cells)} |\n"


def _quoted(heading: str) -> str:
    doubled = heading.replace('"', '""')
    return (
        f'"{doubled}"'
        if doubled != heading or any(m in heading for m in (*_SEPARATORS, _BAR, "\n"))
        else heading
    )


def _separator(text: str) -> str:
    """What parts the headings: a heading may hold commas, and semicolons where tabs part them."""
    if len(_BARS.findall(text.partition("\n")[0])) > 1 and text.lstrip().startswith(_BAR):
        return _BAR
    headings = _QUOTED.sub("", text).partition("\n")[0]
    return next((mark for mark in _SEPARATORS if mark in headings), _SEPARATORS[0])


def _parse(text: str, separator: str) -> Table:
    if separator == _BAR:
        return [_between_bars(line) for line in text.split("\n")]
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=quoting == 0
        )
        try:
            return list(reader)
        except csv.Error:
            continue  # a quotation mark that is never closed, or one in the middle: it is only a mark
    raise _wrong(LONG_CELL)  # without quotation marks that is all that can be wrong


def _between_bars(line: str) -> list[str]:
    """The cells of a line; none of the line of dashes."""
    cells = _BARS.split(line.strip().removeprefix(_BAR))
    if cells[-1].strip() == "":
        cells.pop()
    return [] if all(map(_UNDERLINE.fullmatch, cells)) else [cell.replace("\\|", _BAR) for cell in cells]


def _tidy(rows: Table) -> Table:
    """Without empty columns, every row as wide as the widest. Raises InvalidError for too much."""
    filled = narrow([["" if _DASHES.fullmatch(cell) else cell for cell in map(clean, row)] for row in rows])
    if filled and len(filled[0]) > COLUMNS_LIMIT:
        raise _wrong(TOO_WIDE, limit=COLUMNS_LIMIT)
    if len(filled) > ROWS_LIMIT + 1:
        raise too_many("text")
    if len(filled) <= 1:
        raise _wrong(NO_ROWS if filled else MISSING)
    return filled


def narrow(rows: Table) -> Table:
    """Without the columns in which nothing stands."""
    width = max((len(row) for row in rows), default=0)
    even = [row + [""] * (width - len(row)) for row in rows]
    used = [n for n in range(width) if any(row[n] for row in even)]
    return [[row[n] for n in used] for row in even]


def too_many(field: str) -> InvalidError:
    """Of a table with more rows than fit; `field`: where it came in."""
    return InvalidError(TOO_MANY, {field: Message(TOO_MANY, {"limit": ROWS_LIMIT})}, limit=ROWS_LIMIT)


def _wrong(text: str, **params: object) -> InvalidError:
    return InvalidError(text, {"text": Message(text, params)}, **params)
