"""The meetings that a plan names: its yearly review, and every other day that the definition marks as one.

Marked are the question with the role `review_date` and, with the role `meeting`, a question and columns of registers.
Only what the document shows counts, so a register that is not in the plan says nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.process.document import Cell, DocAnswer, DocRow, DocTable, Document
from portal.process.schema import Process

QUESTIONS = ("review_date", "meeting")


@dataclass(frozen=True, slots=True)
class Meeting:
    """`key` stays the same through editions; `facts` holds what else its row says."""

    key: str
    title: str
    day: date
    facts: tuple[Cell, ...] = ()


def meetings_of(process: Process, document: Document, since: date) -> tuple[Meeting, ...]:
    """In the order of their days. What was held before the day `since` is history: only rows can lie in it."""
    found = (*_asked(process, document), *_listed(process, document, since))
    return tuple(sorted(found, key=lambda meeting: (meeting.day, meeting.key)))


def _asked(process: Process, document: Document) -> Iterator[Meeting]:
    for role in QUESTIONS:
        question = process.question_with_role(role)
        item = document.item(question.key) if question is not None else None
        if isinstance(item, DocAnswer) and item.shown is not None and item.shown.day is not None:
            yield Meeting(item.key, item.label, item.shown.day)


def _listed(process: Process, document: Document, since: date) -> Iterator[Meeting]:
    for register in process.all_registers():
        column = next((each.name for each in register.columns if each.role == "meeting"), None)
        table = document.item(register.key) if column is not None else None
        for row in table.rows if isinstance(table, DocTable) else ():
            day = _day(row, column)
            if day is not None and day >= since:
                facts = tuple(c for c in row.cells if c.shown is not None and c.column.name != column)
                yield Meeting(f"row-{row.id}", register.one.of(document.lang), day, facts)


def _day(row: DocRow, column: str | None) -> date | None:
    cell = next((cell for cell in row.cells if cell.column.name == column), None)
    return cell.shown.day if cell is not None and cell.shown is not None else None
