"""The list on the page of a place-wide register: searched, sorted, a page at a time, summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from portal.process.schema import Kind, Register
from portal.queries.paging import SIZE, Page
from portal.text import fold, sort_key
from portal.views.register_blocks import RegisterBlock
from portal.views.shown_rows import ShownEntry
from portal.web.paging import page_number

QUERY_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Layout:
    """What was asked for (`query`, `sort`), what can be, and the sums: (how many, of what)."""

    query: str
    sort: str
    sorts: Sequence[tuple[str, str]]
    sums: Sequence[tuple[float, str]]


def lay_out(block: RegisterBlock, row_id: int | None = None) -> Layout:
    """Gives the block its page: that of the address, or the one on which the row stands."""
    query = request.args.get("q", "")[:QUERY_LIMIT].strip()
    sorts = sorts_of(block.register)
    asked = request.args.get("sort", "")
    sort = asked if asked in dict(sorts) else sorts[0][0]
    found = arrange(block.entries, block.register, query, sort)
    block.page = _page_of(found, str(row_id or request.args.get("row", "")))
    block.movable = sort == "given" and not query
    return Layout(query, sort, sorts, sums_of(block))


def sorts_of(register: Register) -> list[tuple[str, str]]:
    """The orders that the list can have; the first is the usual one."""
    orders = [("given", _("In your own order")), ("name", _("By name"))]
    return [("date", _("Latest first")), *orders] if date_column(register) else orders


def date_column(register: Register) -> str | None:
    """The required date that a register's rows are about, if they have one."""
    return next((c.name for c in register.columns if c.kind is Kind.DATE and c.required), None)


def arrange(entries: Sequence[ShownEntry], register: Register, query: str, sort: str) -> list[ShownEntry]:
    """The entries that hold every word that was searched for, in the order that was asked for."""
    words = fold(query).split()
    found = [e for e in entries if all(word in _searched(e) for word in words)]
    if sort == "name":
        return sorted(found, key=lambda e: sort_key(e.title))
    column = date_column(register)
    if sort == "date" and column:
        return sorted(found, key=lambda e: (str(e.row.values.get(column, "")), e.row.id), reverse=True)
    return found


def sums_of(block: RegisterBlock) -> list[tuple[float, str]]:
    """Of the log: how many entries, and the sum of each number with a unit, of what the person may read."""
    if block.register.role != "log" or not block.entries:
        return []
    sums: dict[str, float] = {}
    words: dict[str, str] = {}
    for entry in block.entries:
        # Only what is shown to this reader is counted.
        for cell in entry.cells:
            if cell.column.kind is Kind.NUMBER and cell.shown.unit is not None:
                sums[cell.column.name] = sums.get(cell.column.name, 0) + (cell.shown.number or 0)
                words[cell.column.name] = cell.shown.unit
    ordered = [c.name for c in block.register.columns if c.name in sums]
    return [(len(block.entries), _("entries")), *((sums[name], words[name]) for name in ordered)]


def _searched(entry: ShownEntry) -> str:
    return fold(" ".join([entry.title, *(f"{c.shown.text} {c.shown.why}" for c in entry.cells)]))


def _page_of(found: Sequence[ShownEntry], row_id: str) -> Page[ShownEntry]:
    number = page_number()
    for place, entry in enumerate(found):
        if str(entry.row.id) == row_id:
            number = place // SIZE + 1
    number = min(number, max(1, -(-len(found) // SIZE)))
    return Page(found[(number - 1) * SIZE : number * SIZE], number, len(found))
