"""Journey time: months, due dates and pauses."""

from __future__ import annotations

from datetime import date

import pytest

from portal.process.calendar import Calendar, Stretch, add_months, whole_months

START = date(2026, 3, 1)


def calendar(today: date, *pauses: Stretch, start: date = START, months: int = 18) -> Calendar:
    return Calendar(start, months, today, pauses)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 2, 28), 0),
        (date(2026, 3, 1), 1),
        (date(2026, 3, 31), 1),
        (date(2026, 4, 1), 2),
        (date(2026, 10, 14), 8),
        (date(2027, 8, 31), 18),
        (date(2030, 1, 1), 18),
    ],
)
def test_month(today: date, month: int) -> None:
    assert calendar(today).month == month


def test_dates_without_a_pause() -> None:
    time = calendar(date(2026, 10, 14))
    assert time.due(9) == date(2026, 11, 30)
    assert time.after(9) == date(2026, 12, 1)
    assert time.ends_on == date(2027, 8, 31)
    assert time.drawn_months == 18


def test_a_pause_that_is_over_moves_what_comes_after_it() -> None:
    time = calendar(date(2026, 10, 14), Stretch(date(2026, 6, 1), date(2026, 7, 1)))
    assert time.month == 7
    assert time.due(2) == date(2026, 4, 30)
    assert time.due(9) == date(2026, 12, 30)
    assert time.ends_on == date(2027, 9, 30)
    assert time.drawn_months == 19


def test_a_pause_that_goes_on_grows_by_the_day() -> None:
    pause = Stretch(date(2026, 6, 1))
    assert [calendar(date(2026, day_month, 1), pause).month for day_month in (6, 7, 9)] == [4, 4, 4]
    assert calendar(date(2026, 6, 1), pause).due(9) == date(2026, 11, 30)
    assert calendar(date(2026, 6, 11), pause).due(9) == date(2026, 12, 10)


def test_a_pause_after_the_due_date_does_not_move_it() -> None:
    pauses = (Stretch(date(2026, 12, 10), date(2027, 1, 10)), Stretch(date(2026, 5, 1), date(2026, 5, 11)))
    time = calendar(date(2027, 2, 1), *pauses)
    assert time.due(9) == date(2026, 12, 10) + (date(2027, 1, 10) - date(2026, 12, 10))
    assert time.due(8) == date(2026, 11, 10)


def test_a_planned_pause_has_not_been_spent_yet() -> None:
    time = calendar(date(2026, 4, 1), Stretch(date(2026, 6, 1), date(2026, 7, 1)))
    assert time.month == 2
    assert time.ends_on == date(2027, 9, 30)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 3, 15), 18, date(2027, 9, 15)),
        (date(2026, 3, 15), 0, date(2026, 3, 15)),
    ],
)
def test_add_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_whole_months() -> None:
    assert whole_months(date(2026, 1, 31), date(2026, 2, 28)) == 1
    assert whole_months(date(2026, 1, 15), date(2026, 2, 14)) == 0
    assert whole_months(date(2026, 5, 1), date(2026, 1, 1)) == 0
