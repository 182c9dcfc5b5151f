"""Lists of actions: what somebody asks for, what that leaves, and how the lists are divided.

A place has hundreds of actions at most and they are read whole (`queries/actions.get_work`), so the lists are made in
memory: counts, columns and pages then say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.extensions import db
from portal.models import ActionFollowUp, Journey
from portal.policy import Workplace
from portal.process.material import Material
from portal.process.schema import Audience, Kind, Option
from portal.process.titles import row_labels
from portal.process.work import Shape, is_late, shape_of
from portal.queries.actions import ActionWork, Work
from portal.queries.paging import Page
from portal.queries.rows import list_rows_by_id, name_rows
from portal.text import fold

VIEWS = ("goal", "status", "time")
CHOICES = ("late", "mine", "unkept")
NONE = "none"
"""Asked for as a goal or a status: the actions without one."""

PER_PAGE = 25
IN_A_COLUMN = 20
ON_THE_TIMELINE = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for; empty means no restriction. `by`: how the list is divided; `goal`: a row's id."""

    by: str = VIEWS[0]
    only: str = ""
    goal: str = ""
    theme: str = ""
    status: str = ""
    q: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.only or self.goal or self.theme or self.status or self.q)


@dataclass(frozen=True, slots=True)
class Line:
    """An action in a list. `goal`: of those that there are; `is_overdue`: the day it should be finished by has passed;
    `is_unfollowed`: the day of its next follow-up has."""

    work: ActionWork
    goal: int | None
    responsible: tuple[str, ...]
    theme: str
    is_overdue: bool
    is_unfollowed: bool
    words: str

    @property
    def is_late(self) -> bool:
        return self.is_overdue or self.is_unfollowed

    @property
    def status(self) -> str:
        return self.work.status.key if self.work.status is not None else NONE

    @property
    def has_ended(self) -> bool:
        return self.work.status is not None and self.work.status.ended

    def is_chosen(self, only: str, reader: int) -> bool:
        """Whether it is among the reader's own, those that nobody keeps an eye on, or the late ones."""
        keeper = self.work.keeper
        if only == "mine":
            return keeper is not None and keeper.id == reader
        if only == "unkept":
            return keeper is None and not self.has_ended
        return self.is_late if only == "late" else True


def list_lines(workplace: Workplace, work: Work, circle: Audience, lang: str, today: date) -> list[Line]:
    """All actions in the order that people gave them; one query if some organisation in them was removed."""
    process, shape = workplace.process, work.shape
    names = row_labels(process, work.written.material, circle, lang)
    ids = {i for action in work.actions for i in shape.responsible_of(action.values)}
    gone = list_rows_by_id(workplace.journey, ids - work.written.row_ids)
    names |= {i: title.of(lang) for i, title in name_rows(process, gone).items()}
    return [_line(shape, work, action, names, lang, today) for action in work.actions]


def _line(
    shape: Shape, work: Work, action: ActionWork, names: Mapping[int, str], lang: str, today: date
) -> Line:
    responsible = tuple(names[i] for i in shape.responsible_of(action.values) if i in names)
    due = action.follow_up.on if action.follow_up is not None else None
    texts = [
        action.values.get(column.name)
        for column in shape.register.columns
        if column.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT)
    ]
    said = [action.title.of(lang), *responsible, *(text for text in texts if isinstance(text, str))]
    return Line(
        work=action,
        goal=action.goal if action.goal in work.goals else None,
        responsible=responsible,
        theme=shape.theme_of(action.values),
        is_overdue=is_late(action.status, action.ends_on, None, today),
        is_unfollowed=is_late(action.status, None, due, today),
        words=fold(" ".join(said)),
    )


