"""Which column of a table goes where: as its headings say, or as somebody has chosen; and what of it goes nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from portal.errors import InvalidError
from portal.forms.import_cells import is_said, parted
from portal.forms.import_headings import importable_columns, match_columns
from portal.forms.import_marks import says_nothing
from portal.forms.import_texts import TAKES_WORDS
from portal.policy import Workplace
from portal.process.schema import Column, Register, Text
from portal.services import tables
from portal.views.register_blocks import writable_columns

SHOWN = 3
"""Cells that are quoted of those that are not taken."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Cells of a column of the table that are not taken as it stands. `column`: where the others go, None where the
    whole column goes nowhere; `to`: where these go, if that is chosen."""

    place: int
    heading: str
    cells: Sequence[tuple[int, str]]
    column: Column | None = None
    to: Column | None = None

    @property
    def shown(self) -> Sequence[tuple[int, str]]:
        return self.cells[:SHOWN]

    @property
    def rest(self) -> int:
        return len(self.cells) - len(self.shown)


def choose_columns(
    workplace: Workplace, before: str, register: Register, columns: Sequence[Column], headings: Sequence[str]
) -> tuple[list[str], dict[int, Column]]:
    """Where each column of the table goes, and where words of it that do not fit; as chosen, as long as the headings
    and the register are those that it was chosen for. `before`: what the names of its fields begin with."""
    sent, known = request.form, {c.name: c for c in columns}
    chosen_for = sent.get(f"{before}for", register.key)
    if sent.get(f"{before}headings") != one_line(headings) or chosen_for != register.key:
        return match_columns(columns, headings, _also(workplace, columns)), {}
    places = range(len(headings))
    mapping = [name if (name := sent.get(f"{before}to-{n}", "")) in known else "" for n in places]
    words = {c.name: c for c in word_columns(register, columns)}
    chosen = ((n, sent.get(f"{before}else-{n}", "")) for n in places)
    return mapping, {n: words[name] for n, name in chosen if name in words}


def word_columns(register: Register, columns: Sequence[Column]) -> list[Column]:
    """Those that take any words: all texts but the one that names a row."""
    return [c for c in columns if c.kind in TAKES_WORDS and c.name != register.title_column]


def list_leftovers(
    columns: Sequence[Column],
    table: tables.Table,
    numbers: Sequence[int],
    mapping: Sequence[str],
    elsewhere: dict[int, Column],
) -> list[Leftover]:
    """What is not taken unless somebody chooses where it goes: whole columns, and words where a day, a number or an
    option is asked for."""
    by_name = {c.name: c for c in columns}
    found = []
    for place, (heading, name) in enumerate(zip(table[0], mapping, strict=True)):
        column = by_name.get(name)
        rows = zip(numbers[1:], table[1:], strict=True)
        cells = [(number, row[place]) for number, row in rows if row[place]]
        to = elsewhere.get(place) if column is not None else None
        if column is None:
            left = [(n, text) for n, text in cells if not says_nothing(text)]
        elif to is None:
            left = [(n, text) for n, text in cells if not is_said(column, text)]
        else:
            left = [(n, rest) for n, text in cells if (rest := parted(column, text)[1])]
        if left:
            label = heading or _("Column %(number)s, without a heading", number=place + 1)
            found.append(Leftover(place, label, left, column, to))
    return found


def fit(workplace: Workplace, text: str, register: Register) -> int:
    """How many columns of the register a table names; none if it does not name its rows."""
    columns = importable_columns(writable_columns(current_user, workplace, register))
    try:
        named = match_columns(columns, tables.read_text(text)[0], _also(workplace, columns))
    except InvalidError:
        return 0
    return len([name for name in named if name]) if register.title_column in named else 0


def one_line(headings: Sequence[str]) -> str:
    return " | ".join(" ".join(heading.split()) for heading in headings)


def _also(workplace: Workplace, columns: Sequence[Column]) -> dict[str, list[Text]]:
    """A column that alone refers to a register may be called what the register calls a row: the goal of an action."""
    found: dict[str, list[Text]] = {}
    referring = [c.register or "" for c in columns]
    for column in columns:
        target = workplace.process.register(column.register or "")
        title = target.column(target.title_column) if target is not None else None
        if target is not None and title is not None and referring.count(target.key) == 1:
            found[column.name] = [title.label]
    return found
