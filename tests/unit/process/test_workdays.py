"""Working days of Sweden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.process.workdays import add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))

FREE = [
    "2026-01-01",  # New Year's Day
    "2026-01-06",  # Epiphany
    "2026-04-03",  # Good Friday
    "2026-04-06",  # Easter Monday
    "2026-05-01",  # May Day
    "2026-05-14",  # Ascension Day
    "2025-06-06",  # National Day
    "2026-06-19",  # Midsummer Eve
    "2026-12-24",  # Christmas Eve
    "2026-12-25",  # Christmas Day
    "2024-12-26",  # Second Day of Christmas
    "2026-12-31",  # New Year's Eve
    "2026-11-28",  # a Saturday
    "2026-11-29",  # a Sunday
]

WORKED = [
    "2026-01-05",  # Twelfth Night
    "2026-04-02",  # Maundy Thursday
    "2026-04-30",  # Walpurgis Night
    "2026-05-15",  # the Friday after Ascension Day
    "2026-10-30",  # All Saints' Eve
    "2026-12-23",
    "2026-12-28",
    "2026-11-26",
]


@pytest.mark.parametrize(
    ("day", "expected"), [(day, False) for day in FREE] + [(day, True) for day in WORKED]
)
def test_is_working_day(day: str, expected: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2024, 251), (2025, 249), (2026, 251), (2027, 253), (2028, 251)],
)
def test_working_days_of_a_year(year: int, expected: int) -> None:
    assert working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == expected


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-26", 0, "2026-11-26"),
        ("2026-11-28", 0, "2026-11-28"),  # none added: even a Saturday stays
        ("2026-11-26", 1, "2026-11-27"),
        ("2026-11-27", 1, "2026-11-30"),  # over a weekend
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2026-04-02", 1, "2026-04-07"),  # over Easter
        ("2026-06-18", 1, "2026-06-22"),  # over Midsummer
        ("2026-12-23", 5, "2027-01-05"),  # over Christmas and New Year: 28, 29, 30 December, 4, 5 January
    ],
)
def test_add_working_days(day: str, count: int, expected: str) -> None:
    assert add_working_days(date.fromisoformat(day), count) == date.fromisoformat(expected)


@given(DAYS, st.integers(0, 60))
def test_what_is_added_lies_between(day: date, count: int) -> None:
    later = add_working_days(day, count)
    assert working_days_between(day, later) == count
    assert count == 0 or is_working_day(later)


@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_spans_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    parts = working_days_between(day, middle) + working_days_between(middle, end)
    assert parts == working_days_between(day, end)


@given(DAYS, st.integers(0, 90))
def test_nothing_lies_between_a_day_and_an_earlier_one(day: date, back: int) -> None:
    assert working_days_between(day, day - timedelta(days=back)) == 0
