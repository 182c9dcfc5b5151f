"""Where a definition keeps what the work looks at, and when an action is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.process.definitions import find_definition
from portal.process.schema import Process
from portal.process.work import answered_registers, is_late, shape_of

TODAY = date(2026, 11, 26)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
def shipped() -> Process:
    return find_definition("hallbara-platser", 1)


def test_the_shape_is_found_by_role(shipped: Process) -> None:
    shape = shape_of(shipped)
    assert shape is not None
    columns = (shape.status, shape.goal, shape.starts_on, shape.ends_on)
    assert [column.name for column in columns if column is not None] == ["status", "goal", "start", "end"]
    assert shape.status is not None
    assert [option.key for option in shape.status.options if option.ended] == ["done", "dropped"]
    values = {"status": "done", "goal": [7], "start": "2027-01-01", "end": "soon"}
    assert (shape.goal_of(values), shape.days_of(values)) == (7, (date(2027, 1, 1), None))
    assert (shape.status_of(values), shape.status_of({})) == (shape.status.option("done"), None)
    assert (shape.goal_of({}), shape.days_of({})) == (None, (None, None))


def test_what_an_action_may_answer(shipped: Process) -> None:
    keys = [register.key for register in answered_registers(shipped)]
    assert keys == ["ideas", "analysis.swot.statements", "analysis.needs.list", "analysis.obstacles.list"]


@pytest.mark.parametrize(
    ("status", "ends_on", "follow_up", "late"),
    [
        (None, None, None, False),
        ("planned", TODAY, TODAY, False),
        ("planned", YESTERDAY, None, True),
        (None, YESTERDAY, None, True),
        ("under_way", TOMORROW, YESTERDAY, True),
        ("done", YESTERDAY, YESTERDAY, False),
        ("dropped", YESTERDAY, YESTERDAY, False),
    ],
)
def test_late(
    shipped: Process, status: str | None, ends_on: date | None, follow_up: date | None, late: bool
) -> None:
    shape = shape_of(shipped)
    assert shape is not None
    option = shape.status_of({"status": status}) if status else None
    assert is_late(option, ends_on, follow_up, TODAY) is late
