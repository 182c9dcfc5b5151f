"""Sets of headings from their tables."""

from __future__ import annotations

from collections.abc import Iterable

from portal.process.build_fields import refuse_repeats
from portal.process.headings import Heading, HeadingSet, Shows
from portal.process.reader import Table

ROOT = "plan"


def build_heading_sets(tables: Iterable[Table]) -> tuple[HeadingSet, ...]:
    return tuple(_build_set(table) for table in tables)


def _build_set(table: Table) -> HeadingSet:
    key = f"{ROOT}.{table.key('set')}"
    found = HeadingSet(
        key=key,
        title=table.text("title"),
        headings=tuple(_build_heading(each, key) for each in table.tables("headings")),
    )
    table.done()
    if not found.headings:
        table.refuse("headings", "needs at least one heading")
    refuse_repeats(table, "headings", (heading.name for heading in found.headings))
    return found


def _build_heading(table: Table, parent: str) -> Heading:
    heading = Heading(
        key=f"{parent}.{table.key('key')}",
        title=table.text("title"),
        shows=(
            *(Shows(key) for key in table.find_strings("shows")),
            *(_build_selection(each) for each in table.find_tables("selects")),
        ),
    )
    table.done()
    if not heading.shows:
        table.refuse("shows", "needs at least one section, question or register")
    return heading


def _build_selection(table: Table) -> Shows:
    selection = Shows(
        key=table.string("register"),
        column=table.key("column") if "column" in table else None,
        values=table.find_strings("values"),
        presets=table.find_strings("presets"),
        rest=table.flag("rest", False),
    )
    table.done()
    if not selection.selects:
        table.refuse("register", "selects nothing: name column and values, presets, or rest")
    if bool(selection.values) != (selection.column is not None):
        table.refuse("column", "goes with values")
    return selection
