"""What is new is told against the visit before, and does not vanish as it is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.process.visits import VISIT, is_over, new_since

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)


@pytest.mark.parametrize(
    ("ago", "previous", "since"),
    [
        (timedelta(0), None, None),
        (timedelta(0), LONG_AGO, LONG_AGO),
        (VISIT - timedelta(seconds=1), LONG_AGO, LONG_AGO),
        (VISIT, LONG_AGO, NOW - VISIT),
        (VISIT, None, NOW - VISIT),
        (timedelta(days=2), LONG_AGO, NOW - timedelta(days=2)),
    ],
)
def test_since_when_it_is_new(ago: timedelta, previous: datetime | None, since: datetime | None) -> None:
    assert new_since(NOW - ago, previous, NOW) == since
    assert is_over(NOW - ago, NOW) is (ago >= VISIT)
