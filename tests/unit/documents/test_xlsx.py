"""The XLSX, read back: goals and actions, typed, and no formula whatever people wrote."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from portal.documents import xlsx
from portal.process.material import Material
from tests.plan_paper import ACTIONS, GOALS, entry, material, paper

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
    "Åtgärd|Mål|Status|Ansvarig|Börjar|Klar senast|Kostnad|Det här behövs, och av vem|Vad ska det leda till?"
)
HEADS = _HEADS.split("|")


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_actions() -> None:
    book = opened(xlsx.write(paper()))
    assert book.sheetnames == ["Åtgärder", "Mål"]
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
        ["Nummer", "Mål", "Hur märks det?", "Ämne", "Vilket år?"],
        [1, "Fler kan bo här", "Tomter till salu", "Boende", 2030],
        [2, "Sjön och skogen", "Sjön och skogen", None, None],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_typed_becomes_a_formula(text: str) -> None:
    book = opened(xlsx.write(paper(material(text))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    typed = [cell for cell in cells if cell.value == text.strip()]
    assert len(typed) >= 3
    assert {cell.quotePrefix for cell in typed} == {text.strip()[0] in "=+-@"}


def test_heads_stay_in_sight_and_the_file_says_its_title() -> None:
    book = opened(xlsx.write(paper(lang="en")))
    assert (book.properties.title, book.properties.language) == (
        "Local development plan for Dals Rostock",
        "en-GB",
    )
    assert [sheet.freeze_panes for sheet in book] == ["B2", "B2"]
    assert [sheet.print_title_rows for sheet in book] == ["$1:$1", "$1:$1"]


def test_days_that_no_sheet_knows_are_text() -> None:
    sheet = opened(xlsx.write(paper(Material(rows={ACTIONS: (entry(1, action="A", start="0001-01-01"),)}))))[
        "Åtgärder"
    ]
    assert rows(sheet)[1] == ["A", None, None, "1 januari 1"]


def test_an_empty_plan_and_the_same_bytes() -> None:
    assert [rows(sheet) for sheet in opened(xlsx.write(paper(Material())))] == [
        [["Åtgärd", "Mål", "Status"]],
        [["Nummer", "Mål"]],
    ]
    assert xlsx.write(paper()) == xlsx.write(paper())
    assert GOALS in material().rows
