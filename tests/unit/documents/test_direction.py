"""Which way a text runs, and what of it runs the other way; each word, figure and bracket stays where it was typed."""

from __future__ import annotations

import pytest

from portal.documents.direction import is_right_to_left, stretches
from tests.plan_paper import HOSTILE

RIGHT, LEFT = True, False


@pytest.mark.parametrize(
    ("text", "is_right"),
    [("مرحبا", True), ("12. שלום Byn", True), ("Hej مرحبا", False), ("12 …", False), ("", False)],
)
def test_the_first_letter_decides(text: str, is_right: bool) -> None:
    assert is_right_to_left(text) is is_right


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("مرحبا بالعالم 12!", [("مرحبا بالعالم 12!", RIGHT)]),
        ("שלום Vita Sannar 12, ייִדיש.", [("שלום ", RIGHT), ("Vita Sannar 12", LEFT), (", ייִדיש.", RIGHT)]),
        ("مرحبا (Byn) 3", [("مرحبا (", RIGHT), ("Byn", LEFT), (") 3", RIGHT)]),
        ("مرحبا Byn (norra) 3 مرحبا", [("مرحبا ", RIGHT), ("Byn (norra) 3", LEFT), (" مرحبا", RIGHT)]),
        ("مرحبا https://x.se/a?b=1", [("مرحبا ", RIGHT), ("https://x.se/a?b=1", LEFT)]),
    ],
)
def test_words_of_other_scripts_run_their_own_way(text: str, parts: list[tuple[str, bool]]) -> None:
    assert stretches(text) == parts


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(part for part, _way in stretches(text)) == text
