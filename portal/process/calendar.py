"""Journey time: which month a place is in, and when things are due, with the pauses left out.

Months are counted from the day the journey started: month 1 begins that day. A stretch in which the journey is paused
does not count, so what is due after it moves by as many days.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A pause: from `since` up to, but not with, `until`; still going on while `until` is None."""

    since: date
    until: date | None = None

    def days(self, today: date) -> int:
        """How many days of it have passed."""
        return max((min(self.until or today, today) - self.since).days, 0)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of one journey, as they look on the day `today`."""

    starts_on: date
    months: int
    today: date
    pauses: Sequence[Stretch] = ()

    @property
    def month(self) -> int:
        """The month that the place is in, from 1 to `months`; 0 before the start."""
        if self.today < self.starts_on:
            return 0
        worked = self.today - timedelta(days=sum(p.days(self.today) for p in self.pauses))
        return min(whole_months(self.starts_on, max(worked, self.starts_on)) + 1, self.months)

    @property
    def ends_on(self) -> date:
        """The last day."""
        return self.due(self.months)

    @property
    def drawn_months(self) -> int:
        """How many calendar months the rail has to show: the agreed ones and those of the pauses."""
        after = self.ends_on + ONE_DAY
        months = whole_months(self.starts_on, after)
        return months if add_months(self.starts_on, months) == after else months + 1

    def after(self, months: int) -> date:
        """The first day after so many months of work."""
        return self._moved(add_months(self.starts_on, months))

    def due(self, month: int) -> date:
        """The last day of a month: what is due in month 9 is due on its last day."""
        return self._moved(add_months(self.starts_on, month) - ONE_DAY)

    def _moved(self, day: date) -> date:
        moved = day
        for pause in sorted(self.pauses, key=lambda p: p.since):
            if pause.since <= moved:
                moved += timedelta(
                    days=pause.days(self.today) if pause.until is None else (pause.until - pause.since).days
                )
        return moved


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(start: date, day: date) -> int:
    """How many whole months lie between two days; 0 when `day` is before `start`."""
    months = (day.year - start.year) * 12 + day.month - start.month
    if months > 0 and add_months(start, months) > day:
        months -= 1
    return max(months, 0)
