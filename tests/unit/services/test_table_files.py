"""Workbooks that hold more than is read: it is said truly, and soon."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from portal.errors import InvalidError
from portal.services import table_files, tables


def book(fill: Callable[[Workbook], None]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    for row in (["A", "B"], ["1", "2"]):
        made.active.append(row)
    fill(made)
    made.save(out)
    return out.getvalue()


def sheets(number: int) -> bytes:
    """A small file that lists one sheet many times."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(lambda _made: None))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/workbook.xml":
                text = part.decode()
                (sheet,) = re.findall(r"<sheet [^>]*/>", text)
                listed = (
                    sheet.replace('"Sheet"', f'"S{n}"').replace('sheetId="1"', f'sheetId="{n}"')
                    for n in range(1, number + 1)
                )
                part = text.replace(sheet, "".join(listed)).encode()
            new.writestr(name, part)
    return out.getvalue()


def test_after_the_first_sheet_too_many_no_other_is_listed() -> None:
    found = table_files.read_file(sheets(30))
    assert [(each.name, each.problem is None) for each in found] == [
        *((f"S{n}", True) for n in range(1, tables.SHEETS_LIMIT + 1)),
        (f"S{tables.SHEETS_LIMIT + 1}", False),
    ]


def test_a_book_of_very_many_sheets_is_not_opened_whole() -> None:
    assert len(table_files.open_book(sheets(300)).worksheets) == table_files.SHEETS_OPENED


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (tables.SCANNED_ROWS, None),
        (tables.SCANNED_ROWS + 1, table_files.TOO_FAR),
        (1048576, table_files.TOO_FAR),
    ],
)
def test_what_stands_far_below_the_table(row: int, message: str | None) -> None:
    def far(made: Workbook) -> None:
        made.active.cell(row, 1, "3")

    content = book(far)
    if message is None:
        (sheet,) = table_files.read_file(content)
        assert tables.read_numbered(sheet.text, sheet.gaps)[1] == [1, 2, row]
    else:
        with pytest.raises(InvalidError) as refused:
            table_files.read_file(content)
        assert refused.value.message.text == message
