"""The tables of a file that somebody uploads, read to text whatever program wrote it. Nothing in it is ever run."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader

from portal.errors import N_, InvalidError, Message
from portal.services import office
from portal.services.refusals import refused
from portal.services.tables import (
    COLUMNS_LIMIT,
    MISSING,
    ROWS_LIMIT,
    SCANNED_ROWS,
    SHEETS_LIMIT,
    SIZE_LIMIT,
    TOO_LARGE,
    Sheet,
    gaps_among,
    narrow,
    too_many,
    write_text,
)
from portal.text import clean

SHEETS_OPENED = 100
"""More than SHEETS_LIMIT: some may be charts."""

TOO_FAR = N_(
    "The sheet goes on below row 5,000, and only what stands above that is looked at. Delete the rows further down,"
    " empty ones, too, and try again."
)
TOO_MANY_SHEETS = N_("At most %(limit)s sheets are read.")
UNKNOWN = N_("This kind of file cannot be read as a table. Save it as XLSX or CSV and try again.")

_UNPACKED_LIMIT = 5 * 1024 * 1024
_HEAD = 1024
"""Bytes in which a PDF says that it is one."""
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")
"""What no text holds."""
_OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")


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


def _read_sheets(content: bytes) -> list[Sheet]:
    """Those that hold a table; a single line is one only where there is nothing else. Formulas stay text: they are not
    worked out."""
    _check_unpacked(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of the file that are not read
            found = list(_sheets(open_book(content)))
    except Exception:  # noqa: BLE001  whatever a tampered file makes the reader stumble over
        raise refused(office.BROKEN) from None
    tables = [each for each in found if each.problem is not None or "\n" in each.text.rstrip("\n")] or found
    if not tables:
        raise refused(MISSING)
    if all(each.problem for each in tables):
        first = next(each.problem for each in tables if each.problem)
        raise InvalidError(first.text, {"file": first}, **first.params)
    return tables


def open_book(content: bytes) -> Workbook:
    """A workbook with SHEETS_OPENED sheets at most."""
    reader = _FirstSheets(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    reader.read()
    return reader.wb


class _FirstSheets(ExcelReader):
    def read_worksheets(self) -> None:
        """Each takes a moment, and a small file can list tens of thousands."""
        self.parser.sheets = self.parser.sheets[:SHEETS_OPENED]
        super().read_worksheets()


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
            return
        try:
            rows = _filled(sheet.iter_rows(max_col=COLUMNS_LIMIT + 1, values_only=True), room)
        except InvalidError as error:
            yield Sheet(sheet.title, problem=error.message)
        else:
            if rows:
                yield Sheet(sheet.title, write_text(narrow(list(rows.values()))), gaps_among(rows))


def _check_unpacked(content: bytes) -> None:
    """A small file may unpack to a huge one; what a part says of its size is all that is read of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _UNPACKED_LIMIT:
            raise refused(TOO_LARGE)


def _filled(found: Iterable[Sequence[object]], room: _Room) -> dict[int, list[str]]:
    """The rows in which something stands, by their numbers."""
    rows: dict[int, list[str]] = {}
    for number, cells in enumerate(found, 1):
        if number > SCANNED_ROWS:
            raise refused(TOO_FAR)
        row = [_words(cell, room) for cell in cells]
        if any(row):
            rows[number] = row
        if len(rows) > ROWS_LIMIT + 1:
            raise too_many("file")
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
    return clean(room.take(str(value))).replace("\t", " ")
