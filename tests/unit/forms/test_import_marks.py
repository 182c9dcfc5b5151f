"""Marks of footnotes and words for nothing in the cells of a table."""

from __future__ import annotations

import pytest

from portal.forms.import_marks import is_footnote, says_nothing, without_mark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tillväxtenheten*", "Tillväxtenheten"),
        ("Tillväxtenheten **", "Tillväxtenheten"),
        ("Tillväxtenheten*)", "Tillväxtenheten"),
        ("Kommunen\u2020", "Kommunen"),
        ("Kommunen\u00b9", "Kommunen"),
        ("Kommunen 1)", "Kommunen"),
        ("Bad (etapp 1)", "Bad (etapp 1)"),
        ("Torg på 200 m\u00b2", "Torg på 200 m\u00b2"),
        ("Fyra km\u00b2", "Fyra km\u00b2"),
        ("Program\u00b2", "Program"),
        ("C* i natur", "C* i natur"),
        ("Etapp 1", "Etapp 1"),
    ],
)
def test_the_mark_of_a_footnote_is_left_off(text: str, expected: str) -> None:
    assert without_mark(text) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["*angivet för en grupp av tre åtgärder.", "", ""], True),
        (["", "\u2020 se bilagan"], True),
        (["1) se bilagan", ""], True),
        (["\u00b9 se bilagan", ""], True),
        (["*Bada", "Byalaget"], False),
        (["1) Bada"], False),
        (["1 Bada", ""], False),
        (["Bada*", ""], False),
    ],
)
def test_a_note_below_a_table_is_told_from_a_row(cells: list[str], expected: bool) -> None:
    assert is_footnote(cells) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ej angivet", True),
        ("Ej angivet.", True),
        ("Not stated", True),
        ("okänt*", True),
        ("saknas", True),
        ("\u2013", True),
        ("\u2015*", True),
        ("Vision saknas", False),
        ("Byalaget", False),
    ],
)
def test_words_for_nothing(text: str, expected: bool) -> None:
    assert says_nothing(text) is expected
