"""What stands in a register's picture: the rows sorted by what they say, counted and named, for one reader.

Pure: a definition's register and what a place has written go in; templates draw what comes out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.process.material import Entry, Material, Value, words_in
from portal.process.picture import Picture, PictureKind
from portal.process.schema import Audience, Column, Preset, Register
from portal.process.shown import Naming, ShownOption, show


@dataclass(frozen=True, slots=True)
class Mark:
    """A row in a picture. `row` is its id; None for a `preset` that nobody has judged."""

    name: str
    row: int | None = None
    preset: Preset | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The rows with one answer; `hint` is the option's."""

    option: ShownOption
    hint: str
    marks: tuple[Mark, ...]

    @property
    def names(self) -> str:
        """The rows' names in a line."""
        return names_of(self.marks)


@dataclass(frozen=True, slots=True)
class Spot:
    """A row with its place in a matrix: levels from 0, the lowest. `number` counts in the order of the rows."""

    mark: Mark
    number: int
    across: int
    up: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix: what it measures `across` and `up`, a word a level (lowest first), and the rows that have both."""

    across: str
    up: str
    levels: tuple[str, ...]
    spots: tuple[Spot, ...]

    @property
    def rows(self) -> tuple[tuple[int, tuple[tuple[Spot, ...], ...]], ...]:
        """From the top: the level, and what stands in each of its cells."""
        steps = range(len(self.levels))
        return tuple(
            (up, tuple(tuple(s for s in self.spots if (s.across, s.up) == (across, up)) for across in steps))
            for up in reversed(steps)
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """`groups` in the order of the options, also those that nothing stands in; a matrix has a `grid` instead.
    `left` is what has no place yet: rows without an answer, and core presets that nobody has judged. `told` names the
    columns that it says by itself."""

    key: str
    kind: PictureKind
    title: str
    note: str
    empty: str
    groups: tuple[Group, ...]
    left: tuple[Mark, ...]
    told: frozenset[str]
    grid: Grid | None = None

    @property
    def id(self) -> str:
        """Unique on a page that shows each register once."""
        return f"chart-{self.key.replace('.', '-')}"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What has its place."""
        if self.grid is not None:
            return tuple(spot.mark for spot in self.grid.spots)
        return tuple(mark for group in self.groups for mark in group.marks)

    @property
    def is_empty(self) -> bool:
        return not self.marks

    @property
    def total(self) -> int:
        return len(self.marks) + len(self.left)

    @property
    def is_listed(self) -> bool:
        """True if some of the rows are listed in advance, and so are judged."""
        return any(mark.preset for mark in (*self.marks, *self.left))

    @property
    def left_names(self) -> str:
        return names_of(self.left)


Marked = tuple[Mark, Mapping[str, Value]]
"""A mark and what its row says."""


def chart_of(register: Register, material: Material, naming: Naming, reader: Audience) -> Chart | None:
    """The picture of a register, or None: it makes none, it is "not relevant here", or the reader's circle may not
    read a column that the picture needs. `naming.labels` names rows, those of the register or those referred to."""
    picture = register.picture
    if picture is None or material.given(register.key).is_given:
        return None
    columns = [c for n in (register.title_column, *picture.columns) if (c := register.column(n)) is not None]
    if not all(column.audience.reaches(reader) for column in columns):
        return None
    marked = _marked(register, material.entries(register.key), naming)
    groups: tuple[Group, ...] = ()
    grid = None
    if picture.kind is PictureKind.MATRIX:
        grid = _grid(register, picture, marked, naming.lang)
        placed = {spot.mark for spot in grid.spots}
    else:
        groups = _groups(columns[1], marked, naming.lang)
        placed = {mark for group in groups for mark in group.marks}
    # An extra preset without an answer is nothing that is left to do.
    left = (m for m, _values in marked if m not in placed and (m.preset is None or m.preset.is_core))
    return Chart(
        key=register.key,
        kind=picture.kind,
        title=picture.title.of(naming.lang),
        note=picture.note.of(naming.lang) if picture.note else "",
        empty=picture.empty.of(naming.lang),
        groups=groups,
        left=tuple(left),
        told=frozenset(column.name for column in columns),
        grid=grid,
    )


def names_of(marks: Sequence[Mark]) -> str:
    """Names in running text: those of the definition begin with a small letter, but for the first."""
    return ", ".join(
        mark.name[:1].lower() + mark.name[1:] if mark.preset and place else mark.name
        for place, mark in enumerate(marks)
    )


def _marked(register: Register, entries: Sequence[Entry], naming: Naming) -> list[Marked]:
    """Presets in the definition's order, judged or not; then people's own rows in theirs."""
    stored = {entry.preset: entry for entry in entries}
    marked: list[Marked] = []
    for preset in register.presets:
        entry = stored.get(preset.key)
        mark = Mark(preset.title.of(naming.lang), entry.id if entry else None, preset)
        marked.append((mark, entry.values if entry else {}))
    own = [e for e in entries if e.preset is None or register.preset(e.preset) is None]
    return marked + [(Mark(_name(register, entry, naming), entry.id), entry.values) for entry in own]


def _name(register: Register, entry: Entry, naming: Naming) -> str:
    column = register.column(register.title_column)
    name = naming.labels.get(entry.id, "")
    if not name and column is not None:
        shown = show(column, entry.values.get(column.name), naming)
        name = shown.text if shown is not None else ""
    return name or f"{register.one.of(naming.lang)} {entry.id}"


def _groups(column: Column, marked: Sequence[Marked], lang: str) -> tuple[Group, ...]:
    return tuple(
        Group(
            ShownOption(option.key, option.label.of(lang), option.tone),
            option.hint.of(lang) if option.hint else "",
            tuple(mark for mark, values in marked if option.key in words_in(values.get(column.name))),
        )
        for option in column.options
    )


def _grid(register: Register, picture: Picture, marked: Sequence[Marked], lang: str) -> Grid:
    across, up = picture.across, picture.up
    assert across is not None  # noqa: S101  the loader has seen to both
    assert up is not None  # noqa: S101  as above
    spots: list[Spot] = []
    for mark, values in marked:
        x, y = _level(register, across.column, values), _level(register, up.column, values)
        if x is not None and y is not None:
            spots.append(Spot(mark, len(spots) + 1, x, y))
    levels = tuple(level.of(lang) for level in picture.levels)
    return Grid(across.name.of(lang), up.name.of(lang), levels, tuple(spots))


def _level(register: Register, name: str, values: Mapping[str, Value]) -> int | None:
    """The level that a figure stands for: the nearest one, within the column's bounds."""
    column, value = register.column(name), values.get(name)
    if column is None or column.minimum is None or column.maximum is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    inside = min(max(value, column.minimum), column.maximum)
    return math.floor(inside - column.minimum + 0.5)
