"""The portal's clock: one place to ask what time it is, so that tests can set it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date in Sweden, where all the places are."""
    return now().astimezone(STOCKHOLM).date()


def days_ago(days: int) -> datetime:
    """The same time of the day so many days ago in Sweden, in UTC: its date there is `today()` less the days,
    also across a change to summer time."""
    return (now().astimezone(STOCKHOLM) - timedelta(days=days)).astimezone(UTC)
