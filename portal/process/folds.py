"""The saves of one answer or row as people think of them: what one person wrote in one go is one change.

A fold is a run of saves by one person, each within ten minutes of the one before it; an evening of writing without a
longer pause is one fold. Removing a row and bringing it back are always changes of their own. What is stored is never
folded: the single saves can be opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

GAP = timedelta(minutes=10)
"""The longest pause within a fold, from one save to the next."""


@dataclass(frozen=True, slots=True)
class Save:
    """One save. `by` is who saved, as an id; `removes`: it removed the row."""

    version: int
    by: int
    at: datetime
    removes: bool = False


@dataclass(frozen=True, slots=True)
class Fold:
    """Saves that are shown as one change, the oldest first; `before`: the version that they changed, if it is kept."""

    saves: tuple[Save, ...]
    before: int | None

    @property
    def first(self) -> Save:
        return self.saves[0]

    @property
    def last(self) -> Save:
        return self.saves[-1]


def fold(saves: Iterable[Save]) -> list[Fold]:
    """The folds of saves given in the order of their versions, the oldest first."""
    runs: list[list[Save]] = []
    for save in saves:
        if runs and _goes_on(runs[-1][-1], save):
            runs[-1].append(save)
        else:
            runs.append([save])
    return _folds(runs)


def single(saves: Iterable[Save]) -> list[Fold]:
    """Each save as a change of its own."""
    return _folds([[save] for save in saves])


def _folds(runs: list[list[Save]]) -> list[Fold]:
    befores = [None, *(run[-1].version for run in runs)]
    return [Fold(tuple(run), before) for run, before in zip(runs, befores, strict=False)]


def _goes_on(last: Save, save: Save) -> bool:
    return last.by == save.by and save.at - last.at <= GAP and not (last.removes or save.removes)
