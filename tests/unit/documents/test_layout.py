"""What a laid-out plan says, whatever the format."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest

from portal.documents import tables
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
        "Det här kommer först",
        "Våra åtgärder",
        "Åtgärder för mål 1. Fler kan bo här",
        "Ny detaljplan Kroppefjäll",
        "Åtgärder för mål 2. Sjön och skogen",
        "Sjön och skogen",
        "Pilgrimsleden",
        "Andra åtgärder",
        "Tågstopp Dals Rostock",
        "Planen ses över nästa gång",
    ]
    assert below(layout, "Ny detaljplan Kroppefjäll") == [
        Paragraph(("Planerad · 1 januari 2027 – 31 december 2027",)),
        Facts((("Ansvarig:", "Byalaget"), ("Kostnad:", "120\xa0000\xa0kr"))),
    ]
    assert below(layout, "Planen ses över nästa gång") == [Paragraph(("1 maj 2027",))]


NEED = "Markavtal, av kommunen"
FULL = {"responsible": [1], "responsible_role": "Vägchef", "partners": [2, 3], "need_from": NEED}
LED = ("Åtgärd", "Ansvarig")


@pytest.mark.parametrize(
    ("actions", "heads", "rows"),
    [
        (
            [
                {"action": "Led", "status": "under_way", "start": "2027-01-01", "end": "2027-12-31", **FULL},
                {"action": "Tåg", "partners": [2]},
                {"action": "Buss", "start": "2027-03-01"},
            ],
            (*LED, "När", "Det här behövs, och av vem", "Läge"),
            [
                (
                    "Led",
                    "Kommunen (Vägchef)\nmed Byalaget, Skolan",
                    "jan\xa02027\xa0– dec\xa02027",
                    NEED,
                    "Pågår",
                ),
                ("Tåg", "Ingen än\nmed Byalaget", "", "", ""),
                ("Buss", "Ingen än", "från mars\xa02027", "", ""),
            ],
        ),
        ([{"action": "Led", "responsible": [1]}], LED, [("Led", "Kommunen")]),
        ([{"action": "Tåg", "partners": [2]}], ("Åtgärd", "Tillsammans med"), [("Tåg", "Byalaget")]),
        ([{"action": "Tåg", "responsible_role": "Rektor"}], ("Åtgärd",), [("Tåg",)]),
    ],
)
def test_the_table_says_who_does_what_with_whom_and_what_is_needed(
    actions: list[dict[str, object]], heads: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    names = tuple(entry(n, name=name) for n, name in enumerate(("Kommunen", "Byalaget", "Skolan"), 1))
    listed = tuple(entry(n, **values) for n, values in enumerate(actions, 11))
    layout = lay_out(paper(Material(rows={"organisations": names, ACTIONS: listed})))
    table = next(block for block in layout.blocks if isinstance(block, Table))
    assert (table.heads, list(table.rows), len(table.widths)) == (heads, rows, len(heads))


@pytest.mark.parametrize(("theme", "said"), [("housing", "Idé"), ("transport", "Idé · Resor och vägar")])
def test_a_theme_that_is_the_goal_s_is_not_said_again(theme: str, said: str) -> None:
    goal = entry(1, goal="Bo här", theme="housing")
    action = entry(2, action="Tomter", goal=[1], status="idea", theme=theme)
    layout = lay_out(paper(Material(rows={GOALS: (goal,), ACTIONS: (action,)})))
    assert below(layout, "Tomter") == [Paragraph((said,))]


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


NEEDS = (
    ("De som behöver det:", "Alla"),
    ("Tillsammans med vilka behovet hittades:", "Skolan"),
    ("Tema:", "Resor och vägar"),
)


@pytest.mark.parametrize("why", ["y", "y" * tables.LINES])
def test_a_wide_table_is_written_row_by_row(why: str) -> None:
    values = {"for_whom": "Alla", "found_with": "Skolan", "theme": "transport"}
    need = entry(1, need="Tåg", first_three={"yes": True, "why": why}, **values)
    blocks = lay_out(paper(Material(rows={"analysis.needs.list": (need,)}))).blocks
    facts = (*NEEDS, ("Bland de tre första:", f"Ja. {why}"))
    if len(why) == 1:
        line = " ".join(f"{name} {words}." for name, words in facts)
        assert blocks[1:] == (Facts((("Tåg:", line),)),)
    else:
        assert blocks[1:] == (Title(2, "Tåg"), Facts(facts))


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
