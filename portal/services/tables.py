"""A table that somebody pastes or uploads: read to rows of plain text, whatever wrote it. Nothing in it is ever run."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count

from openpyxl import Workbook, load_workbook

from portal.errors import N_, InvalidError, Message
from portal.services import office
from portal.services.refusals import refused
from portal.text import clean

ROWS_LIMIT = 200
"""Rows below the headings."""
COLUMNS_LIMIT = 40
SHEETS_LIMIT = 8
SIZE_LIMIT = 200 * 1024
"""Bytes of a table, as a file or as text."""

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
TOO_MANY_SHEETS = N_("At most %(limit)s sheets are read.")
TOO_WIDE = N_("The table has more than %(limit)s columns. Remove those that are not needed.")
NO_ROWS = N_("There is only one row. The first row holds the headings; the rows to import come below it.")
LONG_CELL = N_("A cell of the table is too long to be read. Shorten its text and try again.")
UNKNOWN = N_("This kind of file cannot be read as a table. Save it as XLSX or CSV and try again.")

_SEPARATORS = ("\t", ";", ",")
_UNPACKED_LIMIT = 5 * 1024 * 1024
_HEAD = 1024
"""Bytes in which a PDF says that it is one."""
_SCANNED_ROWS = 5000
"""Rows of a sheet that are looked at: spreadsheets store many that are empty."""
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")
"""What no text holds."""
_DASHES = re.compile("[-\u2013\u2014\u2212]+")
"""What people put in a cell that says nothing."""
_OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")


def read_text(text: str) -> Table:
    """A table as text, parted by tabs, semicolons or commas. Raises InvalidError (field `text`)."""
    return read_numbered(text)[0]


def read_numbered(text: str, gaps: Collection[int] = ()) -> tuple[Table, list[int]]:
    """Likewise, with the number of each row in the file that the person has; `gaps`: rows of it that are not in the
    text. Empty rows count."""
    if len(text.encode("utf-8", "replace")) > SIZE_LIMIT:
        raise _wrong(TOO_LARGE)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip("\n")
    if not text.strip():
        raise _wrong(MISSING)
    rows = max((_parse(text, mark) for mark in _SEPARATORS), key=lambda rows: len(rows[0]))
    numbers = (number for number in count(1) if number not in gaps)
    filled = [(n, row) for n, row in zip(numbers, rows, strict=False) if any(cell.strip() for cell in row)]
    return _tidy([row for _n, row in filled]), [n for n, _row in filled]


def gaps_among(numbers: Collection[int]) -> frozenset[int]:
    """The rows before the last of these that are not among them."""
    last = max(numbers, default=0)
    return frozenset(range(1, last)).difference(numbers) if last <= _SCANNED_ROWS else frozenset()


def has_headings(table: Table) -> bool:
    """Whether it has several columns, each with a heading, and most rows say something in more than one: a letter
    with commas has not."""
    headings, *rows = table
    several = [row for row in rows if sum(map(bool, row)) > 1]
    return len(headings) > 1 and all(headings) and 2 * len(several) >= len(rows)


def read_file(content: bytes) -> list[Sheet]:
    """The tables of a file, one at least that is read; a workbook has one on each sheet. Raises InvalidError (field
    `file`): too large, with macros, broken, no table at all."""
    if len(content) > SIZE_LIMIT:
        raise refused(TOO_LARGE)
    known = office.read(content)
    if known is not None and known[0] == office.XLSX:
        return _read_sheets(content)
    if known is not None or content.startswith((b"PK", _OLE_START)) or b"%PDF-" in content[:_HEAD]:
        raise refused(UNKNOWN)
    return [Sheet("", _decode(content))]


def write_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as text that `read_text` reads back to the same."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue()


def _decode(content: bytes) -> str:
    """UTF-8, UTF-16 where it says so, else Windows-1252, which older spreadsheets write."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding).rstrip("\x1a")  # with which some old programs end a text
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise refused(UNKNOWN)


