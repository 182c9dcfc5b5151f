"""Registers: lists of rows with typed columns, some of them pre-listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.process.fields import Column, Example, Kind, Need, Text
from portal.process.picture import Picture


@dataclass(frozen=True, slots=True)
class Preset:
    """A pre-listed row that is answered with one tap; stored only once it has been answered.

    `hides` names columns that are neither asked nor stored for this row: some groups of people are never counted.
    """

    key: str
    title: Text
    need: Need
    hint: Text | None = None
    hides: tuple[str, ...] = ()

    @property
    def is_core(self) -> bool:
        return self.need is Need.CORE


@dataclass(frozen=True, slots=True)
class Register:
    """A list of rows with typed columns.

    `at_least` is how many rows make a core register complete (ignored where there are presets: then each core preset
    must be judged in the `tap` column). `title_column` names a row in lists. `own_rows` lets people add rows beside
    the presets. `one` is what a single row is called ("organisation"). `role` marks what features look for: members,
    goals, actions, services, voices, log, organisations, ideas, needs, swot, obstacles. `picture` is what its rows are
    drawn as.
    """

    key: str
    title: Text
    one: Text
    columns: tuple[Column, ...]
    need: Need
    title_column: str
    intro: Text | None = None
    guidance: Text | None = None
    example: Example | None = None
    empty: Text | None = None
    add: Text | None = None
    presets: tuple[Preset, ...] = ()
    tap: str | None = None
    at_least: int = 1
    own_rows: bool = True
    role: str | None = None
    picture: Picture | None = None

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def is_core(self) -> bool:
        return self.need is Need.CORE

    @property
    def is_place_wide(self) -> bool:
        return "." not in self.key

    @property
    def takes_names(self) -> bool:
        """True if a row needs nothing but its title, and that is a text: it can be added by its name alone."""
        title = self.column(self.title_column)
        is_text = title is not None and title.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT)
        return is_text and self.own_rows and not any(c.required and c is not title for c in self.columns)

    @property
    def days(self) -> tuple[str, str] | None:
        """The columns that say when a row's matter starts and ends; None unless it has both."""
        found = {column.role: column.name for column in self.columns}
        start, end = found.get("starts_on"), found.get("ends_on")
        return (start, end) if start is not None and end is not None else None

    def ends_too_early(self, values: Mapping[str, object]) -> bool:
        """Whether it would end before it starts."""
        start, end = (values.get(name) for name in self.days or ("", ""))
        return isinstance(start, str) and isinstance(end, str) and end < start

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name == name), None)

    def preset(self, key: str) -> Preset | None:
        return next((p for p in self.presets if p.key == key), None)
