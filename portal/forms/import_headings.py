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
    """For each heading the column that it names, in either language; nothing for one that names none or comes twice.
    `also`: what a column may be called beside its label."""
    named: dict[str, str] = {}
    for column in columns:
        for text in (column.label, column.read_as, column.name, *also.get(column.name, ())):
            for said in (text,) if isinstance(text, str) else (text.of("sv"), text.of("en")) if text else ():
                named.setdefault(_plain(said), column.name)
    found: list[str] = []
    for heading in headings:
        name = named.get(_plain(heading)) or named.get(_plain(_AFTER.split(heading)[0])) or ""
        found.append("" if name in found else name)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()
