"""A row of a table as it would be saved: what it says, what is wrong with it and where that can be put right."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.forms.rows import said_of, words
from portal.process.material import Value
from portal.process.schema import Column
from portal.text import fold


@dataclass(frozen=True, slots=True)
class Fault:
    """What must be put right first; `column`: in which, if it is the matter of one."""

    said: str
    column: Column | None = None

    @property
    def words(self) -> str:
        """With the column's label before it."""
        return self.said if self.column is None else said_of(words(self.column.label), self.said)


@dataclass(frozen=True, slots=True)
class Mend:
    """A cell that is put right where it is shown. `place`: its column in the table, from 0; `options`: the words to
    choose among, none where one types; `said`: what is wrong with it; `is_for_all`: a new name, put right wherever the
    same stands; `chosen`: the option that is; `rest`: words that stay in the cell beside it, if they go elsewhere."""

    place: int
    column: Column
    text: str
    options: tuple[str, ...]
    said: tuple[str, ...]
    is_for_all: bool = False
    chosen: str = ""
    rest: str = ""


@dataclass(slots=True)
class ImportRow:
    """A row of the table. `names`: by column of references, the ids that are chosen and the names that would become
    new rows. `notes`: what is good to know; `doubts`: columns of which they ask whether that is meant. `mends`: the
    cells in which faults and doubts can be put right. Without `is_wanted` it is left out, whatever it says; `is_aside`:
    it looks like a note to the table, which is left out unless somebody takes it in."""

    number: int
    title: str = ""
    cells: list[tuple[Column, str]] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    names: dict[str, tuple[list[int], list[str]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)
    mends: list[Mend] = field(default_factory=list)
    is_wanted: bool = True
    is_aside: bool = False

    @property
    def is_ready(self) -> bool:
        return self.is_wanted and not self.faults

    @property
    def is_wrong(self) -> bool:
        return self.is_wanted and bool(self.faults)

    @property
    def others(self) -> list[tuple[str, str]]:
        """What it says in the cells that need no mending."""
        shown = {mend.column.name for mend in self.mends}
        return [(words(column.label), text) for column, text in self.cells if column.name not in shown]

    @property
    def loose(self) -> list[Fault]:
        """Faults that no cell of the table shows."""
        shown = {mend.column.name for mend in self.mends}
        return [f for f in self.faults if f.column is None or f.column.name not in shown]


@dataclass(frozen=True, slots=True)
class Coming:
    """Names of rows that the same file brings: `ready` are saved with the rest, `wrong` have to be put right first.
    `titles`: all of them as they are written."""

    ready: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()


def coming_from(rows: Sequence[ImportRow]) -> Coming:
    return Coming(
        frozenset(fold(row.title) for row in rows if row.title and row.is_ready),
        frozenset(fold(row.title) for row in rows if row.title and row.is_wrong),
        tuple(row.title for row in rows if row.title and row.is_wanted),
    )


def stamp(tables: Iterable[tuple[str, Sequence[ImportRow]]]) -> str:
    """What could be saved, in short: the same as long as it is what somebody has looked at, rows that are left out or
    taken in on that page included. `tables`: the key of a register, and its rows."""
    said = [(key, [(row.values, row.names) for row in rows if not row.faults]) for key, rows in tables]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
