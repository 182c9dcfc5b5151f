"""Tables that people paste or upload, as the programs that people have write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import Workbook

from portal.errors import InvalidError
from portal.services import office, table_files, tables

PLAIN = [["Mål", "Hur märks det?"], ["Fler kan bo här", "Tomter att köpa"]]
TEXT = "Mål;Hur märks det?\nFler kan bo här;Tomter att köpa"


def book(*rows: Sequence[object], sheets: int = 1) -> bytes:
    made = Workbook()
    for _ in range(sheets - 1):
        made.create_sheet()
    for row in rows:
        made.worksheets[-1].append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXT.encode(), PLAIN),
        (TEXT.encode("utf-8-sig"), PLAIN),
        (TEXT.encode("cp1252"), PLAIN),
        (TEXT.encode("utf-16"), PLAIN),
        (TEXT.replace(";", "\t").encode(), PLAIN),
        (TEXT.replace(";", ",").encode(), PLAIN),
        (TEXT.replace("\n", "\r\n").encode(), PLAIN),
        (TEXT.replace("\n", "\r").encode(), PLAIN),
        (TEXT.replace("\n", "\n\n;\n").encode() + b"\n\n", PLAIN),
        (b"A;;B\n1;;2\n", [["A", "B"], ["1", "2"]]),
        (b"A;;B\n1;x;2\n", [["A", "", "B"], ["1", "x", "2"]]),
        (b"A;B\n1\n1;2;3\n", [["A", "B", ""], ["1", "", ""], ["1", "2", "3"]]),
        (b'A;B\n"one; two";"say ""yes"""\n', [["A", "B"], ["one; two", 'say "yes"']]),
        (b'A;B\n"line one\nline two";2\n', [["A", "B"], ["line one\nline two", "2"]]),
        (b'A;B\n"never closed;2\n3;4\n', [["A", "B"], ['"never closed', "2"], ["3", "4"]]),
        (b"A\none, two\n", [["A"], ["one, two"]]),
        (b'A;B\n=HYPERLINK("x");2\n', [["A", "B"], ['=HYPERLINK("x")', "2"]]),
        (book(["Mål", "Hur märks det?"], ["Fler kan bo här", "Tomter att köpa"]), PLAIN),
        (book(["A", "B"], [None, None], ["x;y", "one\ntwo"], sheets=2), [["A", "B"], ["x;y", "one\ntwo"]]),
        (
            book(["A", "B", "C"], [date(2026, 3, 2), 12.0, 1.5]),
            [["A", "B", "C"], ["2026-03-02", "12", "1.5"]],
        ),
        (book(["A", "B"], ["=1+1", 2]), [["A", "B"], ["=1+1", "2"]]),
        # Headings with marks in them.
        (book(["A", "B, c, d"], ["1", "2; 3"]), [["A", "B, c, d"], ["1", "2; 3"]]),
        (book(["A (b, c; d)"], ["1, 2; 3"]), [["A (b, c; d)"], ["1, 2; 3"]]),
        (book(['A "b", c'], ["1"]), [['A "b", c'], ["1"]]),
        (book(["A\tb", "C, d"], ["1\t2", "3"]), [["A b", "C, d"], ["1 2", "3"]]),
        (b"A\tB, c, d\n1\t2\n", [["A", "B, c, d"], ["1", "2"]]),
        (b"A\tB; c; d\n1\t2\n", [["A", "B; c; d"], ["1", "2"]]),
        (b"A;B (c, d, e)\n1;2\n", [["A", "B (c, d, e)"], ["1", "2"]]),
        (b'"A; b; c",D\n1,2\n', [["A; b; c", "D"], ["1", "2"]]),
        (b'"A\tb\nc";D\n1;2\n', [["A\tb\nc", "D"], ["1", "2"]]),
        (b'"A;B\n1;2\n', [['"A', "B"], ["1", "2"]]),
        # As in Markdown.
        (
            b" | A | B, c |\n|:---|---:|\n| 1; 2 | - |\n|| x\\|y |\n",
            [["A", "B, c"], ["1; 2", ""], ["", "x|y"]],
        ),
        (b"|A|B\n|1|2\n", [["A", "B"], ["1", "2"]]),
        (b"A;B|C|\n1;2\n", [["A", "B|C|"], ["1", "2"]]),
    ],
)
def test_a_table_is_read_as_it_was_meant(content: bytes, expected: list[list[str]]) -> None:
    assert tables.read_text(table_files.read_file(content)[0].text) == expected


