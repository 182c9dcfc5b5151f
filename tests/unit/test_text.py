"""Typed text: what stays together in a line."""

from __future__ import annotations

import pytest

from portal.text import unbroken


@pytest.mark.parametrize(
    ("typed", "together"),
    [
        ("40 000 kr från kommunen", "40_000_kr från kommunen"),
        ("1 250 000", "1_250_000"),
        ("SEK 18,000 or 5 km, 20 % (3 ha)", "SEK_18,000 or 5_km, 20_% (3_ha)"),
        ("5 krafter, 3 mål och 12 hus", "5 krafter, 3 mål och 12 hus"),
        ("2026 100 personer, 0700 000 000", "2026 100 personer, 0700 000 000"),
        ("100 200 300 400 500", "100 200 300 400 500"),
    ],
)
def test_a_number_keeps_its_parts_and_its_unit(typed: str, together: str) -> None:
    assert unbroken(typed) == together.replace("_", "\u00a0")
