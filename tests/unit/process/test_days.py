"""Years that are slips: refused in forms, drawn at the edge of a picture."""

from __future__ import annotations

from datetime import date

import pytest

from portal.process.days import EARLIEST, LATEST_DRAWN, Ends, is_strange, within_reach

TODAY = date(2026, 11, 26)
MAY, JUNE = date(2027, 5, 1), date(2028, 6, 30)
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)


@pytest.mark.parametrize(
    ("day", "strange"),
    [
        (date(202, 5, 1), True),
        (date(1899, 12, 31), True),
        (date(1900, 1, 1), False),
        (TODAY, False),
        (date(2126, 12, 31), False),
        (date(2127, 1, 1), True),
        (LAST, True),
    ],
)
def test_a_year_that_is_a_slip(day: date, strange: bool) -> None:
    assert is_strange(day, TODAY) is strange


@pytest.mark.parametrize(
    ("spans", "drawn"),
    [
        ([(MAY, JUNE), (None, JUNE)], [(MAY, JUNE), (None, JUNE)]),
        ([(FIRST, LAST), (MAY, JUNE)], [(MAY, JUNE), (MAY, JUNE)]),
        ([(FIRST, JUNE), (LAST, None)], [(JUNE, JUNE), (JUNE, None)]),
        ([(FIRST, LAST)], [(EARLIEST, LATEST_DRAWN)]),
        ([], []),
    ],
)
def test_what_cannot_be_meant_stands_at_the_edge(spans: list[Ends], drawn: list[Ends]) -> None:
    assert within_reach(spans) == drawn
