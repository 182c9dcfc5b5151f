"""The XLSX, read back: goals and actions, typed, and no formula whatever people wrote."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from portal.documents import xlsx
from portal.process.action_answers import Said
from portal.process.material import Material
from portal.process.replies import Replies, Reply
from tests.plan_paper import ACTIONS, DECIDED, EDITION, GOALS, RECEIPT, entry, full, material, paper

FORMULAS = (
    "=1+1",
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "=cmd|' /C calc'!A0",
    "'=1",
    "{=1}",
)

_HEADS = (
    "Åtgärd|Mål|Läge|Ansvarig|Börjar|Klar senast|Kostnad|Det här behövs, och av vem|Det här ska den leda till"
)
HEADS = _HEADS.split("|")
DAY = datetime(2026, 11, 26)  # noqa: DTZ001  a day in a sheet has no zone


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_actions() -> None:
    book = opened(xlsx.write(paper()))
    assert book.sheetnames == ["Åtgärder", "Mål", "Om planen"]
    assert rows(book["Åtgärder"]) == [
        HEADS,
        [
            "Ny detaljplan Kroppefjäll",
            "1. Fler kan bo här",
            "Planerad",
            "Byalaget",
            datetime.fromisoformat("2027-01-01"),
            datetime.fromisoformat("2027-12-31"),
            120000,
            None,
            None,
        ],
        [
            "Sjön och skogen",
            "2. Sjön och skogen",
            "Pågår",
            None,
            datetime.fromisoformat("2027-03-01"),
            None,
            None,
            "Sjön och skogen",
            "Sjön och skogen",
        ],
        [
            "Pilgrimsleden",
            "2. Sjön och skogen",
            "Klar",
            None,
            None,
            datetime.fromisoformat("2026-08-01"),
            *[None] * 3,
        ],
        ["Tågstopp Dals Rostock", None, "Idé", *[None] * 6],
    ]


def test_goals() -> None:
    assert rows(opened(xlsx.write(paper()))["Mål"]) == [
        ["Nummer", "Mål", "Så märks det", "Ämne", "År"],
        [1, "Fler kan bo här", "Tomter till salu", "Boende", 2030],
        [2, "Sjön och skogen", "Sjön och skogen", None, None],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_typed_becomes_a_formula(text: str) -> None:
    book = opened(xlsx.write(full(text)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    typed = [cell for cell in cells if cell.value == text.strip()]
    assert len(typed) >= 3
    assert {cell.quotePrefix for cell in typed} == {text.strip()[0] in "=+-@"}


def test_the_team_s_own_words() -> None:
    edition = replace(EDITION, introduction="Hej!\n\n=1", stands_behind=("Sockenrådet", "Byalaget"))
    about = rows(opened(xlsx.write(paper(edition=edition)))["Om planen"])
    assert about[4] == ["De står bakom planen", "Sockenrådet\nByalaget"]
    assert about[-1] == ["Inledning", "Hej!\n\n=1"]


def test_the_municipality_s_answers_are_columns_of_their_own() -> None:
    replies = Replies((Reply(32, "Sjön", DECIDED),), RECEIPT)
    book = opened(xlsx.write(replace(paper(), replies=replies)))
    table = [row[len(HEADS) :] for row in rows(book["Åtgärder"])]
    answer = ["Gör det", "Beslutat", "Ja, gärna.", "Samhällsbyggnad"]
    days = [datetime(2027, 6, 30), None, datetime(2026, 12, 8), "KS § 12"]  # noqa: DTZ001  as above
    assert table[2] == answer + days
    assert [set(row) for row in (table[1], *table[3:])] == [{None}] * 3
    assert rows(book["Om planen"])[4:6] == [
        ["Kom in till kommunen", datetime(2026, 12, 1)],  # noqa: DTZ001  as above
        ["Diarienummer", "KS 2026/124"],
    ]


@pytest.mark.parametrize(
    ("outcome", "stage", "said"),
    [
        ("not_ours", "assessment", None),
        ("not_ours", "sent", "Skickat för beslut"),
        ("cannot", "assessment", "Tjänstepersonens bedömning"),
    ],
)
def test_what_is_not_the_municipality_s_is_no_assessment(outcome: str, stage: str, said: str | None) -> None:
    replies = Replies((Reply(32, "Sjön", Said(stage, outcome)),))
    book = opened(xlsx.write(replace(paper(), replies=replies)))
    assert book["Åtgärder"].cell(3, len(HEADS) + 2).value == said


def test_heads_stay_in_sight_and_the_file_says_its_title() -> None:
    book = opened(xlsx.write(paper(lang="en")))
    assert (book.properties.title, book.properties.language) == (
        "Local development plan for Dals Rostock",
        "en-GB",
    )
    assert [sheet.freeze_panes for sheet in book] == ["B2"] * 3
    assert [sheet.print_title_rows for sheet in book] == ["$1:$1"] * 3


def test_days_that_no_sheet_knows_are_text() -> None:
    sheet = opened(xlsx.write(paper(Material(rows={ACTIONS: (entry(1, action="A", start="0001-01-01"),)}))))[
        "Åtgärder"
    ]
    assert rows(sheet)[1] == ["A", None, None, "1 januari 1"]


def test_an_empty_plan_and_the_same_bytes() -> None:
    assert [rows(sheet) for sheet in opened(xlsx.write(paper(Material())))] == [
        [["Åtgärd", "Mål", "Läge"]],
        [["Nummer", "Mål"]],
        [["Plats", "Dals Rostock"], ["Kommun", "Mellerud"], ["Utgåva", 2], ["Dag", DAY]],
    ]
    assert xlsx.write(paper()) == xlsx.write(paper())
    assert GOALS in material().rows
