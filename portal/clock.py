"""The portal's clock: one place to ask what time it is, so that tests can set it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date in Sweden, where all the places are."""
    return now().astimezone(STOCKHOLM).date()
