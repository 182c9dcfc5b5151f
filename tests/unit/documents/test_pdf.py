"""The PDF, opened by another tool: tagged, with language, title, headings, table heads and alternative texts."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from portal.documents import glyphs, pdf
from portal.documents.blocks import Fields, Paragraph
from portal.documents.layout import lay_out
from portal.process.material import Material
from tests.plan_paper import ACTIONS, GOALS, entry, material, paper, pdf_text, squeezed


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.write(lay_out(paper()))


@pytest.fixture(scope="module")
def reader(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def elements(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every element of the structure tree, in reading order."""

    def walk(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for each in node:
                yield from walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(reader.trailer["/Root"]["/StructTreeRoot"])


def test_it_is_tagged_and_says_its_language_and_title(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "sv-SE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title == "Lokal utvecklingsplan för Dals Rostock"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in squeezed(root["/Metadata"].get_data().decode()).encode()
    assert PdfReader(io.BytesIO(pdf.write(lay_out(paper(lang="en"))))).trailer["/Root"]["/Lang"] == "en-GB"


def test_pages_are_a4_and_numbered(reader: PdfReader) -> None:
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}
    assert sizes == {(595, 842)}
    count = len(reader.pages)
    ends = [page.extract_text().strip().endswith(f"{n} ({count})") for n, page in enumerate(reader.pages, 1)]
    assert ends == [False] + [True] * (count - 1)


def test_headings_tables_lists_and_alternative_texts_are_marked(reader: PdfReader) -> None:
    found = list(elements(reader))
    kinds = Counter(str(each["/S"]) for each in found)
    chapters = paper().chapters
    assert kinds["/H1"] == len(chapters) + 1  # and the contents
    assert kinds["/Table"] >= 5
    assert kinds["/TH"] >= kinds["/Table"]
    assert kinds["/L"] >= 2
    assert kinds["/TOC"] >= 1
    alternative = [str(each["/Alt"]) for each in found if "/Alt" in each]
    assert alternative == [
        (
            "Ny detaljplan Kroppefjäll · Planerad: jan 2027 – dec 2027. Sjön och skogen · Pågår: från mars 2027."
            " Pilgrimsleden · Klar: till aug 2026."
        )
    ]


def test_bookmarks_are_the_headings(reader: PdfReader) -> None:
    tops = [item.title for item in reader.outline if not isinstance(item, list)]
    titles = [f"{n}. {chapter.title}" for n, chapter in enumerate(paper().chapters, 1)]
    assert [title for title in tops if title != "Innehåll"] == titles


def test_what_was_typed_stands_in_it(made: bytes) -> None:
    text = squeezed(pdf_text(made))
    for words in (
        "Vi knyter ihop byn.",
        "Lätt att nå och gott att leva i.",
        "1 800",
        "Kroppefjäll",
        "Pumpen är gammal",
        "Vi hjälps åt",
        "Tomter till salu",
        "Tågstopp Dals Rostock",
        "31 december 2027",
        "120 000 kr",
        "1 september 2026",
    ):
        assert squeezed(words) in text


def test_the_same_plan_makes_the_same_bytes(made: bytes) -> None:
    assert pdf.write(lay_out(paper())) == made


def test_every_script_of_the_minorities_is_drawn() -> None:
    text = "Čáppa giđđa ŋŧž šalom שלום ייִדיש مرحبا päivää 😀👩‍👩‍👧‍👦🇸🇪"
    assert glyphs.drawable(text) == text
    found = pdf_text(pdf.write(lay_out(paper(material(text)))))
    assert set(squeezed("Čáppagiđđaŋŧžpäivää😀👩‍👩‍👧‍👦🇸🇪שלום")) <= set(found)
    assert glyphs.MISSING not in found


def test_what_no_typeface_has_is_a_box_and_is_told() -> None:
    found = pdf_text(pdf.write(lay_out(paper(material("Fisk 魚 och 魚 \U000f0000")))))
    assert "Fisk □ och □ □" in " ".join(found.split())
    assert "Ett tecken som typsnittet saknar visas som □." in " ".join(found.split())
    assert "typsnittet saknar" not in pdf_text(pdf.write(lay_out(paper())))


def test_what_typst_refuses_to_draw_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a typeface to know a character and not draw it, the document would still be made."""
    monkeypatch.setattr(pdf, "drawable", lambda text: text)
    found = pdf_text(pdf.write(lay_out(paper(material('Fisk 魚 " 肉')))))
    assert 'Fisk □ " □' in " ".join(found.split())
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 3 * pdf.ATTEMPTS)))
    assert "Kroppefjäll" in pdf_text(pdf.write(lay_out(paper(material(many)))))


def test_another_fault_of_the_template_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "REGIONS", {"sv": "Sverige"})
    with pytest.raises(typst.TypstError):
        pdf.write(lay_out(paper()))


def test_an_empty_plan_is_a_document_too() -> None:
    assert "Lokal utvecklingsplan" in pdf_text(pdf.write(lay_out(paper(Material()))))


def test_names_that_are_empty_or_long(made: bytes) -> None:
    rows = {
        GOALS: (entry(1, goal="\x07", year=2030), entry(2, goal="mål " * 600)),
        ACTIONS: (entry(3, action="ord" * 300, start="2027-01-01"), entry(4, action="\u200b", goal=[1])),
    }
    assert len(PdfReader(io.BytesIO(pdf.write(lay_out(paper(Material(rows=rows)))))).pages) > 3


@pytest.mark.parametrize(
    ("points", "pages"),
    [
        (5, [set(), {1, 2, 3, 4}]),
        (30, [set(), {1, 2}, {3, 4}]),
        (60, [{1, 2}, {1, 2}, {1, 2, 3, 4}, {3, 4}]),
    ],
)
def test_fields_begin_with_their_points_and_stay_whole_while_they_can(
    points: int, pages: list[set[int]]
) -> None:
    """Four of them, led to at the foot of a page: which of them have points on that page and those that follow."""
    said = tuple((f"ruta{n}", tuple(f"punkt{n}:{each}" for each in range(points))) for n in range(1, 5))
    blocks = (Paragraph(("rad",) * 42), Fields("SWOT", said))
    made = PdfReader(io.BytesIO(pdf.write(replace(lay_out(paper()), blocks=blocks))))
    texts = [page.extract_text() for page in made.pages[2:]]
    assert [{n for n in range(1, 5) if f"punkt{n}:" in text} for text in texts] == pages
    first = [[f"ruta{n}" in text for text in texts] for n in range(1, 5)]
    assert first == [[f"punkt{n}:0" in squeezed(text) for text in texts] for n in range(1, 5)]