def _parse(text: str, separator: str) -> Table:
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=quoting == 0
        )
        try:
            return list(reader)
        except csv.Error:
            continue  # a quotation mark that is never closed, or one in the middle: it is only a mark
    raise _wrong(LONG_CELL)  # without quotation marks that is all that can be wrong


def _read_sheets(content: bytes) -> list[Sheet]:
    """Those that hold a table; a single line is one only where there is nothing else. Formulas stay text: they are not
    worked out."""
    _check_unpacked(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of the file that are not read
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            found = list(_sheets(book))
    except Exception:  # noqa: BLE001  whatever a tampered file makes the reader stumble over
        raise refused(office.BROKEN) from None
    tables = [each for each in found if each.problem is not None or "\n" in each.text.rstrip("\n")] or found
    if not tables:
        raise refused(MISSING)
    if all(each.problem for each in tables):
        first = next(each.problem for each in tables if each.problem)
        raise InvalidError(first.text, {"file": first}, **first.params)
    return tables


@dataclass(slots=True)
class _Room:
    """What a file may still hold, in characters: one text may stand in thousands of cells, and each counts."""

    left: int = SIZE_LIMIT

    def take(self, text: str) -> str:
        self.left -= len(text)
        if self.left < 0:
            raise refused(TOO_LARGE)
        return text


def _sheets(book: Workbook) -> Iterator[Sheet]:
    room = _Room()
    for number, sheet in enumerate(book.worksheets):
        if number >= SHEETS_LIMIT:
            yield Sheet(sheet.title, problem=Message(TOO_MANY_SHEETS, {"limit": SHEETS_LIMIT}))
            continue
        try:
            rows = _filled(sheet.iter_rows(max_col=COLUMNS_LIMIT + 1, values_only=True), room)
        except InvalidError as error:
            yield Sheet(sheet.title, problem=error.message)
        else:
            if rows:
                yield Sheet(sheet.title, write_text(_narrow(list(rows.values()))), gaps_among(rows))


def _check_unpacked(content: bytes) -> None:
    """A small file may unpack to a huge one; what a part says of its size is all that is read of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _UNPACKED_LIMIT:
            raise refused(TOO_LARGE)


def _filled(found: Iterable[Sequence[object]], room: _Room) -> dict[int, list[str]]:
    """The rows in which something stands, by their numbers."""
    rows: dict[int, list[str]] = {}
    for number, cells in enumerate(found, 1):
        row = [_words(cell, room) for cell in cells]
        if any(row):
            rows[number] = row
        if len(rows) > ROWS_LIMIT + 1 or number > _SCANNED_ROWS:
            raise _too_many("file")
    return rows


def _words(value: object, room: _Room) -> str:
    """A cell as one would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(room.take(str(value)))


def _tidy(rows: Table) -> Table:
    """Without empty columns, every row as wide as the widest. Raises InvalidError for too much."""
    filled = _narrow([["" if _DASHES.fullmatch(cell) else cell for cell in map(clean, row)] for row in rows])
    if filled and len(filled[0]) > COLUMNS_LIMIT:
        raise _wrong(TOO_WIDE, limit=COLUMNS_LIMIT)
    if len(filled) > ROWS_LIMIT + 1:
        raise _too_many("text")
    if len(filled) <= 1:
        raise _wrong(NO_ROWS if filled else MISSING)
    return filled


def _narrow(rows: Table) -> Table:
    """Without the columns in which nothing stands."""
    width = max((len(row) for row in rows), default=0)
    even = [row + [""] * (width - len(row)) for row in rows]
    used = [n for n in range(width) if any(row[n] for row in even)]
    return [[row[n] for n in used] for row in even]


def _too_many(field: str) -> InvalidError:
    return InvalidError(TOO_MANY, {field: Message(TOO_MANY, {"limit": ROWS_LIMIT})}, limit=ROWS_LIMIT)


def _wrong(text: str, **params: object) -> InvalidError:
    return InvalidError(text, {"text": Message(text, params)}, **params)
