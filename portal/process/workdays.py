"""Working days in Sweden: not Saturdays, not Sundays, not public holidays, and not the eves that the law on annual
leave treats like Sundays (Midsummer Eve, Christmas Eve, New Year's Eve). Days that are only shorter count.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays.constants import DE_FACTO, PUBLIC
from holidays.countries.sweden import Sweden

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether people in Sweden are commonly at work that day."""
    return day.weekday() < _SATURDAY and day not in _days_off(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that is the `count`th after `day`, whatever kind of day that is; `day` itself for 0."""
    for _ in range(count):
        day += ONE_DAY
        while not is_working_day(day):
            day += ONE_DAY
    return day


def working_days_between(after: date, until: date) -> int:
    """How many working days lie after one day, up to and with another; 0 when `until` is not later."""
    return sum(is_working_day(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))


@cache
def _days_off(year: int) -> frozenset[date]:
    """A year's holidays, worked out once. A calendar that fills itself while it is asked would show another thread
    a year that is only half there.
    """
    return frozenset(Sweden(years=year, expand=False, categories=(PUBLIC, DE_FACTO)))
