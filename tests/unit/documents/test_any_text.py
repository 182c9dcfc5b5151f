"""Any text through every document: nothing crashes, nothing is lost, nothing becomes anything but text."""

from __future__ import annotations

import io
import string
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.documents import docx, html, ics, pdf, xlsx
from portal.documents.formats import FORMATS
from portal.documents.glyphs import drawable
from portal.documents.layout import lay_out
from portal.documents.xml import safe
from portal.process.prose import blocks_of
from portal.text import clean, is_seen
from tests.plan_paper import EDITION, HOSTILE, full, letters, paper, pdf_text
from tests.unit.documents.test_ics import events

SETTINGS = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
LATIN = st.text(string.ascii_letters + string.digits + "åäöÅÄÖéüčđŋšŧž -–.,!?()", max_size=400)
ANYTHING = st.text(max_size=200) | st.sampled_from(HOSTILE)
RIGHT_TO_LEFT = HOSTILE[3:5]
"""Their letters join, and pypdf puts what it reads out of that in another order."""


class Reader(HTMLParser):
    """What a page says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def in_docx(text: str) -> str:
    document = Document(io.BytesIO(docx.write(lay_out(full(text)))))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def in_html(text: str) -> str:
    reader = Reader()
    reader.feed(html.write(lay_out(full(text))).decode())
    return "\n".join(reader.said)


def in_pdf(text: str) -> str:
    return pdf_text(pdf.write(lay_out(full(text))))


def in_xlsx(text: str) -> Iterator[Any]:
    book = load_workbook(io.BytesIO(xlsx.write(full(text))))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in "snd"
                yield cell.value


def written(text: str) -> list[str]:
    """The text as a document should say it: what nobody sees is gone, list signs are lists, line by line."""
    seen = safe(text)
    return [line for block in blocks_of(seen) for line in block.lines]


@SETTINGS
@given(ANYTHING)
@example("=1+1")
@example(HOSTILE[11])
def test_docx_and_page_say_every_line(text: str) -> None:
    lines = [" ".join(line.split()) for line in written(text)]
    for said in (in_docx(text), in_html(text)):
        words = " ".join(said.split())
        assert [line for line in lines if line not in words] == []


@SETTINGS
@given(ANYTHING)
@example("=1+1")
def test_sheet_and_calendar_say_the_text(text: str) -> None:
    typed = safe(text)
    found = [value for value in in_xlsx(text) if isinstance(value, str)]
    assert typed == "" or found.count(typed) >= 3
    summaries = [event["SUMMARY"] for event in events(ics.write(full(text)))]
    # What nobody can see is no name: the number of its row is.
    name = typed if is_seen(typed) else "32"
    assert summaries[1] == name or summaries[1].startswith("åtgärd")


@SETTINGS
@given(LATIN)
def test_the_pdf_has_every_letter(text: str) -> None:
    missing = letters("".join(written(text))) - letters(in_pdf(text))
    assert missing == {}


@SETTINGS
@given(st.text(max_size=200))
@example("\x1b")
def test_the_pdf_is_made_of_anything(text: str) -> None:
    assert "Kroppefjäll" in in_pdf(text)


@pytest.mark.parametrize("text", [t for t in HOSTILE if t not in RIGHT_TO_LEFT], ids=str.__len__)
def test_hostile_texts_in_the_pdf(text: str) -> None:
    expected = letters(drawable(clean("".join(written(text))).replace("\t", " ")))
    assert expected - letters(in_pdf(text)) == {}


@pytest.mark.parametrize("text", RIGHT_TO_LEFT)
def test_texts_from_right_to_left_in_the_pdf(text: str) -> None:
    assert set(letters(text)) - set(letters(in_pdf(text))) == set()


@pytest.mark.parametrize("name", [*HOSTILE[:9], "x" * 300])
def test_any_name_of_a_place(name: str) -> None:
    document = replace(paper(), edition=replace(EDITION, place=name, municipality=name + "s"))
    assert {each: bool(kind.write(document)) for each, kind in FORMATS.items()} == dict.fromkeys(
        FORMATS, True
    )


def test_ten_thousand_characters_are_whole() -> None:
    text = "Det här är en lång text om platsen. " * 280
    assert len(text) > 10_000
    for said in (in_docx(text), in_html(text)):
        assert text.strip() in said
    assert text.strip() in list(in_xlsx(text))
    assert letters(text) - letters(in_pdf(text)) == {}
