"""What Word asks of a DOCX beyond sound XML. Word is not here to open it; these are the reasons why it would refuse
one, repair it, ask a question first or show it worse than it is."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree

from portal.documents import docx
from portal.documents.blocks import Facts, Fields, Layout, Paragraph, Points, Table
from portal.documents.docx_look import WIDTH
from portal.documents.layout import lay_out
from tests.plan_paper import HOSTILE, full, paper

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens bidi spacing ind contextualSpacing mirrorIndents suppressOverlap jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike noProof color"
    " spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout"
    " tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols titlePg docGrid",
    "style": "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr trPr tcPr"
    " tblStylePr",
    "numPr": "ilvl numId",
    "num": "abstractNumId lvlOverride",
    "numbering": "abstractNum num",
}
"""Children in the order of the schema (ECMA-376, wml.xsd), as far as we and python-docx use them."""
TWO_LISTS = (Points(("ett", "två"), True), Paragraph(("Och",)), Points(("ett", "två"), True))
BIG = Table("Tabell", ("Åtgärd", "Mål"), tuple(("lång text " * 20, str(n)) for n in range(60)))


def parts_of(layout: Layout) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(docx.write(layout))) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(archive.read(name)) for name in names}


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    plan = lay_out(full(HOSTILE[0]))
    return parts_of(replace(plan, blocks=(*plan.blocks, *TWO_LISTS, BIG, BIG)))


@pytest.fixture(scope="module")
def body(parts: dict[str, Any]) -> Any:
    return parts["word/document.xml"][0]


def named(element: Any) -> str:
    return str(etree.QName(element).localname)


def values(root: Any, tag: str, attribute: str = "w:val") -> list[str]:
    return [each.get(qn(attribute)) for each in root.iter(qn(tag))]


@pytest.mark.parametrize("parent", ORDER)
def test_children_stand_in_the_order_of_the_schema(parts: dict[str, Any], parent: str) -> None:
    places = {name: place for place, name in enumerate(ORDER[parent].split())}
    found = [
        [named(child) for child in each]
        for name, root in parts.items()
        if name.startswith("word/")
        for each in root.iter(qn(f"w:{parent}"))
    ]
    assert found
    assert [each for each in found if each != sorted(each, key=places.__getitem__)] == []


def test_each_cell_ends_with_a_paragraph_and_no_table_touches_another(body: Any) -> None:
    assert {named(cell[-1]) for cell in body.iter(qn("w:tc"))} == {"p"}
    assert ("tbl", "tbl") not in [(named(one), named(other)) for one, other in pairwise(body)]
    assert [named(each) for each in body][-2:] == ["p", "sectPr"]


def test_what_must_be_unique_is(body: Any) -> None:
    for found in (
        [each.get("id") for each in body.iter(qn("wp:docPr"))],
        values(body, "w:bookmarkStart", "w:id"),
        values(body, "w:bookmarkStart", "w:name"),
    ):
        assert len(found) > 1
        assert len(found) == len(set(found))


def test_links_lead_somewhere(body: Any) -> None:
    assert values(body, "w:hyperlink", "w:anchor") == values(body, "w:bookmarkStart", "w:name")


def test_pictures_stand_within_the_margins(body: Any) -> None:
    """LibreOffice moves one to the right that does not say how far it is from the words beside it."""
    pictures = list(body.iter(qn("wp:inline")))
    assert len(pictures) == 2
    assert {each.get(side) for each in pictures for side in ("distT", "distB", "distL", "distR")} == {"0"}
    assert [int(each.find(qn("wp:extent")).get("cx")) <= WIDTH for each in pictures] == [True, True]


def test_styles_are_there(parts: dict[str, Any], body: Any) -> None:
    used = {*values(body, "w:pStyle"), *values(body, "w:tblStyle")}
    assert used - set(values(parts["word/styles.xml"], "w:style", "w:styleId")) == set()


def test_it_opens_without_a_question_as_of_today_and_in_swedish(parts: dict[str, Any]) -> None:
    settings = parts["word/settings.xml"]
    modes = {each.get(qn("w:name")): each.get(qn("w:val")) for each in settings.iter(qn("w:compatSetting"))}
    assert modes["compatibilityMode"] == "15"
    assert list(settings.iter(qn("w:updateFields"))) == []
    assert [each.attrib for each in settings.iter(qn("w:themeFontLang"))] == [{qn("w:val"): "sv-SE"}]
    assert "word/stylesWithEffects.xml" not in parts  # the same styles once more, which would differ
    assert [name for root in parts.values() for name in values(root, "w:fldChar", "w:dirty") if name] == []


def test_each_numbered_list_begins_at_one(parts: dict[str, Any], body: Any) -> None:
    used = [each.find(qn("w:numId")).get(qn("w:val")) for each in body.iter(qn("w:numPr"))]
    first, second = used[-4], used[-1]
    assert used[-4:] == [first, first, second, second]
    assert first != second
    starts = {
        each.get(qn("w:numId")): values(each, "w:startOverride")
        for each in parts["word/numbering.xml"].iter(qn("w:num"))
    }
    assert (starts[first], starts[second]) == (["1"], ["1"])


@pytest.mark.parametrize("text", ["å", "ettlångtordutanblank" * 20])
def test_tables_are_as_wide_as_the_page(text: str) -> None:
    heads = tuple("ABCDE")
    blocks = (Table("T", heads, ((text, "1", "", "b", text),)), Fields("F", ((text, (text,)), ("B", ()))))
    body = parts_of(replace(lay_out(paper()), blocks=blocks))["word/document.xml"]
    for table in body.iter(qn("w:tbl")):
        widths = [int(each) for each in values(table, "w:gridCol", "w:w")]
        assert abs(sum(widths) - WIDTH.twips) <= len(widths)
        assert values(table, "w:tblLayout", "w:type") == ["fixed"]
        assert [int(each) for each in values(table, "w:tcW", "w:w")][: len(widths)] == widths


@pytest.mark.parametrize(("said", "kept"), [("kort", [1, 1, 0]), ("ord " * 60, [0, 0, 0])])
def test_a_few_short_facts_stay_on_a_page(said: str, kept: list[int]) -> None:
    layout = replace(lay_out(paper()), blocks=(Facts(tuple((name, said) for name in "ABC")),))
    *_, first, second, third, _section = parts_of(layout)["word/document.xml"][0]
    assert [len(values(each, "w:keepNext")) for each in (first, second, third)] == kept


def test_rows_stay_whole_and_heads_with_them(body: Any) -> None:
    *_, table = body.iter(qn("w:tbl"))
    rows = list(table.iter(qn("w:tr")))
    assert [len(values(row, "w:cantSplit")) for row in rows] == [1] * 61
    assert [len(values(row, "w:tblHeader")) for row in rows] == [1] + [0] * 60
    assert [len(values(row, "w:keepNext")) for row in rows] == [2] + [0] * 60
    assert values(table, "w:tblCaption") == ["Tabell"]
