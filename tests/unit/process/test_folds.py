"""Saves as people think of them: runs of one person, with ten minutes at most from one to the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.process.folds import Save, fold, single

START = datetime(2026, 10, 14, 18, tzinfo=UTC)


def saves(*told: tuple[int, float] | tuple[int, float, bool]) -> list[Save]:
    """From (who, minutes since the start, whether it removes the row)."""
    return [
        Save(version, by, START + timedelta(minutes=minutes), bool(removes))
        for version, (by, minutes, *removes) in enumerate(told, 1)
    ]


@pytest.mark.parametrize(
    ("told", "folds"),
    [
        ([], []),
        ([(1, 0)], [[1]]),
        ([(1, 0), (1, 10)], [[1, 2]]),
        ([(1, 0), (1, 10.02)], [[1], [2]]),
        ([(1, 0), (1, 9), (1, 18), (1, 27)], [[1, 2, 3, 4]]),  # from one save to the next, not from the first
        ([(1, 0), (2, 1), (1, 2)], [[1], [2], [3]]),
        ([(1, 0), (1, 1), (2, 2), (2, 3), (1, 4)], [[1, 2], [3, 4], [5]]),
        ([(1, 0), (1, 1, True), (1, 2), (1, 3)], [[1], [2], [3, 4]]),
    ],
)
def test_folds(told: list[tuple[int, float]], folds: list[list[int]]) -> None:
    assert [[save.version for save in found.saves] for found in fold(saves(*told))] == folds


def test_a_fold_changed_what_the_one_before_it_left() -> None:
    assert [f.before for f in fold(saves((1, 0), (1, 1), (2, 2), (1, 3)))] == [None, 2, 3]
    assert [f.before for f in single(saves((1, 0), (1, 1), (2, 2)))] == [None, 1, 2]


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 30), st.booleans()), max_size=30))
def test_no_save_is_left_out_and_none_is_shown_twice(told: list[tuple[int, float, bool]]) -> None:
    minutes = 0.0
    timed = [(by, minutes := minutes + pause, removes) for by, pause, removes in told]
    for folded in (fold(saves(*timed)), single(saves(*timed))):
        assert [save.version for f in folded for save in f.saves] == list(range(1, len(told) + 1))
        assert all(len({save.by for save in f.saves}) == 1 for f in folded)
