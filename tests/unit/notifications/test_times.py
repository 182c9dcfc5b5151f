"""When digests leave: by the clock in Sweden, also over the change to and from summer time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import STOCKHOLM
from portal.notifications.groups import Frequency
from portal.notifications.times import due_at

DIGESTS = (Frequency.DAILY, Frequency.WEEKLY)
# From 2024 to 2032: each year's changes lie in it, as do leap days.
moments = st.integers(1_704_067_200, 1_988_150_400).map(lambda second: datetime.fromtimestamp(second, UTC))
near_a_change = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(
        [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]  # Sundays, at night
    ),
    st.integers(-3 * 24 * 60, 3 * 24 * 60),
)
LONGEST = {Frequency.DAILY: timedelta(hours=25), Frequency.WEEKLY: timedelta(days=7, hours=1)}


@given(moments | near_a_change, st.sampled_from(DIGESTS))
def test_the_next_digest(at: datetime, frequency: Frequency) -> None:
    due = due_at(frequency, at)
    there = due.astimezone(STOCKHOLM)
    assert due.tzinfo is UTC
    assert timedelta(0) < due - at <= LONGEST[frequency]
    wanted = (17, 0) if frequency is Frequency.DAILY else (7, 0)
    assert (there.hour, there.minute, there.second, there.microsecond) == (*wanted, 0, 0)
    assert frequency is Frequency.DAILY or there.weekday() == 0


@given(moments | near_a_change, moments | near_a_change, st.sampled_from(DIGESTS))
def test_what_came_first_leaves_no_later(one: datetime, other: datetime, frequency: Frequency) -> None:
    first, second = sorted([one, other])
    assert due_at(frequency, first) <= due_at(frequency, second)


@given(moments | near_a_change, st.sampled_from(DIGESTS))
def test_nothing_lies_between(at: datetime, frequency: Frequency) -> None:
    """A moment before it leaves, it is still that digest; at the moment itself it is the next one."""
    due = due_at(frequency, at)
    assert due_at(frequency, due - timedelta(microseconds=1)) == due
    assert due_at(frequency, due) > due


@given(moments)
def test_at_once_is_at_once(at: datetime) -> None:
    assert due_at(Frequency.NOW, at) == at


@pytest.mark.parametrize(
    ("frequency", "at", "due"),
    [
        (Frequency.DAILY, "2026-03-28T17:30+01:00", "2026-03-29T17:00+02:00"),
        (Frequency.DAILY, "2026-10-24T17:30+02:00", "2026-10-25T17:00+01:00"),
        (Frequency.DAILY, "2026-11-26T16:59+01:00", "2026-11-26T17:00+01:00"),
        (Frequency.DAILY, "2026-11-26T17:00+01:00", "2026-11-27T17:00+01:00"),
        (Frequency.WEEKLY, "2026-03-23T07:00+01:00", "2026-03-30T07:00+02:00"),
        (Frequency.WEEKLY, "2026-10-25T23:00+01:00", "2026-10-26T07:00+01:00"),
        (Frequency.WEEKLY, "2026-12-28T08:00+01:00", "2027-01-04T07:00+01:00"),
    ],
)
def test_by_hand(frequency: Frequency, at: str, due: str) -> None:
    assert due_at(frequency, datetime.fromisoformat(at)) == datetime.fromisoformat(due)
