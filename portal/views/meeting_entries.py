"""What has been written in a register as it stands on a meeting's screen: the newest first, each to be put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_login import current_user

from portal.forms.rows import RowForm, build_row_form
from portal.models import Row, User
from portal.policy import Workplace
from portal.process.material import Value, has_value
from portal.process.meeting import Line
from portal.process.schema import Column, Kind, Option, Register, Text
from portal.queries.material import get_written
from portal.queries.rows import Use, list_rows, list_rows_by_id, name_rows, referred
from portal.views.meeting_links import meeting_of
from portal.views.register_blocks import just_removed, references_for
from portal.web.language import current_language

SHOWN = 60
"""Entries of a group on the screen; older ones stand in the form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row by its title, and what was chosen beside it."""

    row: Row
    title: str
    chosen: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries with the same choice; `option` is None where the list is not divided. `total`: also those not shown."""

    option: Option | None
    entries: Sequence[Entry]
    total: int


@dataclass(slots=True)
class Entries:
    """What `meetings/_entries.html` draws. `newest` was just added or changed (`to_newest`: it takes focus); `changing`
    is being changed by `form`; `undo` was just removed; `asked` is used elsewhere (`uses`), so people are asked before
    it is removed. `said` is read aloud."""

    workplace: Workplace
    register: Register
    line: Line
    groups: Sequence[Group]
    total: int
    here: str
    newest: int | None = None
    to_newest: bool = False
    changing: int | None = None
    form: RowForm | None = None
    undo: Entry | None = None
    asked: Entry | None = None
    uses: Sequence[Use] = ()
    said: str = ""

    @property
    def hidden(self) -> int:
        return sum(group.total - len(group.entries) for group in self.groups)

    @property
    def rests(self) -> bool:
        """True while something waits for the person: then the list does not renew itself."""
        return self.changing is not None or self.asked is not None or self.undo is not None


def make_entries(workplace: Workplace, register: Register, line: Line, rows: Sequence[Row]) -> Entries:
    """`rows`: the register's rows. Queries: the names that titles refer to, and the row that was just removed."""
    own = sorted((r for r in rows if r.preset_key is None), key=lambda r: r.id, reverse=True)
    removed = just_removed(current_user, workplace, register)
    names = _names(workplace, register, [*own, *([removed] if removed else [])])
    entries = Entries(
        workplace=workplace,
        register=register,
        line=line,
        groups=_groups(line, [_entry(line, row, names) for row in own]),
        total=len(own),
        here=meeting_of(workplace, register),
        newest=_asked_for("row", own),
        changing=_asked_for("change", own),
        undo=_entry(line, removed, names) if removed is not None else None,
    )
    if entries.changing is not None:
        row = next(r for r in own if r.id == entries.changing)
        entries.form = line_form(workplace, register, line, row=row)
    return entries


def list_entries(workplace: Workplace, register: Register, line: Line) -> Entries:
    return make_entries(workplace, register, line, list_rows(workplace.journey, register.key))


def entry_of(workplace: Workplace, register: Register, line: Line, row: Row) -> Entry:
    """A row by itself, also one that has been removed. One query at most."""
    return _entry(line, row, _names(workplace, register, [row]))


def _entry(line: Line, row: Row, names: Mapping[int, str]) -> Entry:
    beside = [c for c in line.choices if c is not line.groups]
    chosen = [words for c in beside if (words := _chosen(c, row.values.get(c.name)))]
    return Entry(row, names.get(row.id, ""), chosen)


def line_form(
    workplace: Workplace,
    register: Register,
    line: Line,
    formdata: Any = None,
    *,
    row: Row | None = None,
    values: Mapping[str, Value] | None = None,
) -> RowForm:
    """The title and the choices alone, of a new row or of one that is there."""
    refers = line.title.kind is Kind.REFERENCE
    references = (
        references_for(current_user, workplace, register, get_written(workplace.journey), row)
        if refers
        else {}
    )
    return build_row_form(
        register,
        references,
        values=row.values if row is not None else values,
        formdata=formdata,
        version=row.version if row is not None else 0,
        columns=line.columns,
    )


def kept_choices(user: User, line: Line, rows: Sequence[Row]) -> dict[str, Value]:
    """What the person chose for their last entry; to begin with, the first option of what every entry needs."""
    own = [r for r in rows if r.created_by == user.id and r.preset_key is None]
    last = max(own, key=lambda r: r.id, default=None)
    kept: dict[str, Value] = {}
    for column in line.choices:
        value = last.values.get(column.name) if last is not None else None
        if not has_value(value) and column.required and column.options:
            value = column.options[0].key
        if has_value(value):
            kept[column.name] = value
    return kept


def _names(workplace: Workplace, register: Register, rows: Sequence[Row]) -> dict[int, str]:
    lang = current_language()
    title = register.column(register.title_column)
    refers = title is not None and title.kind is Kind.REFERENCE
    others = list_rows_by_id(workplace.journey, referred(register, rows)) if refers else []
    named: Mapping[int, Text] = name_rows(workplace.process, rows, others)
    return {row: words.of(lang) for row, words in named.items()}


def _groups(line: Line, entries: Sequence[Entry]) -> list[Group]:
    column = line.groups
    if column is None:
        return [Group(None, entries[:SHOWN], len(entries))]
    found = []
    for option in column.options:
        mine = [e for e in entries if e.row.values.get(column.name) == option.key]
        found.append(Group(option, mine[:SHOWN], len(mine)))
    keys = {option.key for option in column.options}
    rest = [e for e in entries if e.row.values.get(column.name) not in keys]
    return [*found, Group(None, rest[:SHOWN], len(rest))] if rest else found


def _chosen(column: Column, value: Value) -> str:
    option = column.option(value) if isinstance(value, str) else None
    return option.label.of(current_language()) if option is not None else ""


def _asked_for(name: str, rows: Sequence[Row]) -> int | None:
    """The row that the address names, if it is one of these."""
    asked = request.args.get(name, "")
    return next((r.id for r in rows if str(r.id) == asked), None)
