"""What a place makes of a coach's words: which marks can be set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.process.marks import BECAUSE_LIMIT, Flaw, Mark, Marked, find_flaw, marked

LONG = "x" * BECAUSE_LIMIT
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mark", "because", "flaw"),
    [
        ("", "", None),  # taken back
        ("", LONG + "x", None),
        ("taken_up", "", None),
        ("taken_up", LONG + "x", None),  # what is not asked for is not kept, so it may be of any length
        ("parked", "", None),
        ("differently", "Vi har redan frågat dem.", None),
        ("differently", LONG, None),
        ("differently", LONG + "x", Flaw.TOO_LONG),
        ("differently", "", Flaw.NO_REASON),
        ("differently", " \n", Flaw.NO_REASON),
        ("done", "", Flaw.UNKNOWN),
        ("TAKEN_UP", "", Flaw.UNKNOWN),
    ],
)
def test_flaws(mark: str, because: str, flaw: Flaw | None) -> None:
    assert find_flaw(mark, because) is flaw


@pytest.mark.parametrize(
    ("mark", "is_settled"),
    [(None, False), (Mark.TAKEN_UP, True), (Mark.DIFFERENTLY, True), (Mark.PARKED, False)],
)
def test_what_is_parked_comes_up_again(mark: Mark | None, is_settled: bool) -> None:
    assert Marked(mark).is_settled is is_settled


def test_from_what_is_stored() -> None:
    assert marked(None, "", None, None) == Marked()
    found = marked("parked", "", "Processledare", NOON)
    assert found == Marked(Mark.PARKED, "", "Processledare", NOON)
    assert (found.stamp, Marked().stamp) == (NOON.isoformat(), "")
