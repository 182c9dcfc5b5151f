"""What a journey's team is to be reminded of on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.process.calendar import Calendar
from portal.process.fields import Text
from portal.process.gate import CheckpointState
from portal.process.schema import Process

AHEAD = timedelta(days=14)
"""How long before its day the checkpoint is reminded of."""
LATEST = timedelta(days=60)
"""A reminder that is older than this, because nothing ran, is left out."""
TO_SUBMIT = frozenset({CheckpointState.NOT_SUBMITTED, CheckpointState.COMPLETE_FIRST})


@dataclass(frozen=True, slots=True)
class Due:
    """`key` is said once in a journey; `link` is the key of what it leads to. With a `month` it is one of the
    definition's reminders, else it is the checkpoint's `day`."""

    key: str
    title: Text
    link: str
    day: date
    month: int | None = None


def due_on(process: Process, calendar: Calendar, state: CheckpointState, day: date) -> Iterator[Due]:
    """What is due on this day or was a while ago; what has been said already, the caller knows."""
    for reminder in process.reminders:
        first = calendar.after(reminder.month)
        if first <= day <= first + LATEST:
            key = f"month:{reminder.month}:{reminder.link or ''}"
            yield Due(key, reminder.title, reminder.link or "", first, reminder.month)
    checkpoint = process.checkpoint
    last = calendar.due(checkpoint.due_month)
    if state in TO_SUBMIT and last - AHEAD <= day <= last:
        yield Due("checkpoint", checkpoint.title, checkpoint.key, last)
