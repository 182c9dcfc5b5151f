"""What is new in an edition of a plan, against an older one.

The short account says only what stands in the new edition: whoever reads that may read it, too, and words that a place
has taken away, a telephone number perhaps, do not come back in it. The whole comparison holds both texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.process.changes import ChangeKind
from portal.process.compared import CellChange, RowChange, StepChange, TableChange, compare_documents
from portal.process.comparison import Comparison
from portal.process.frozen import FrozenCopy
from portal.process.material import has_value
from portal.process.plan import document_of, row_title
from portal.process.schema import Process, Register

Frozen = Sequence[Mapping[str, Any]]
"""The rows of a register, as a frozen copy holds them."""


@dataclass(frozen=True, slots=True)
class Move:
    """A goal or an action with another status than before; a status is empty where there is none."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A goal or an action, by its row, that says something else: what it is called now, whether it was called something
    else, and the names of its other parts that say something else. A part that is empty now is not among them."""

    id: int
    title: str
    is_renamed: bool
    parts: tuple[str, ...]


@dataclass(slots=True)
class EditionNews:
    """Titles of goals and actions that are new, that have another status; those that say something else beside it; of
    actions of which something new is told (`progress`); how many are gone; and the other parts of the plan in which
    something differs.
    """

    goals: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    progress: list[str] = field(default_factory=list)
    removed: int = 0
    parts: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.goals, self.actions, self.moved, self.changed, self.progress, self.removed, self.parts)
        )


def news_of(process: Process, before: FrozenCopy, after: FrozenCopy, lang: str) -> EditionNews:
    news = EditionNews()
    listed = {
        register.key: (role, register)
        for role in ("goals", "actions")
        if (register := process.register_with_role(role)) is not None
    }
    for step in _steps(process, before, after, lang):
        for section in step.sections:
            others = [item for item in section.items if item.key not in listed]
            for item in section.items:
                if isinstance(item, TableChange) and item.key in listed:
                    _add_rows(news, item, *listed[item.key])
            if others:
                news.parts.append(section.title)
    return news


def count_changed(before: Frozen | None, after: Frozen | None) -> int:
    """How many rows of a register stand in two copies and say something else in the newer one. The copies hold what the
    readers of a plan read and nothing more, so this counts what the comparison shows."""
    then = {row["id"]: _said(row) for row in before or ()}
    return sum(then.get(row["id"], _said(row)) != _said(row) for row in after or ())


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row["values"].items() if has_value(value)}


def compare_editions(process: Process, before: FrozenCopy, after: FrozenCopy, lang: str) -> Comparison:
    """Answer by answer and row by row, as the readers of the plan read both."""
    return Comparison(steps=tuple(step for step in _steps(process, before, after, lang) if step.sections))


def _steps(process: Process, before: FrozenCopy, after: FrozenCopy, lang: str) -> list[StepChange]:
    _wide, steps = compare_documents(document_of(process, before, lang), document_of(process, after, lang))
    return steps


def _add_rows(news: EditionNews, table: TableChange, role: str, register: Register) -> None:
    status = next((column.name for column in register.columns if column.role == "status"), None)
    for change in table.rows:
        title = row_title(register, change.row)
        if change.kind is ChangeKind.REMOVED:
            news.removed += 1
        elif change.kind is ChangeKind.ADDED:
            (news.goals if role == "goals" else news.actions).append(title)
        else:
            move = _move(change, title, status)
            cells = [cell for cell in change.cells if move is None or cell.column.name != status]
            if move is not None:
                news.moved.append(move)
            if cells:
                news.changed.append(_changed(change.id, title, cells, register.title_column))


def _changed(row: int, title: str, cells: Sequence[CellChange], called: str | None) -> Changed:
    """`called`: the column that says what the row is called."""
    told = [cell.column for cell in cells if cell.said.after is not None]
    parts = tuple(_within(column.label) for column in told if column.name != called)
    return Changed(row, title, len(parts) < len(told), parts)


def _within(label: str) -> str:
    """As it stands within a sentence."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _move(change: RowChange, title: str, status: str | None) -> Move | None:
    said = change.cell(status) if status is not None else None
    if said is None:
        return None
    before, after = (
        shown.options[0].label if shown is not None and shown.options else ""
        for shown in (said.before, said.after)
    )
    return Move(title, before, after)
