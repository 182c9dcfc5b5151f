"""Days are days in Sweden."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from portal.clock import STOCKHOLM, days_ago, today


@pytest.mark.parametrize("moment", ["2026-11-26T22:30:00Z", "2026-11-26T12:00:00Z", "2026-06-30T22:30:00Z"])
@pytest.mark.parametrize("days", [0, 1, 120, 400])
def test_so_many_days_ago_is_another_day_by_as_many(moment: str, days: int) -> None:
    """Half past eleven in winter is half past twelve, a day later, where only hours are counted back into summer."""
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        assert days_ago(days).astimezone(STOCKHOLM).date() == today() - timedelta(days=days)
