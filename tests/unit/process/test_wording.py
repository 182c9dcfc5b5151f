"""How one text became another: what is told makes up both texts, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.process.wording import Became, Piece, compare_words

KEPT, REMOVED, ADDED = Became
TEXTS = st.text(st.sampled_from("abå \n.,🎉"), max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", ()),
        ("Badet", "Badet", ((KEPT, "Badet"),)),
        ("", "Badet", ((ADDED, "Badet"),)),
        ("Badet", "", ((REMOVED, "Badet"),)),
        (
            "Vi har en affär och en mack.",
            "Vi har en lanthandel och en mack.",
            ((KEPT, "Vi har en "), (REMOVED, "affär"), (ADDED, "lanthandel"), (KEPT, " och en mack.")),
        ),
        ("Badet är bra", "Badet är mycket bra", ((KEPT, "Badet är "), (ADDED, "mycket "), (KEPT, "bra"))),
        ("Ett\n\nTvå", "Ett\nTvå", ((KEPT, "Ett"), (REMOVED, "\n\n"), (ADDED, "\n"), (KEPT, "Två"))),
    ],
)
def test_words(before: str, after: str, told: tuple[tuple[Became, str], ...]) -> None:
    assert compare_words(before, after) == tuple(Piece(became, text) for became, text in told)


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert "".join(p.text for p in pieces if p.became is not ADDED) == before
    assert "".join(p.text for p in pieces if p.became is not REMOVED) == after
    assert all(p.text for p in pieces)


def test_a_text_made_to_keep_us_busy_is_told_as_replaced() -> None:
    """One word over and over would take the better part of a minute to compare."""
    before, after = "a b " * 2000 + "c", "b a " * 2000 + "d"
    assert compare_words(before, after) == (Piece(REMOVED, before), Piece(ADDED, after))
