"""When digests leave and reminders are made: by the clock in Sweden, whatever summer time does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from portal.clock import STOCKHOLM
from portal.notifications.groups import Frequency

DAILY_AT = time(17)
WEEKLY_AT = time(7)
REMINDING_FROM = time(8)
MONDAY = 0
DAY = timedelta(days=1)


def due_at(frequency: Frequency, at: datetime) -> datetime:
    """When a notice of this moment leaves: itself at once, else the next digest after it. In UTC."""
    if frequency is Frequency.NOW:
        return at
    hour = DAILY_AT if frequency is Frequency.DAILY else WEEKLY_AT
    day = at.astimezone(STOCKHOLM).date()
    while True:
        # From the date each time: a day is not always 24 hours. In UTC: within a zone Python compares wall clocks.
        moment = datetime.combine(day, hour, STOCKHOLM).astimezone(UTC)
        if moment > at and (frequency is Frequency.DAILY or day.weekday() == MONDAY):
            return moment
        day += DAY


def reminding_day(at: datetime) -> date:
    """The newest day whose reminders may be made at this moment: from eight in the morning it is today."""
    there = at.astimezone(STOCKHOLM)
    return there.date() if there.time() >= REMINDING_FROM else there.date() - DAY