def narrow(lines: Iterable[Line], wanted: Wanted, reader: int) -> list[Line]:
    """The lines that are asked for; each word of a search stands somewhere in what the action says."""
    words = fold(wanted.q).split()
    return [
        line
        for line in lines
        if line.is_chosen(wanted.only, reader)
        and wanted.goal in ("", str(line.goal or NONE))
        and wanted.theme in ("", line.theme)
        and wanted.status in ("", line.status)
        and all(word in line.words for word in words)
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """A goal's part of a page; `goal` is None for the actions without one. `goes_on`: it began on the page before."""

    goal: int | None
    lines: Sequence[Line]
    goes_on: bool = False


def divide(lines: Sequence[Line], goals: Sequence[int], number: int, *, empty: bool) -> Page[Part]:
    """A page of the actions by goal, those without one last; a goal of many actions goes on over pages. `empty`: goals
    without any action stand there, too."""
    ordered: list[tuple[int | None, Line | None]] = []
    for goal in (*goals, None):
        own = [line for line in lines if line.goal == goal]
        ordered += [(goal, line) for line in own]
        if not own and empty and goal is not None:
            ordered.append((goal, None))
    pages = max(1, -(-len(ordered) // PER_PAGE))
    number = min(max(1, number), pages)
    first = (number - 1) * PER_PAGE
    here = ordered[first : first + PER_PAGE]
    before = ordered[first - 1][0] if first else NONE
    parts = [
        Part(goal, [line for of, line in here if of == goal and line is not None], goes_on=goal == before)
        for goal in dict.fromkeys(goal for goal, _line in here)
    ]
    return Page(parts, number, len(ordered), PER_PAGE)


@dataclass(frozen=True, slots=True)
class Column:
    """A status with its actions; `option` is None for those without one. `total`: also those not shown."""

    option: Option | None
    lines: Sequence[Line]
    total: int

    @property
    def key(self) -> str:
        return self.option.key if self.option is not None else NONE


def columns_of(lines: Sequence[Line], shape: Shape, wanted: Wanted) -> tuple[list[Column], Page[Line] | None]:
    """The columns of the board: the first actions of each status. One status that is asked for is shown whole, a page
    at a time."""
    options: list[Option | None] = list(shape.status.options) if shape.status is not None else []
    if shape.status is None or any(line.status == NONE for line in lines):
        options.append(None)
    if wanted.status:
        page = page_of(lines, wanted.page, PER_PAGE)
        chosen = [each for each in options if (each.key if each is not None else NONE) == wanted.status]
        return [Column(each, page.items, page.total) for each in chosen[:1]], page
    found = []
    for option in options:
        own = [line for line in lines if line.status == (option.key if option is not None else NONE)]
        found.append(Column(option, own[:IN_A_COLUMN], len(own)))
    return found, None


def timed(lines: Iterable[Line]) -> list[Line]:
    """The actions with a date, in the order in which they begin (or end)."""
    dated = [(line.work.starts_on or line.work.ends_on, line) for line in lines]
    return [line for day, line in sorted(dated, key=lambda pair: pair[0] or date.max) if day is not None]


def page_of(lines: Sequence[Line], number: int, size: int) -> Page[Line]:
    number = min(max(1, number), max(1, -(-len(lines) // size)))
    return Page(lines[(number - 1) * size : number * size], number, len(lines), size)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions there are, how many are late, and how many have each status (in the definition's order)."""

    total: int
    late: int
    statuses: Sequence[tuple[Option, int]]


def tally(lines: Sequence[Line], shape: Shape) -> Tally:
    """Of lines that are listed."""
    return _tally(shape, [line.work.status for line in lines], sum(line.is_late for line in lines))


def count_actions(workplace: Workplace, material: Material, today: date) -> Tally | None:
    """Of a place whose material is read already, for a line about them: one query. None where there are none."""
    shape = shape_of(workplace.process)
    entries = material.entries(shape.register.key) if shape is not None else ()
    if shape is None or not entries:
        return None
    unfollowed = _unfollowed(workplace.journey, today)
    statuses = [shape.status_of(entry.values) for entry in entries]
    late = sum(
        is_late(status, shape.days_of(entry.values)[1], unfollowed.get(entry.id), today)
        for entry, status in zip(entries, statuses, strict=True)
    )
    return _tally(shape, statuses, late)


def _unfollowed(journey: Journey, today: date) -> Mapping[int, date]:
    query = select(ActionFollowUp.row_id, ActionFollowUp.due_on).where(
        ActionFollowUp.journey_id == journey.id,
        ActionFollowUp.due_on < today,
        ActionFollowUp.done_at.is_(None),
        ActionFollowUp.removed_at.is_(None),
    )
    return dict(db.session.execute(query).all())


def _tally(shape: Shape, statuses: Sequence[Option | None], late: int) -> Tally:
    options = shape.status.options if shape.status is not None else ()
    keys = [status.key for status in statuses if status is not None]
    return Tally(len(statuses), late, [(option, keys.count(option.key)) for option in options])
