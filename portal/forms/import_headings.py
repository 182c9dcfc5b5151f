"""Which column of a register a heading of a table names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from portal.process.schema import Column, Kind, Text
from portal.text import fold

READ = (
    Kind.SHORT_TEXT,
    Kind.LONG_TEXT,
    Kind.NUMBER,
    Kind.YEAR,
    Kind.DATE,
    Kind.CHOICE,
    Kind.LINK,
    Kind.REFERENCE,
)
"""Kinds whose value fits in one cell."""
_AFTER = re.compile(r"[/(:?*]")


def importable_columns(columns: Sequence[Column]) -> list[Column]:
    return [c for c in columns if c.kind in READ]


def match_columns(
    columns: Sequence[Column], headings: Sequence[str], also: Mapping[str, Sequence[Text]]
) -> list[str]:
    """For each heading the column that it names, in either language or by a synonym; nothing for one that names none,
    or one that is taken. `also`: what a column may be called beside its label."""
    named: dict[str, Column] = {}
    for column in columns:
        for text in (column.label, column.read_as, *also.get(column.name, ())):
            for said in (text.sv, text.en) if text is not None else ():
                named.setdefault(_plain(said), column)
    for column in columns:
        for said in (column.name, *column.synonyms):
            named.setdefault(_plain(said), column)
    found: list[str] = []
    for heading in headings:
        meant = named.get(_plain(heading)) or named.get(_plain(_AFTER.split(heading)[0]))
        is_free = meant is not None and (meant.name not in found or takes_several(meant))
        found.append(meant.name if meant is not None and is_free else "")
    return found


def takes_several(column: Column) -> bool:
    """Whether several columns of a table can go to it: a long text has room for each, with its heading."""
    return column.kind is Kind.LONG_TEXT


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()
