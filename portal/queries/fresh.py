"""What others have saved at a place since somebody looked: told from the glance and the material, without a query.

Saved is not yet different: whether it says something else than then is told by `portal.queries.news`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.policy import Workplace
from portal.process.material import Entry, Material
from portal.process.schema import Process, Register
from portal.queries.looks import Glance, Line


@dataclass(frozen=True, slots=True)
class Saved:
    """One thing that was saved, `by` whom and when (`at`): an answer, a row (`row_id`) or a tick. `subject`: its step
    or place-wide register. `part`: its section or register, for a tick its step. `is_certain`: False where only the
    team may know whether what was saved is anything that this person reads."""

    key: str
    subject: str
    part: str
    by: int
    at: datetime
    row_id: int | None = None
    is_tick: bool = False
    is_certain: bool = True


def list_fresh(workplace: Workplace, material: Material, glance: Glance) -> list[Saved]:
    """What others have saved since then of what the person may read, answers first."""
    lines: dict[str, list[Line]] = {"answer": [], "row": [], "tick": []}
    for line in glance.saved:
        if _is_new(glance, line.key, line.at):
            lines[line.kind].append(line)
    process = workplace.process
    return [
        *_answers(process, lines["answer"], glance),
        *_rows(process, lines["row"], material, glance),
        *(_of(line, subject_of(line.key), is_tick=True) for line in lines["tick"]),
    ]


def subject_of(key: str) -> str:
    """The step or place-wide register that a question, register or line of a checklist belongs to."""
    return key.partition(".")[0]


def _is_new(glance: Glance, key: str, at: datetime | None) -> bool:
    since = glance.since.get(subject_of(key))
    return since is not None and at is not None and at > since


def _of(line: Line, part: str, *, is_tick: bool = False, is_certain: bool = True) -> Saved:
    by = line.by or 0
    return Saved(line.key, subject_of(line.key), part, by, line.at, line.row_id, is_tick, is_certain)


def _answers(process: Process, lines: list[Line], glance: Glance) -> Iterator[Saved]:
    for line in lines:
        key = line.key
        question, register, section = process.question(key), process.register(key), process.section_of(key)
        if register is not None:
            is_readable = any(column.audience.reaches(glance.circle) for column in register.columns)
        else:
            is_readable = question is not None and question.audience.reaches(glance.circle)
        if is_readable and section is not None:
            yield _of(line, section.key)


def _rows(process: Process, lines: list[Line], material: Material, glance: Glance) -> Iterator[Saved]:
    keys = {line.key for line in lines}
    entries = {entry.id: entry for key in keys for entry in material.entries(key)}
    for line in lines:
        register, entry = process.register(line.key), entries.get(line.row_id or 0)
        if register is None or entry is None:
            continue
        section = process.section_of(register.key)
        part = section.key if section is not None else register.key
        yield _of(line, part, is_certain=_is_certain(register, line, entry, glance))


def _is_certain(register: Register, line: Line, entry: Entry, glance: Glance) -> bool:
    """A row that is new, or of which this person reads every column; and that says something to them."""
    columns = [column for column in register.columns if column.audience.reaches(glance.circle)]
    is_added = _is_new(glance, line.key, line.before) and line.made_by != glance.user_id
    says_something = any(entry.filled(column.name) for column in columns)
    return says_something and (is_added or len(columns) == len(register.columns))
