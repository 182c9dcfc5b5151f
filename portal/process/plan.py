"""A plan to read, from a frozen copy: goals with their actions, the pictures of registers, and the rest in chapters.

Goals and actions are found by the role of their register, never by key; a definition without one of them makes a plan
without that part. Among the columns of an action, the one that refers to the goals says which
goal it belongs to; `status`, `starts_on` and `ends_on` are roles of its columns, `how_seen` of a goal's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.process.action_progress import Progress
from portal.process.document import Cell, DocAnswer, DocRow, DocSection, DocStep, DocTable, Document, outline
from portal.process.excerpt import labels_in, plan_sections
from portal.process.frozen import FrozenCopy
from portal.process.schema import Audience, PictureKind, Process, Register
from portal.process.shown import Shown, ShownOption


@dataclass(frozen=True, slots=True)
class Action:
    """An action; `goal` is the number of its goal in the plan. `facts` holds what its other columns say, `progress` how
    it has gone, the oldest first."""

    id: int
    title: str
    goal: int | None
    status: ShownOption | None
    theme: Cell | None
    facts: tuple[Cell, ...]
    starts_on: date | None
    ends_on: date | None
    progress: tuple[Progress, ...] = ()

    @property
    def has_dates(self) -> bool:
        return self.starts_on is not None or self.ends_on is not None

    def fact(self, role: str) -> Cell | None:
        """What stands in its column of this role."""
        return next((cell for cell in self.facts if cell.column.role == role), None)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its number from 1, how it will be seen, its other facts and its actions."""

    id: int
    number: int
    title: str
    how_seen: Cell | None
    theme: Cell | None
    facts: tuple[Cell, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan page shows. `pictured` holds the tables that make a picture, those of rows before those of counts;
    `chapters` is everything that is given and stands nowhere else."""

    vision: Shown | None
    goals: tuple[Goal, ...]
    loose: tuple[Action, ...]
    statuses: tuple[tuple[ShownOption, int], ...]
    pictured: tuple[DocTable, ...]
    chapters: tuple[DocStep, ...]

    @property
    def actions(self) -> tuple[Action, ...]:
        return (*(action for goal in self.goals for action in goal.actions), *self.loose)


def document_of(process: Process, copy: FrozenCopy, lang: str) -> Document:
    """All that an edition holds, in one language; what people wrote stays as they wrote it."""
    return outline(
        process,
        copy.material,
        labels=labels_in(process, copy, Audience.PLAN, lang),
        files=copy.files,
        lang=lang,
        reader=Audience.PLAN,
        sections=[section.key for section in plan_sections(process)],
    )


def plan_of(
    process: Process, copy: FrozenCopy, lang: str, progress: Mapping[int, tuple[Progress, ...]] | None = None
) -> Plan:
    """The plan of an edition, in one language; `progress`: the notes of progress that it holds, by action."""
    document = document_of(process, copy, lang)
    goals, goal_table = _table(process, document, "goals")
    actions, action_table = _table(process, document, "actions")
    sentence = process.question_with_role("vision_sentence")
    said = document.item(sentence.key) if sentence is not None else None
    vision = said.shown if isinstance(said, DocAnswer) else None
    numbers = {row.id: n for n, row in enumerate(goal_table.rows, 1)} if goal_table else {}
    listed = _actions(actions, action_table, goals, numbers)
    if progress:
        listed = tuple(replace(action, progress=progress.get(action.id, ())) for action in listed)
    pictured = _pictured(document, {t.key for t in (goal_table, action_table) if t})
    taken = {t.key for t in (goal_table, action_table, *pictured) if t and t.rows}
    if sentence is not None and vision is not None:
        taken.add(sentence.key)
    return Plan(
        vision=vision,
        goals=_goals(goals, goal_table, listed),
        loose=tuple(action for action in listed if action.goal is None),
        statuses=_statuses(actions, listed, lang),
        pictured=pictured,
        chapters=_chapters(document, taken),
    )


def _table(process: Process, document: Document, role: str) -> tuple[Register | None, DocTable | None]:
    register = process.register_with_role(role)
    table = document.item(register.key) if register is not None else None
    return register, table if isinstance(table, DocTable) else None


def row_title(register: Register, row: DocRow) -> str:
    """What a goal or an action is called."""
    if row.title is not None:
        return row.title
    cell = _cell(row, register.title_column)
    return cell.shown.text if cell is not None and cell.shown is not None else f"{row.id}"


def _cell(row: DocRow, name: str | None) -> Cell | None:
    return next((cell for cell in row.cells if cell.column.name == name), None)


def _with_role(register: Register, role: str) -> str | None:
    return next((column.name for column in register.columns if column.role == role), None)


def _given(row: DocRow, name: str | None) -> Cell | None:
    cell = _cell(row, name)
    return cell if cell is not None and cell.shown is not None else None


def _facts(row: DocRow, without: set[str | None]) -> tuple[Cell, ...]:
    return tuple(cell for cell in row.cells if cell.shown is not None and cell.column.name not in without)


def _actions(
    register: Register | None, table: DocTable | None, goals: Register | None, numbers: Mapping[int, int]
) -> tuple[Action, ...]:
    if register is None or table is None:
        return ()
    goal_column = next(
        (c.name for c in register.columns if goals is not None and c.register == goals.key), None
    )
    status, theme = _with_role(register, "status"), _with_role(register, "theme")
    return tuple(
        Action(
            id=row.id,
            title=row_title(register, row),
            goal=_goal_of(row, goal_column, numbers),
            status=_option(_cell(row, status)),
            theme=_given(row, theme),
            facts=_facts(row, {register.title_column, goal_column, status, theme}),
            starts_on=_day(_cell(row, _with_role(register, "starts_on"))),
            ends_on=_day(_cell(row, _with_role(register, "ends_on"))),
        )
        for row in table.rows
    )


def _goal_of(row: DocRow, column: str | None, numbers: Mapping[int, int]) -> int | None:
    cell = _cell(row, column)
    rows = cell.shown.rows if cell is not None and cell.shown is not None else ()
    return next((numbers[each.id] for each in rows if each.id in numbers), None)


def _option(cell: Cell | None) -> ShownOption | None:
    return (
        cell.shown.options[0] if cell is not None and cell.shown is not None and cell.shown.options else None
    )


def _day(cell: Cell | None) -> date | None:
    return cell.shown.day if cell is not None and cell.shown is not None else None


def _goals(
    register: Register | None, table: DocTable | None, actions: tuple[Action, ...]
) -> tuple[Goal, ...]:
    if register is None or table is None:
        return ()
    seen, theme = _with_role(register, "how_seen"), _with_role(register, "theme")
    return tuple(
        Goal(
            id=row.id,
            number=number,
            title=row_title(register, row),
            how_seen=_given(row, seen),
            theme=_given(row, theme),
            facts=_facts(row, {register.title_column, seen, theme}),
            actions=tuple(action for action in actions if action.goal == number),
        )
        for number, row in enumerate(table.rows, 1)
    )


def _statuses(
    register: Register | None, actions: tuple[Action, ...], lang: str
) -> tuple[tuple[ShownOption, int], ...]:
    """How many actions have each status, in the definition's order; statuses that nothing has are left out."""
    name = _with_role(register, "status") if register is not None else None
    column = register.column(name) if register is not None and name is not None else None
    counted = []
    for option in column.options if column is not None else ():
        number = sum(a.status is not None and a.status.key == option.key for a in actions)
        if number:
            counted.append((ShownOption(option.key, option.label.of(lang), option.tone), number))
    return tuple(counted)


def _pictured(document: Document, listed: set[str]) -> tuple[DocTable, ...]:
    """The tables with something in their picture; not what is `listed` anyway."""
    found = [
        (table.chart.kind is not PictureKind.QUADRANTS, table)
        for step in document.steps
        for section in step.sections
        for table in section.items
        if isinstance(table, DocTable)
        and table.key not in listed
        and table.chart
        and not table.chart.is_empty
    ]
    return tuple(table for _counts, table in sorted(found, key=lambda pair: pair[0]))


def _chapters(document: Document, taken: set[str]) -> tuple[DocStep, ...]:
    """The steps with what is given and not shown above; empty parts are left out."""
    steps = []
    for step in document.steps:
        sections = tuple(
            DocSection(section.key, section.title, items)
            for section in step.sections
            if (items := tuple(i for i in section.items if i.is_given and i.key not in taken))
        )
        if sections:
            steps.append(replace(step, sections=sections))
    return tuple(steps)
