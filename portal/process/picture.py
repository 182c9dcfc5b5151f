"""Which picture a register makes: a mark of the definition. `portal.process.charts` computes what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.process.fields import Text


class PictureKind(StrEnum):
    """How the rows of a register are drawn.

    `tally`: how many rows have each answer. `coverage`: the same, as parts of a whole of which something is still
    missing. `quadrants`: the rows themselves, two by two. `matrix`: the rows by two figures, one across and one up.
    """

    TALLY = "tally"
    COVERAGE = "coverage"
    QUADRANTS = "quadrants"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class Axis:
    """A column of whole numbers and what it measures, in one word."""

    column: str
    name: Text


@dataclass(frozen=True, slots=True)
class Picture:
    """`by` is the choice that sorts the rows; a matrix has `across` and `up` instead, with a word for each of their
    levels, lowest first. `note` says how to read it, `empty` what will come here and how to begin."""

    kind: PictureKind
    title: Text
    empty: Text
    note: Text | None = None
    by: str | None = None
    across: Axis | None = None
    up: Axis | None = None
    levels: tuple[Text, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads, beside the title of a row."""
        axes = tuple(axis.column for axis in (self.across, self.up) if axis is not None)
        return axes if self.by is None else (self.by,)
