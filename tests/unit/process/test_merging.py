"""Two versions of a text put together: nothing of either is left out, and nothing alike is said twice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.process.merging import PARAGRAPHS_COMPARED, put_together

WORDS = re.compile(r"\w+")
TEXTS = st.text(st.sampled_from("abå \n.,"), max_size=60)


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        ("", "", ""),
        ("Badet", "", "Badet"),
        ("", "Badet", "Badet"),
        ("Badet", "Badet", "Badet"),
        ("Badet och skolan", "Badet", "Badet och skolan"),
        ("Badet", "Badet och skolan", "Badet och skolan"),
        ("Kroppefjäll", "Brunnsparken", "Brunnsparken\n\nKroppefjäll"),
        ("Ett\n\nMitt", "Ett\n\nDeras", "Ett\n\nDeras\n\nMitt"),
        ("Ett\nMitt", "Ett\nDeras", "Ett\nDeras\nMitt"),
        ("Ett\n\nTvå\n\nTre, och mer", "Noll\n\nEtt\n\nTre", "Noll\n\nEtt\n\nTvå\n\nTre, och mer"),
        ("Badet. Skolan.", "Badet. Affären.", "Badet. Affären.\n\nBadet. Skolan."),
    ],
)
def test_both_texts_and_nothing_twice(mine: str, theirs: str, together: str) -> None:
    assert put_together(mine, theirs) == together


@given(TEXTS, TEXTS)
def test_no_word_is_lost(mine: str, theirs: str) -> None:
    together = set(WORDS.findall(put_together(mine, theirs)))
    assert set(WORDS.findall(mine)) | set(WORDS.findall(theirs)) == together


def test_very_many_paragraphs_are_put_one_after_the_other() -> None:
    mine, theirs = ("\n".join(f"{who}{n}" for n in range(PARAGRAPHS_COMPARED + 1)) for who in "md")
    assert put_together(mine, theirs) == f"{theirs}\n\n{mine}"
