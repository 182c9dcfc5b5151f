"""Notes of progress in an edition: only of actions that it holds, and none in editions from before them."""

from __future__ import annotations

from datetime import date

import pytest

from portal.process.action_progress import Progress, count_new, freeze_progress, read_progress
from portal.process.definitions import find_definition

COPY = {"rows": {"action_plan.actions.list": [{"id": 7}, {"id": 8}]}}
NOTE = {"day": "2026-10-17", "text": "Samråd hölls"}
NEXT = {"day": "2026-11-02", "text": "Granskning"}
LINES = [
    (7, date(2026, 10, 17), "Samråd hölls"),
    (9, date(2026, 11, 1), "Borttagen"),
    (7, date(2026, 11, 2), "Granskning"),
]


def test_frozen_and_read_again() -> None:
    frozen = freeze_progress(find_definition("hallbara-platser", 1), COPY, LINES)
    assert frozen == {"7": [NOTE, NEXT]}
    assert read_progress({"progress": frozen}) == {
        7: (Progress(date(2026, 10, 17), "Samråd hölls"), Progress(date(2026, 11, 2), "Granskning"))
    }
    assert read_progress({"copy": {}}) == {}
    assert freeze_progress(find_definition("hallbara-platser", 1), {"rows": {}}, LINES) == {}


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ({}, 2),
        ({"progress": {}}, 2),
        ({"progress": {"7": [NOTE]}}, 1),
        ({"progress": {"7": [NOTE, NEXT]}}, 0),
    ],
)
def test_what_an_older_edition_does_not_have(before: dict[str, object], new: int) -> None:
    assert count_new(before, {"7": [NOTE, NEXT]}) == new
