"""Rows of a register in words, for reading: what each column says to this reader, and what references are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal import policy
from portal.models import Row, User
from portal.policy import Workplace
from portal.process.schema import Audience, Column, Kind, Register, Text
from portal.process.shown import Naming, Shown, show
from portal.process.titles import titles_of
from portal.queries.attachments import files_of, list_attachments
from portal.queries.material import Written
from portal.queries.rows import list_rows_by_id, name_rows, referred
from portal.views.past_links import PastLink, row_past_link
from portal.web.language import current_language


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A column and what a row says in it. `label`: as its reader meets it. `is_team`: for the team alone."""

    column: Column
    shown: Shown
    label: Text
    is_team: bool

    @property
    def is_brief(self) -> bool:
        kind = self.column.kind
        dated = kind is Kind.DATE and self.column.required
        counted = kind is Kind.NUMBER and self.column.unit is not None
        return dated or counted or kind in (Kind.CHOICE, Kind.CHOICES, Kind.REFERENCE)


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A row for reading; its actions where the person may change it."""

    row: Row
    title: str
    cells: tuple[ShownCell, ...]
    editable: bool
    past: PastLink | None

    @property
    def brief(self) -> list[ShownCell]:
        """What says enough without its label, for one line below the title."""
        return [c for c in self.cells if c.is_brief and not c.is_team]

    @property
    def open_cells(self) -> list[ShownCell]:
        return [c for c in self.cells if not c.is_team and not c.is_brief]

    @property
    def team_cells(self) -> list[ShownCell]:
        return [c for c in self.cells if c.is_team]


def show_rows(
    user: User, workplace: Workplace, register: Register, written: Written, rows: Sequence[Row]
) -> list[ShownEntry]:
    """Rows in words, without the columns that are not for this reader."""
    circle = policy.reader(user, workplace.place) or Audience.PLAN
    lang = current_language()
    columns = [c for c in register.columns if c.audience.reaches(circle)]
    gone = _gone(workplace, register, written, rows)
    naming = Naming(lang, _names(workplace, register, written, gone, lang), _files(workplace, columns))
    titles = name_rows(workplace.process, rows, gone, written.material)
    return [
        ShownEntry(
            row=row,
            title=titles[row.id].of(lang),
            cells=tuple(_cells(register, columns, row, naming, circle)),
            editable=bool(policy.can_edit_row(user, workplace, register, row)),
            past=row_past_link(user, workplace, register, row),
        )
        for row in rows
    ]


def name_references(
    workplace: Workplace, register: Register, written: Written, rows: Iterable[Row], lang: str
) -> dict[int, str]:
    """What the rows that these rows refer to are called, removed ones too."""
    return _names(workplace, register, written, _gone(workplace, register, written, rows), lang)


def _names(
    workplace: Workplace, register: Register, written: Written, gone: Sequence[Row], lang: str
) -> dict[int, str]:
    found: dict[int, Text] = {}
    for key in {c.register for c in register.columns if c.register}:
        target = workplace.process.register(key)
        if target is not None:
            found |= titles_of(target, workplace.process, written.material)
    found |= name_rows(workplace.process, gone, (), written.material)
    return {i: title.of(lang) for i, title in found.items()}


def _cells(
    register: Register, columns: Iterable[Column], row: Row, naming: Naming, reader: Audience
) -> Iterable[ShownCell]:
    for column in columns:
        if column.name == register.title_column or not column.is_shown(row.values):
            continue
        shown = show(column, row.values.get(column.name), naming)
        if shown is not None:
            yield ShownCell(column, shown, column.label_for(reader), column.audience is Audience.TEAM)


def _gone(workplace: Workplace, register: Register, written: Written, rows: Iterable[Row]) -> list[Row]:
    return list_rows_by_id(workplace.journey, referred(register, rows) - written.row_ids)


def _files(workplace: Workplace, columns: Iterable[Column]) -> Mapping[str, Mapping[str, object]]:
    if not any(c.kind is Kind.ATTACHMENT for c in columns):
        return {}
    return files_of(list_attachments(workplace.journey))
