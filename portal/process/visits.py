"""Since when something is new to somebody: a visit lasts a while, and what it shows does not vanish as it is shown."""

from __future__ import annotations

from datetime import datetime, timedelta

VISIT = timedelta(minutes=30)


def is_over(looked_at: datetime, moment: datetime) -> bool:
    """Whether the visit that began then is over, so that the next look begins another one."""
    return moment - looked_at >= VISIT


def new_since(looked_at: datetime, previous_at: datetime | None, moment: datetime) -> datetime | None:
    """The look that what is new is told against: during a visit the one before it, else the latest. None on a first
    visit: everything is new then, and nothing needs to be told.

    Counted from the beginning of a visit: what was saved during it may be told once more, but never too little.
    """
    return looked_at if is_over(looked_at, moment) else previous_at
