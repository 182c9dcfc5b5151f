"""Days in a table: a year or a month alone is enough, as plans often say no more, and a month may have its name."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.dates import get_month_names
from flask_babel import format_date
from flask_babel import gettext as _

from portal.forms.import_rows import Fault, ImportRow
from portal.forms.rows import words
from portal.process.material import Value
from portal.process.schema import Column, Register
from portal.text import fold

ROUGH = re.compile(r"([1-9][0-9]{3})(?:-(0?[1-9]|1[0-2]))?")
"""A year, or a year and a month."""
NAMED = re.compile(r"(?:([0-9]{1,2})\.? )?([^\W\d_]+)\.? ([1-9][0-9]{3})")
"""A month by its name, with a day or without: "1 juni 2027", "juni 2027"."""
SHORTEST = 3
"""Letters by which a month is told from the others."""
DAY = re.compile(r"[0-9]+-[0-9]+-[0-9]+|[0-9]{8}|[0-9]{4}")
"""What the field of a day can say more of."""


def read_day(row: ImportRow, register: Register, column: Column, text: str) -> str:
    """What a cell says, for the field that reads days; the row is told what is wrong with it. A year or a month alone
    is its first day, or its last where the column says when something ends."""
    text = text.strip()
    figures = _in_figures(text)
    rough = ROUGH.fullmatch(figures)
    if rough is not None:
        day = _whole(int(rough[1]), rough[2], is_end=column.name in (register.days or ())[1:])
        label, shown = words(column.label), format_date(day, "d MMMM y")
        row.notes.append(_("%(label)s: “%(text)s” is read as %(day)s.", label=label, text=text, day=shown))
        return day.isoformat()
    if not text or DAY.fullmatch(figures):
        return figures
    said = _(
        "“%(text)s” is no date. Write a day (2026-10-14), a month (2026-10) or a year (2026),"
        " or leave the cell empty.",
        text=text[:80],
    )
    row.faults.append(Fault(said, column))
    return ""


def is_day(text: str) -> bool:
    """Whether a cell looks like a day, a month or a year."""
    figures = _in_figures(text.strip())
    return bool(ROUGH.fullmatch(figures) or DAY.fullmatch(figures))


def out_of_order(register: Register, values: Mapping[str, Value]) -> list[Fault]:
    """That a row would end before it starts."""
    ends = register.column(register.days[1]) if register.days is not None else None
    if ends is None or not register.ends_too_early(values):
        return []
    return [Fault(_("This day is before the one on which it starts."), ends)]


def _in_figures(text: str) -> str:
    """A day or month whose month is named, in figures; anything else as it is."""
    named = NAMED.fullmatch(" ".join(text.split()))
    month = _month(fold(named[2])) if named is not None else None
    if named is None or month is None:
        return text
    return f"{named[3]}-{month:02}" + (f"-{int(named[1]):02}" if named[1] else "")


def _month(word: str) -> int | None:
    """The month whose name begins so, in Swedish or English: "sept", "juni"."""
    fits = (number for name, number in _months() if len(word) >= SHORTEST and name.startswith(word))
    return next(fits, None)


@cache
def _months() -> tuple[tuple[str, int], ...]:
    return tuple(
        (fold(name), number)
        for lang in ("sv", "en")
        for number, name in get_month_names("wide", locale=lang).items()
    )


def _whole(year: int, month: str | None, *, is_end: bool) -> date:
    if is_end:
        last = int(month or 12)
        return date(year, last, monthrange(year, last)[1])
    return date(year, int(month or 1), 1)
