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


SIGNS = [chr(0x4E00 + number) for number in range(2490)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 2000 + "c", "b a " * 2000 + "d"),
        ("".join(f"{sign}!" for sign in SIGNS), "".join(f"{sign}?" for sign in SIGNS)),
    ],
    ids=["one word over and over", "each word a piece of its own"],
)
def test_a_text_made_to_keep_us_busy_is_told_as_replaced(before: str, after: str) -> None:
    """Comparing the first two would take the better part of a minute, a page full of the second kind as long."""
    pieces = compare_words(before, after)
    assert len(pieces) <= 4
    assert "".join(p.text for p in pieces if p.became is not ADDED) == before
    assert "".join(p.text for p in pieces if p.became is not REMOVED) == after


def test_prose_written_anew_is_still_compared() -> None:
    words = [f"ord{number % 400}" for number in range(800)]
    pieces = compare_words(" ".join(words), " ".join(reversed(words)))
    assert len(pieces) > 4
