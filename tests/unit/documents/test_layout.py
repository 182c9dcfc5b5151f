"""What a laid-out plan says, whatever the format."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest

from portal.documents.blocks import (
    Block,
    Facts,
    Fields,
    Layout,
    Paragraph,
    Points,
    Strips,
    Table,
    Timeline,
    Title,
)
from portal.documents.layout import lay_out
from portal.documents.spans import PER_PART, drawn
from portal.process.material import Given, Material
from tests.plan_paper import ACTIONS, EDITION, GOALS, HOSTILE, entry, material, paper


def titles(layout: Layout) -> list[tuple[int, str]]:
    return [(b.level, b.text) for b in layout.blocks if isinstance(b, Title)]


def below(layout: Layout, title: str) -> list[Block]:
    """The blocks under a title, down to the next one of its level or above."""
    blocks = list(layout.blocks)
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Title) and b.text == title)
    head = blocks[start]
    assert isinstance(head, Title)
    end = next(
        (n for n, b in enumerate(blocks) if n > start and isinstance(b, Title) and b.level <= head.level),
        len(blocks),
    )
    return blocks[start + 1 : end]


def test_the_front_page() -> None:
    layout = lay_out(paper())
    assert (layout.title, layout.municipality, layout.edition, layout.day) == (
        "Lokal utvecklingsplan för Dals Rostock",
        "Mellerud",
        "Utgåva 2, 26 november 2026",
        date(2026, 11, 26),
    )
    assert layout.behind == ("De står bakom planen", ("Byalaget", "Sjön och skogen"))
    assert lay_out(paper(lang="en")).edition == "Edition 2, 26 November 2026"


def test_the_team_s_own_words_come_first() -> None:
    edition = replace(EDITION, introduction="Hej!\n\n- ett\n- två", stands_behind=("Sockenrådet",))
    layout = lay_out(paper(edition=edition))
    assert layout.behind[1] == ("Sockenrådet",)
    assert layout.blocks[:3] == (Title(1, "Inledning"), Paragraph(("Hej!",)), Points(("ett", "två")))
    assert layout.blocks[3] == Title(1, "Syfte", 1)


def test_chapters_are_numbered_without_gaps() -> None:
    chapters = [b for b in lay_out(paper()).blocks if isinstance(b, Title) and b.level == 1]
    assert [b.number for b in chapters] == list(range(1, 14))
    assert [b.number for b in lay_out(paper()).blocks if isinstance(b, Title) and b.level > 1] == [None] * (
        len(titles(lay_out(paper()))) - 13
    )


@pytest.mark.parametrize("headings", ["full", "short"])
@pytest.mark.parametrize("text", [HOSTILE[0], "", "x" * 400])
def test_no_level_is_skipped(headings: str, text: str) -> None:
    levels = [level for level, _text in titles(lay_out(paper(material(text), headings=headings)))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_priorities() -> None:
    layout = lay_out(paper())
    assert [text for _level, text in titles(layout)][-14:] == [
        "Prioriteringar",
        "Våra mål",
        "1. Fler kan bo här",
        "2. Sjön och skogen",
        "Det viktigaste först",
        "Våra åtgärder",
        "Åtgärder för mål 1. Fler kan bo här",
        "Ny detaljplan Kroppefjäll",
        "Åtgärder för mål 2. Sjön och skogen",
        "Sjön och skogen",
        "Pilgrimsleden",
        "Andra åtgärder",
        "Tågstopp Dals Rostock",
        "Fasta tider",
    ]
    assert below(layout, "Ny detaljplan Kroppefjäll") == [
        Facts(
            (
                ("Läge:", "Planerad"),
                ("Ansvarig:", "Byalaget"),
                ("Börjar:", "1 januari 2027"),
                ("Klar senast:", "31 december 2027"),
                ("Kostnad:", "120\xa0000 kr"),
            )
        )
    ]
    overview = below(layout, "Våra åtgärder")[0]
    assert isinstance(overview, Table)
    assert overview.heads == ("Åtgärd", "Mål", "Läge", "När")
    assert overview.rows[0] == ("Ny detaljplan Kroppefjäll", "1", "Planerad", "jan 2027 – dec 2027")
    assert [row[3] for row in overview.rows] == ["jan 2027 – dec 2027", "från mars 2027", "till aug 2026", ""]


def test_pictures_are_data() -> None:
    layout = lay_out(paper())
    swot = next(b for b in layout.blocks if isinstance(b, Fields))
    assert swot.fields[0] == ("Styrkor", ("Vi hjälps åt\nDet här visar det: Enkäten",))
    assert [label for label, _items in swot.fields] == ["Styrkor", "Svagheter", "Möjligheter", "Hot"]
    services = next(b for b in layout.blocks if isinstance(b, Strips))
    assert [(strip.label, strip.count) for strip in services.strips] == [("Finns", 2), ("Hotat", 1)]
    timeline = next(b for b in layout.blocks if isinstance(b, Timeline))
    assert [(span.name, span.kind) for span in timeline.spans] == [
        ("Ny detaljplan Kroppefjäll · Planerad", "plan"),
        ("Sjön och skogen · Pågår", "now"),
        ("Pilgrimsleden · Klar", "done"),
    ]


def test_what_no_picture_shows_stands_beside_it() -> None:
    swot = below(lay_out(paper()), "Styrkor, svagheter, möjligheter och hot (SWOT)")
    assert [type(block) for block in swot] == [Fields, Table]
    assert isinstance(swot[1], Table)
    assert swot[1].rows == (("Utan ruta",),)


def test_long_texts_keep_their_paragraphs_and_lists() -> None:
    assert Points(("vi träffas", "vi skriver")) in below(lay_out(paper()), "Syfte")


def test_a_wide_table_is_written_row_by_row() -> None:
    needs = entry(
        1,
        need="Tåg",
        for_whom="Alla",
        found_with="Skolan",
        theme="transport",
        first_three={"yes": True, "why": "y"},
    )
    layout = lay_out(paper(Material(rows={"analysis.needs.list": (needs,)})))
    assert titles(layout)[1] == (2, "Tåg")
    assert below(layout, "Tåg") == [
        Facts(
            (
                ("De som behöver det:", "Alla"),
                ("Tillsammans med vilka behovet hittades:", "Skolan"),
                ("Tema:", "Resor och vägar"),
                ("Bland de tre första:", "Ja. y"),
            )
        )
    ]


def test_a_timeline_of_any_dates() -> None:
    rows = [
        entry(n, action=f"Å{n}", start=start, end=end)
        for n, (start, end) in enumerate(
            [
                ("0001-01-01", None),
                (None, "0001-01-01"),
                ("9999-12-31", "9999-12-31"),
                ("2027-06-01", "2026-01-01"),
                *[("2027-01-01", "2027-02-01")] * PER_PART,
            ]
        )
    ]
    timeline = next(
        b for b in lay_out(paper(Material(rows={ACTIONS: tuple(rows)}))).blocks if isinstance(b, Timeline)
    )
    picture = drawn(timeline, "sv")
    assert [len(part["spans"]) for part in picture["parts"]] == [PER_PART, 4]
    spans = [span for part in picture["parts"] for span in part["spans"]]
    assert all(0 <= span["start"] <= span["end"] <= 1 for span in spans)
    assert len(picture["ticks"]) < 10


def test_values_of_the_wrong_shape_are_written_as_they_are() -> None:
    answers = {
        "mapping.people.population": Given("många"),
        "organisation.rhythm.review_date": Given("snart"),
        "anchoring.place.best": Given(["a", 1]),
    }
    said = str(lay_out(paper(Material(answers=answers, rows={GOALS: (entry(1, goal=None, year="x"),)}))))
    assert all(word in said for word in ("många", "snart", "x"))
