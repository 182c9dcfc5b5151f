"""The plain page: valid HTML5 without script or anything fetched."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest

from portal.documents import html
from portal.documents.blocks import Table, Title
from portal.documents.layout import lay_out
from portal.process.material import Material
from tests.markup import faults, tree_of
from tests.plan_paper import EDITION, HOSTILE, full, paper

_ELEMENTS = (
    "html head meta title style body main header h1 h2 h3 h4 h5 p br blockquote nav ul ol li a dl dt dd div"
)
ELEMENTS = frozenset(f"{_ELEMENTS} table caption thead tbody tr th td figure img figcaption".split())
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS |= {f"{SVG}svg", f"{SVG}rect"}
_ATTRIBUTES = "lang charset name content id href class role tabindex aria-label aria-labelledby aria-hidden"
ATTRIBUTES = frozenset(f"{_ATTRIBUTES} scope src alt width height x rx".split())


def parsed(content: bytes) -> Element:
    assert faults(content.decode()) == []
    return tree_of(content.decode())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("headings", ["full", "short"])
def test_it_is_valid_and_nothing_of_what_was_typed_is_markup(text: str, headings: str) -> None:
    root = parsed(html.write(lay_out(full(text, headings))))
    names = {element.tag for element in root.iter() if isinstance(element.tag, str)}
    assert names <= ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} <= ATTRIBUTES
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(a.attrib["href"].removeprefix("#") in ids for a in root.iter("a"))


def test_the_names_of_the_place_are_text_too() -> None:
    name = "<b>Byn</b> & <script>x</script>"
    document = replace(paper(), edition=replace(EDITION, place=name, municipality=f"{name}!"))
    root = parsed(html.write(lay_out(document)))
    assert {element.tag for element in root.iter()} <= ELEMENTS
    assert root.find(".//h1").text == f"Lokal utvecklingsplan för {name}"
    assert [p.text for p in root.find(".//header").iter("p")] == [f"{name}!", "Utgåva 2, 26 november 2026"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_headings_tables_language_and_title(lang: str) -> None:
    layout = lay_out(paper(lang=lang))
    root = parsed(html.write(layout))
    assert root.attrib["lang"] == lang
    assert root.find(".//title").text == root.find(".//h1").text == layout.title
    chapters = [b.text for b in layout.blocks if isinstance(b, Title) and b.level == 1]
    found = ["".join(h.itertext()) for h in root.iter("h2") if h.attrib.get("id", "").startswith("b")]
    assert [title.partition(". ")[2] for title in found] == chapters
    heads = [["".join(th.itertext()) for th in table.iter("th")] for table in root.iter("table")]
    assert heads == [list(b.heads) for b in layout.blocks if isinstance(b, Table)]
    assert {th.attrib["scope"] for th in root.iter("th")} == {"col"}


def test_pictures_are_drawn_and_said() -> None:
    root = parsed(html.write(lay_out(paper())))
    timeline = next(each for each in root.iter("ul") if each.attrib.get("class") == "bars")
    assert [("".join(li.itertext()), li.find(f"{SVG}svg/{SVG}rect").attrib["class"]) for li in timeline] == [
        ("Ny detaljplan Kroppefjäll · Planerad: jan 2027 – dec 2027", "plan"),
        ("Sjön och skogen · Pågår: från mars 2027", "now"),
        ("Pilgrimsleden · Klar: till aug 2026", "done"),
    ]
    (swot,) = [each for each in root.iter("dl") if each.attrib.get("class") == "fields"]
    assert [dt.text for dt in swot.iter("dt")] == ["Styrkor", "Svagheter", "Möjligheter", "Hot"]


def test_an_empty_plan_is_a_page_too() -> None:
    assert (
        parsed(html.write(lay_out(paper(Material())))).find(".//h1").text.startswith("Lokal utvecklingsplan")
    )
