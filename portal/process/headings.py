"""The headings of a plan document: which parts of the plan stand under which, a set for each way to order a plan.

A key of the set is permanent like every other: addresses and documents name it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.process.fields import Text
from portal.process.material import Value, words_in


@dataclass(frozen=True, slots=True)
class Shows:
    """What stands under a heading: a section, question or register by its full key.

    Of a register it may be a selection: the rows with one of the `values` in `column`, those listed in advance as
    `presets`, or the `rest`, which is every row that no other heading of the set has selected.
    """

    key: str
    column: str | None = None
    values: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    rest: bool = False

    @property
    def selects(self) -> bool:
        return self.rest or bool(self.values or self.presets)

    def takes(self, preset: str | None, values: Collection[str]) -> bool:
        """Whether a row is selected by what it says: its preset, and the words in the column."""
        return preset in self.presets or any(word in self.values for word in values)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; without anything under it, it is left out of the document."""

    key: str
    title: Text
    shows: tuple[Shows, ...]

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class HeadingSet:
    """Headings in order. The first set of a definition is whole: everything in the plan stands under one of them."""

    key: str
    title: Text
    headings: tuple[Heading, ...]

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    def selections(self, register: str) -> tuple[Shows, ...]:
        """Every selection of a register's rows, wherever it stands in the set."""
        return tuple(s for h in self.headings for s in h.shows if s.key == register and s.selects)


def is_under(shows: Shows, selections: Collection[Shows], preset: str | None, row: dict[str, Value]) -> bool:
    """Whether a row of the register stands under this heading."""
    if not shows.selects:
        return True
    if shows.takes(preset, words_in(row.get(shows.column or ""))):
        return True
    others = (each for each in selections if each != shows)
    return shows.rest and not any(each.takes(preset, words_in(row.get(each.column or ""))) for each in others)