def macros() -> bytes:
    out = io.BytesIO(book(["A"], ["1"]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO(book(["A"], ["1"]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.xml", b" " * (21 * 1024 * 1024))
    return out.getvalue()


def repeated() -> bytes:
    """A small file: one text, named by many cells on two sheets."""
    made = Workbook()
    for sheet in (made.active, made.create_sheet("Två")):
        for _row in range(20):
            sheet.append(["lång text " * 200] * 10)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def damaged() -> bytes:
    sheet = book(["A"], ["1"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name == "xl/workbook.xml" else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"A\n" + b"x" * tables.SIZE_LIMIT, tables.TOO_LARGE),
        (b"A;B\n" + b"1;2\n" * 201, tables.TOO_MANY),
        (book(["A"], *[["1"]] * 201), tables.TOO_MANY),
        (b";".join([b"A"] * 41) + b"\n" + b";".join([b"1"] * 41), tables.TOO_WIDE),
        (book(["A"] * 41, ["1"] * 41), tables.TOO_WIDE),
        (b"A;B\n", tables.NO_ROWS),
        (b" \n \n", tables.MISSING),
        (book(), tables.MISSING),
        (macros(), office.MACROS),
        (bomb(), tables.TOO_LARGE),
        (repeated(), tables.TOO_LARGE),
        (damaged(), office.BROKEN),
        (book(["A"], ["1"])[:-40], office.BROKEN),
        (b"%PDF-1.7\n", table_files.UNKNOWN),
        (b"PK\x05\x06" + b"\0" * 18, table_files.UNKNOWN),
        (b"\xef\xbb\xbf\n%PDF-1.7\n", table_files.UNKNOWN),
        (b"A\0B\n", table_files.UNKNOWN),
        (b"A;B\n\x01\x02;2\n", table_files.UNKNOWN),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(InvalidError) as refused:
        tables.read_text(table_files.read_file(content)[0].text)
    assert refused.value.message.text == message


def test_an_old_program_s_sign_at_the_end_is_no_hindrance() -> None:
    assert tables.read_text(table_files.read_file(b"A;B\n1;2\n\x1a")[0].text) == [["A", "B"], ["1", "2"]]


@pytest.mark.parametrize(
    ("text", "gaps", "numbers"),
    [
        ("A;B\n1;2\n3;4", (), [1, 2, 3]),
        ("A;B\n\n1;2\n;\n3;4\n", (), [1, 3, 5]),
        ('A;B\n"one\ntwo";2\n3;4', (), [1, 2, 3]),
        ("A;B\n1;2\n3;4", (1, 3, 4), [2, 5, 6]),
    ],
)
def test_rows_have_the_numbers_of_the_file(text: str, gaps: tuple[int, ...], numbers: list[int]) -> None:
    table, found = tables.read_numbered(text, gaps)
    assert (found, len(table)) == (numbers, len(numbers))


def test_a_sheet_s_empty_rows_count() -> None:
    (sheet,) = table_files.read_file(book([None], ["A", "B"], [None, None], ["1", "2"], [None], ["3", "4"]))
    assert tables.read_numbered(sheet.text, sheet.gaps)[1] == [2, 4, 6]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("A;B\n1;2\n3;4", True),
        ("A;B\n1;2\n3;", True),
        ("A;B\n1;2\n3;\n4;", False),
        ("A\n1\n2", False),
        ("A;\n1;2\n3;4", False),
        ("Hej alla,\n\nvi ses på lördag, i bygdegården, klockan 10.\nTa med kaffe.\n", False),
    ],
)
def test_what_has_headings(text: str, is_one: bool) -> None:
    assert tables.has_headings(tables.read_text(text)) == is_one


def test_what_is_written_is_read_back_to_the_same() -> None:
    rows = [["A\tb, c", 'D "e"; f'], ["1, 2", "3; 4\n5"], ["", "6\t7"]]
    for table in (rows, [[row[0]] for row in rows[:2]], [["A; b, c"], ["1; 2"]], [["|A|b"], ["|"]]):
        assert tables.read_text(tables.write_text(table)) == table


def test_200_rows_fit() -> None:
    assert len(tables.read_text("A;B\n" + "1;2\n" * 200)) == 201


@pytest.mark.parametrize(
    ("like", "expected"),
    [
        ("A\tB\n", 'A\tB\n1, 2; 3\t"x\ty"\n'),
        ("\nA,B\r\n", 'A,B\n"1, 2; 3",x\ty\n'),
        ("A;B\n", 'A;B\n"1, 2; 3";x\ty\n'),
        ("", 'A;B\n"1, 2; 3";x\ty\n'),
        ("| A | B |\n|---|---|\n", "| A | B |\n| 1, 2; 3 | x\ty |\n"),
    ],
)
def test_a_table_is_written_as_it_was_parted(like: str, expected: str) -> None:
    written = tables.write_text([["A", "B"], ["1, 2; 3", "x\ty"]], like)
    assert written == expected
    assert tables.read_numbered("| A |\n|---|\n| 1 |") == ([["A"], ["1"]], [1, 3])
