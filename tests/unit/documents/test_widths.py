"""Columns are shared by what stands in them, and a word is broken only where it has to be."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from pypdf import PdfReader

from portal.documents import docx, pdf
from portal.documents.blocks import Layout, Table
from portal.documents.layout import lay_out
from portal.documents.widths import shares
from tests.plan_paper import paper

LONG = "Det som står i den här kolumnen tar mer än en rad. " * 3
OFFICE = "Samhällsbyggnadsförvaltningen"


def holding(table: Table) -> Layout:
    return replace(lay_out(paper()), blocks=(table,))


@pytest.mark.parametrize(
    ("heads", "row", "taken"),
    [
        (("Tjänst", "Hot", "Annat", "Råd"), ("Drivmedel", LONG, LONG, LONG), (13, 25, 25, 25)),
        (("Plan", "År", "Kommentarer"), ("Detaljplan för hela Kroppefjäll", "2014", ""), (35, 8, 17)),
        (("Plan", "Vem"), ("x", "y" * 400), (8, 44)),
        (("", ""), ("", ""), (4, 4)),
    ],
)
def test_each_column_has_room_for_its_longest_word(
    heads: tuple[str, ...], row: tuple[str, ...], taken: tuple[int, ...]
) -> None:
    assert shares((heads, row)) == taken


def test_the_word_file_shares_the_page_so() -> None:
    table = Table("Tjänster", ("Tjänst", "Hot"), (("Drivmedel", LONG),))
    found = Document(io.BytesIO(docx.write(holding(table)))).tables[0]
    first, second = (column.width or 0 for column in found.columns)
    assert round(second / first, 2) == round(44 / 13, 2)


def test_the_name_of_an_office_is_parted_between_its_words() -> None:
    heads, texts = ("Åtgärd", "Ansvarig", "Annat"), ("Badplatsen", OFFICE, "x")
    table = Table("Åtgärder", heads, (texts,), (100, 24, 26))
    pages = PdfReader(io.BytesIO(pdf.write(holding(table)))).pages
    lines = pages[-1].extract_text().split("\n")
    assert [line for line in lines if "förvaltning" in line] == ["förvaltningen"]
