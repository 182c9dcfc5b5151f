"""The DOCX, read back: real headings, tables with heads, language, title, and XML that says what it should.

LibreOffice is not on the machines that run the tests; this reads the file with python-docx and its XML by hand.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from lxml import etree

from portal.documents import docx, docx_contents, docx_look
from portal.documents.blocks import Facts, Paragraph, Points, Table, Timeline, Title
from portal.documents.direction import stretches
from portal.documents.layout import lay_out
from portal.process.material import Material
from tests.plan_paper import HOSTILE, full, paper


def opened(content: bytes) -> Docx:
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def document() -> Docx:
    return opened(docx.write(lay_out(paper())))


def test_headings_are_headings(document: Docx) -> None:
    found = [
        (int(p.style.name.removeprefix("Heading ")), p.text)
        for p in document.paragraphs
        if p.style is not None and p.style.name is not None and p.style.name.startswith("Heading ")
    ]
    expected = [
        (b.level, f"{b.number}. {b.text}" if b.number else b.text)
        for b in lay_out(paper()).blocks
        if isinstance(b, Title)
    ]
    assert found == expected
    assert [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Title"] == [
        "Lokal utvecklingsplan för Dals Rostock"
    ]


def split(document: Docx) -> tuple[Any, list[Any]]:
    """The fields of the SWOT, which are drawn two by two, and the tables."""
    found = document.tables
    swot = next(table for table in found if table.cell(0, 0).text.startswith("Styrkor"))
    return swot, [table for table in found if table is not swot]


def test_the_timeline_is_a_picture_with_words(document: Docx) -> None:
    (timeline,) = [b for b in lay_out(paper()).blocks if isinstance(b, Timeline)]
    assert [each.get("descr") for each in document.element.iter(qn("wp:docPr"))] == [timeline.told]
    (drawn,) = document.inline_shapes
    assert (drawn.width, drawn.height.cm > 2) == (docx_look.WIDTH, True)


def test_tables_have_heads(document: Docx) -> None:
    expected = [b for b in lay_out(paper()).blocks if isinstance(b, Table)]
    swot, tables = split(document)
    assert [[cell.text.split("\n")[0] for cell in row.cells] for row in swot.rows] == [
        ["Styrkor", "Svagheter"],
        ["Möjligheter", "Hot"],
    ]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in tables] == [
        [list(each.heads), *map(list, each.rows)] for each in expected
    ]
    heads = [[row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in t.rows] for t in tables]
    assert all(marks[0] and not any(marks[1:]) for marks in heads)


@pytest.mark.parametrize(("lang", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_language_title_and_day(lang: str, locale: str) -> None:
    document = opened(docx.write(lay_out(paper(lang=lang))))
    properties = document.core_properties
    assert (properties.language, properties.author) == (locale, "Dals Rostock")
    assert properties.title == lay_out(paper(lang=lang)).title
    assert properties.modified == datetime.fromisoformat("2026-11-26T12:00:00+00:00")
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {locale}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_it_is_sound_xml_whose_fields_are_closed(text: str) -> None:
    content = docx.write(lay_out(full(text)))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
        body = etree.fromstring(parts.read("word/document.xml"))
    marks = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]
    assert [each.text for each in body.iter(qn("w:instrText"))] == [docx_contents.CONTENTS]


OTHER_WAY = ("مرحبا بالعالم", "שלום Vita Sannar, ייִדיש")


@pytest.mark.parametrize("text", [*OTHER_WAY, "Vita Sannar"])
def test_what_runs_from_right_to_left_is_marked(text: str) -> None:
    """The paragraph and its letters, wherever it stands; a fact keeps the way of its name, Swedish stays as it is."""
    blocks = (Title(2, text), Paragraph((text,)), Points((text,)), Table("T", ("A", text), ((text, "1"),)))
    layout = lay_out(paper(Material()))
    made = opened(docx.write(replace(layout, vision=text, blocks=(*blocks, Facts((("Namn:", text),))))))
    said = [p for p in made.element.body.iter(qn("w:p")) if text in "".join(p.itertext())]
    marked = [p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for p in said]
    letters = [each for p in said for each in p.iter(qn("w:rtl"))]
    # The vision, the contents, a heading, a paragraph, a point, two cells, and the fact.
    assert marked == [text in OTHER_WAY] * 7 + [False]
    assert len(letters) == (len(stretches(text)) + 1) // 2 * 8 * (text in OTHER_WAY)


def test_the_same_plan_makes_the_same_bytes() -> None:
    assert docx.write(lay_out(paper())) == docx.write(lay_out(paper()))


def test_an_empty_plan_is_a_document_too() -> None:
    texts = [p.text for p in opened(docx.write(lay_out(paper(Material())))).paragraphs]
    assert "Lokal utvecklingsplan för Dals Rostock" in texts
