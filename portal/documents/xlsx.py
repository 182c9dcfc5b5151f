"""Goals and actions as XLSX. What people wrote is always text: nothing that begins with = + - @ is ever a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from portal.documents.packing import still
from portal.documents.replies import outcome, stage
from portal.documents.words import say, value
from portal.documents.xml import LOCALES, safe
from portal.errors import N_
from portal.process.action_answers import Said, Stage
from portal.process.document import Cell as Given
from portal.process.plan import Action, Goal
from portal.process.plan_document import PlanDocument
from portal.process.replies import Receipt
from portal.process.schema import Kind

Value = str | float | date | None
FORMULA = re.compile(r"\s*[=+\-@\t]")
WIDE, NARROW = 40, 16
LONGEST = 32_767
"""Characters that a cell can hold, by the format; an answer has 5,000 at most unless the definition says otherwise."""
REPLY_HEADS = (
    N_("The municipality's answer"),
    N_("How far has the matter come?"),
    N_("Why"),
    N_("Who answers for it"),
    N_("By when"),
    N_("Sent for decision on"),
    N_("Decided on"),
    N_("Reference"),
)
STAGES: dict[str, str] = {
    Stage.ASSESSMENT: N_("The officer's assessment"),
    Stage.SENT: N_("Sent for decision"),
    Stage.DECIDED: N_("Decision taken"),
}
FIRST_YEAR = 1900
"""Of days in a sheet; an earlier one is text."""


def write(document: PlanDocument) -> bytes:
    book = Workbook()
    lang, edition = document.lang, document.edition
    properties = book.properties
    properties.title = safe(say(lang, N_("Local development plan for %(place)s"), place=edition.place))[:255]
    properties.creator, properties.language = safe(edition.place)[:255], LOCALES[lang]
    properties.created = datetime(edition.day.year, edition.day.month, edition.day.day, 12, tzinfo=UTC)
    sheet = book.worksheets[0]
    plan = document.plan
    _fill(sheet, say(lang, N_("Actions")), _with_replies(_actions(plan.actions, plan.goals, lang), document))
    _fill(book.create_sheet(), say(lang, N_("Goals")), _goals(plan.goals, lang))
    _fill(book.create_sheet(), say(lang, N_("About the plan")), _about(document))
    made = io.BytesIO()
    book.save(made)
    return still(made.getvalue(), edition.day)


def _about(document: PlanDocument) -> list[list[Value]]:
    """What the front page says, and the team's introduction."""
    lang, edition = document.lang, document.edition
    facts: list[tuple[str, Value]] = [
        (N_("Municipality"), edition.municipality),
        (N_("Edition"), edition.number),
        (N_("Day"), edition.day),
        *_receipt(document.replies.receipt),
        (N_("They stand behind the plan"), "\n".join(document.behind)),
        (N_("Vision"), document.vision),
        (N_("Introduction"), edition.introduction),
    ]
    heads: list[Value] = [say(lang, N_("Place")), edition.place]
    rows: list[list[Value]] = [[say(lang, name), told] for name, told in facts if told]
    return [heads, *rows]


def _actions(listed: Sequence[Action], goals: Sequence[Goal], lang: str) -> list[list[Value]]:
    names = {goal.number: f"{goal.number}. {goal.title}" for goal in goals}
    facts = _columns([(*_theme(action.theme), *action.facts) for action in listed])
    heads: list[Value] = [
        say(lang, N_("Action")),
        say(lang, N_("Goal")),
        say(lang, N_("Status")),
        *facts.values(),
    ]
    rows: list[list[Value]] = [
        [
            action.title,
            names.get(action.goal or 0, ""),
            action.status.label if action.status else "",
            *_facts((*_theme(action.theme), *action.facts), facts, lang),
        ]
        for action in listed
    ]
    return [heads, *rows]


def _receipt(receipt: Receipt | None) -> list[tuple[str, Value]]:
    if receipt is None:
        return []
    return [
        (N_("Came in to the municipality"), receipt.received_on),
        (N_("Registry number"), receipt.registry_number),
    ]


def _with_replies(rows: list[list[Value]], document: PlanDocument) -> list[list[Value]]:
    """The table with what the municipality has answered, in columns of its own, if it has answered any action."""
    lang, plan = document.lang, document.plan
    found = [document.replies.to(action.id) for action in plan.actions]
    if not any(found):
        return rows
    nothing: list[Value] = [None] * len(REPLY_HEADS)
    said = [_said(reply.said, lang) if reply is not None else nothing for reply in found]
    heads: list[Value] = [say(lang, name) for name in REPLY_HEADS]
    return [[*row, *more] for row, more in zip(rows, [heads, *said], strict=True)]


def _said(said: Said, lang: str) -> list[Value]:
    return [
        outcome(said, lang),
        _stage(said, lang),
        said.because,
        said.function,
        said.by_when,
        said.sent_on,
        said.decided_on,
        said.reference,
    ]


def _stage(said: Said, lang: str) -> str:
    """In a word, where there is anything to say of it."""
    if not stage(said, lang):
        return ""
    return say(lang, STAGES[said.stage]) if said.stage in STAGES else said.stage


def _goals(goals: Sequence[Goal], lang: str) -> list[list[Value]]:
    said = [(*_theme(goal.how_seen), *_theme(goal.theme), *goal.facts) for goal in goals]
    facts = _columns(said)
    heads: list[Value] = [say(lang, N_("Number")), say(lang, N_("Goal")), *facts.values()]
    rows: list[list[Value]] = [
        [goal.number, goal.title, *_facts(cells, facts, lang)]
        for goal, cells in zip(goals, said, strict=True)
    ]
    return [heads, *rows]


def _theme(cell: Given | None) -> tuple[Given, ...]:
    return (cell,) if cell is not None else ()


def _columns(rows: Sequence[Sequence[Given]]) -> dict[str, str]:
    """The columns in which something stands, by name, with their labels."""
    return {cell.column.name: cell.column.label for cells in rows for cell in cells}


def _facts(cells: Sequence[Given], columns: dict[str, str], lang: str) -> Iterator[Value]:
    given = {cell.column.name: cell for cell in cells}
    for name in columns:
        cell = given.get(name)
        yield _typed(cell, lang) if cell is not None else None


def _typed(cell: Given, lang: str) -> Value:
    """Dates and numbers as such, so that they can be sorted and added; everything else as text."""
    shown = cell.shown
    if shown is None:
        return None
    if shown.kind is Kind.DATE and shown.day is not None and shown.day.year > FIRST_YEAR:
        return shown.day
    if shown.kind in (Kind.NUMBER, Kind.YEAR) and shown.number is not None:
        return shown.number
    return value(shown, lang)


def _fill(sheet: Worksheet, title: str, rows: Sequence[Sequence[Value]]) -> None:
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for column, each in enumerate(row, start=1):
            _put(sheet.cell(number, column), each, is_head=number == 1)
    for column in range(1, len(rows[0]) + 1):
        longest = max(len(str(row[column - 1] or "")) for row in rows)
        sheet.column_dimensions[get_column_letter(column)].width = WIDE if longest > NARROW else NARROW
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _put(cell: Any, given: Value, *, is_head: bool) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_head:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1D4F3D")
    if isinstance(given, str):
        text = safe(given)
        if not text:
            return
        # The type is set after the value: given alone, a text that begins with = would become a formula.
        cell.value, cell.data_type = text[:LONGEST], "s"
        cell.quotePrefix = FORMULA.match(text) is not None
    else:
        cell.value = given
        if isinstance(given, date):
            cell.number_format = "yyyy-mm-dd"
