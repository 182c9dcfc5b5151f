"""What others have saved at a place since somebody looked: told from what is loaded, without a query.

Saved is not yet different: whether it says something else than then is told by `portal.queries.news`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.models import Row
from portal.policy import Workplace
from portal.process.material import has_value
from portal.process.schema import Process, Register
from portal.queries.looks import Glance
from portal.queries.material import Written


@dataclass(frozen=True, slots=True)
class Saved:
    """One thing that was saved: an answer, a row (`row_id`) or a tick. `subject`: its step or place-wide register.
    `part`: its section or register, for a tick its step. `is_certain`: False where only the team may know whether what
    was saved is anything that this person reads."""

    key: str
    subject: str
    part: str
    row_id: int | None = None
    is_tick: bool = False
    is_certain: bool = True


def list_fresh(workplace: Workplace, written: Written, glance: Glance) -> list[Saved]:
    """What others have saved since then of what the person may read, answers first."""
    if not glance.since:
        return []
    return [
        *_answers(workplace.process, written, glance),
        *_rows(workplace.process, written, glance),
        *_ticks(written, glance),
    ]


def subject_of(key: str) -> str:
    """The step or place-wide register that a question, register or line of a checklist belongs to."""
    return key.partition(".")[0]


def _is_new(glance: Glance, key: str, at: datetime, by: int) -> bool:
    since = glance.since.get(subject_of(key))
    return since is not None and at > since and by != glance.user_id


def _answers(process: Process, written: Written, glance: Glance) -> Iterator[Saved]:
    for key, answer in written.answers.items():
        if not _is_new(glance, key, answer.updated_at, answer.updated_by):
            continue
        question, register, section = process.question(key), process.register(key), process.section_of(key)
        if register is not None:
            is_readable = any(column.audience.reaches(glance.circle) for column in register.columns)
        else:
            is_readable = question is not None and question.audience.reaches(glance.circle)
        if is_readable and section is not None:
            yield Saved(key, subject_of(key), section.key)


def _rows(process: Process, written: Written, glance: Glance) -> Iterator[Saved]:
    for row in written.rows.values():
        register = process.register(row.register_key)
        if register is None or not _is_new(glance, row.register_key, row.updated_at, row.updated_by):
            continue
        section = process.section_of(register.key)
        yield Saved(
            key=register.key,
            subject=subject_of(register.key),
            part=section.key if section is not None else register.key,
            row_id=row.id,
            is_certain=_is_certain(register, row, glance),
        )


def _is_certain(register: Register, row: Row, glance: Glance) -> bool:
    """A row that is new, or of which this person reads every column; and that says something to them."""
    columns = [column for column in register.columns if column.audience.reaches(glance.circle)]
    is_added = _is_new(glance, row.register_key, row.created_at, row.created_by)
    says_something = any(has_value(row.values.get(column.name)) for column in columns)
    return says_something and (is_added or len(columns) == len(register.columns))


def _ticks(written: Written, glance: Glance) -> Iterator[Saved]:
    for key, tick in written.ticks.items():
        if _is_new(glance, key, tick.ticked_at, tick.ticked_by):
            yield Saved(key, subject_of(key), subject_of(key), is_tick=True)
