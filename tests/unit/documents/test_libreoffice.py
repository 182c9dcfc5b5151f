"""The DOCX as LibreOffice opens it: what it has understood is read from the flat ODT and the PDF that it makes of it.

Slow, two starts of some seconds, and therefore done once in a run for all tests here, whichever worker comes first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader

from portal.documents import docx
from portal.documents.blocks import Block, Facts, Image, Layout, Paragraph, Points, Table, Timeline, Title
from portal.documents.direction import is_right_to_left
from portal.documents.layout import lay_out
from portal.documents.xml import safe
from tests.databases import locked, run_folder
from tests.office import converted
from tests.plan_paper import HOSTILE, full, paper

NAMES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "meta")
} | {
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
TEXT = f"{{{NAMES['text']}}}"
LISTS = (
    Points(("ett", "två"), is_numbered=True),
    Paragraph(("Och så",)),
    Points(("ett", "två", "tre"), is_numbered=True),
)


def hostile() -> Layout:
    """Each text as a paragraph, an item of a list, a fact, in a table and as a heading."""
    blocks: list[Block] = []
    for number, text in enumerate(HOSTILE):
        blocks += [
            Title(2, f"Text {number}"),
            Paragraph((text,)),
            Points((text,)),
            Facts((("Fakta:", text),)),
        ]
        blocks += [Table("Tabell", ("A", "B"), ((text, str(number)),)), Title(3, text)]
    return replace(lay_out(paper()), blocks=tuple(blocks))


def whole() -> Layout:
    """A plan with all that a plan can hold, and two numbered lists, which both begin at 1."""
    plan = lay_out(full("Sjön och skogen"))
    return replace(plan, blocks=(*plan.blocks, *LISTS))


@pytest.fixture(scope="module")
def office() -> Path:
    """The folder with what LibreOffice has made."""
    folder = run_folder() / "office"
    with locked("office") as done:
        if not done.exists():
            files = {"plan.docx": docx.write(whole())}
            converted(files | {"hostile.docx": docx.write(hostile())}, "fodt", folder)
            converted(files, "pdf", folder)
            done.touch()
    return folder


@pytest.fixture(scope="module")
def plan(office: Path) -> Any:
    return etree.parse(office / "fodt" / "plan.fodt").getroot()


def found(root: Any, path: str) -> list[Any]:
    return list(root.xpath(path, namespaces=NAMES))


def said(element: Any) -> str:
    """A paragraph's text, letter by letter; a picture in it says nothing."""
    return (element.text or "") + "".join(_part(child) + (child.tail or "") for child in element)


def _part(child: Any) -> str:
    if child.tag == f"{TEXT}s":
        return " " * int(child.get(f"{TEXT}c", "1"))
    if child.tag.startswith(f"{{{NAMES['draw']}}}"):
        return ""
    return {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}.get(child.tag) or said(child)


def titled(title: Title) -> str:
    return f"{title.number}. {title.text}" if title.number else title.text


def blocks_of(kind: type[Any]) -> list[Any]:
    return [block for block in whole().blocks if isinstance(block, kind)]


def test_headings(plan: Any) -> None:
    heads = [(int(each.get(f"{TEXT}outline-level")), said(each)) for each in found(plan, "//text:h")]
    assert heads == [(title.level, titled(title)) for title in blocks_of(Title)]


def test_contents_hold_links_to_the_headings(plan: Any) -> None:
    (contents,) = found(plan, "//text:table-of-content")
    links = found(contents, ".//text:a")
    assert [said(each) for each in links] == [titled(title) for title in blocks_of(Title) if title.level <= 2]
    targets = [each.get(f"{{{NAMES['xlink']}}}href").removeprefix("#").split("|")[0] for each in links]
    places = [
        "".join(found(head, "string(.)"))
        for target in targets
        for head in found(plan, f"//text:bookmark-start[@text:name='{target}']/ancestor::text:h")
    ]
    assert places == [titled(title) for title in blocks_of(Title) if title.level <= 2]


def test_tables_with_heads_that_come_again(plan: Any) -> None:
    assert list(_tables(plan)) == [
        (1, [list(each.heads), *map(list, each.rows)]) for each in blocks_of(Table)
    ]


def _tables(root: Any) -> Iterator[tuple[int, list[list[str]]]]:
    """Of each table how many of its rows are heads, and what stands in it; not the SWOT, whose rows are no heads."""
    for table in found(root, "//table:table"):
        heads = found(table, "table:table-header-rows/table:table-row")
        rows = [
            ["\n".join(map(said, found(cell, ".//text:p"))) for cell in found(row, "table:table-cell")]
            for row in found(table, ".//table:table-row")
        ]
        if heads:
            yield len(heads), rows


def test_pictures_have_their_words(plan: Any) -> None:
    told = [
        block.told if isinstance(block, Timeline) else block.alt
        for block in whole().blocks
        if isinstance(block, Timeline | Image)
    ]
    assert [said(each) for each in found(plan, "//draw:frame/svg:desc")] == told


def test_lists(plan: Any) -> None:
    items = [said(each) for each in found(plan, "//office:text/text:list//text:p")]
    listed = [*whole().behind[1], *(item for block in blocks_of(Points) for item in block.items)]
    assert items == listed


def test_language_and_title(plan: Any) -> None:
    (style,) = found(plan, "//style:default-style[@style:family='paragraph']/style:text-properties")
    fo = f"{{{NAMES['fo']}}}"
    assert (style.get(f"{fo}language"), style.get(f"{fo}country")) == ("sv", "SE")
    assert [each.text for each in found(plan, "//office:meta/dc:title")] == [whole().title]


def test_any_text_comes_out_letter_by_letter(office: Path) -> None:
    root = etree.parse(office / "fodt" / "hostile.fodt").getroot()
    read = [said(each) for each in found(root, "//office:text//text:p | //office:text//text:h")]
    expected = [
        words
        for number, text in enumerate(map(safe, HOSTILE))
        for words in (f"Text {number}", text, text, f"Fakta: {text}", "A", "B", text, str(number), text)
    ]
    assert read[-len(expected) :] == expected


def test_what_runs_from_right_to_left_does(office: Path) -> None:
    """A heading, a paragraph, a point and a cell for each such text; a fact runs as its name does."""
    root = etree.parse(office / "fodt" / "hostile.fodt").getroot()
    ways = "//style:style[style:paragraph-properties/@style:writing-mode='rl-tb']/@style:name"
    others = set(found(root, ways))
    read = [
        said(each)
        for each in found(root, "//office:text//text:p | //office:text//text:h")
        if each.get(f"{TEXT}style-name") in others
    ]
    assert read == [text for text in map(safe, HOSTILE) if is_right_to_left(text) for _place in range(4)]


def test_pages(office: Path) -> None:
    pages = [
        page.extract_text()
        for page in PdfReader(io.BytesIO((office / "pdf" / "plan.pdf").read_bytes())).pages
    ]
    assert len(pages) > 3
    assert [f"({len(pages)})" in page for page in pages] == [False, *[True] * (len(pages) - 1)]
    assert pages[-1].count("1. ett") == 2
