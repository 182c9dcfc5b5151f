"""What is new in an edition of a plan, against an older one.

The short account says only what stands in the new edition: whoever reads that may read it, too, and words that a place
has taken away, a telephone number perhaps, do not come back in it. The whole comparison holds both texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.process.changes import ChangeKind
from portal.process.compared import RowChange, StepChange, TableChange, compare_documents
from portal.process.comparison import Comparison
from portal.process.frozen import FrozenCopy
from portal.process.plan import document_of, row_title
from portal.process.schema import Process, Register


@dataclass(frozen=True, slots=True)
class Move:
    """A goal or an action with another status than before; a status is empty where there is none."""

    title: str
    before: str
    after: str


@dataclass(slots=True)
class EditionNews:
    """Titles of goals and actions that are new, that have another status, that say something else; of actions of which
    something new is told (`progress`); how many are gone; and the other parts of the plan in which something differs.
    """

    goals: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
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
        elif (move := _move(change, title, status)) is not None:
            news.moved.append(move)
        else:
            news.changed.append(title)


def _move(change: RowChange, title: str, status: str | None) -> Move | None:
    said = change.cell(status) if status is not None else None
    if said is None:
        return None
    before, after = (
        shown.options[0].label if shown is not None and shown.options else ""
        for shown in (said.before, said.after)
    )
    return Move(title, before, after)
