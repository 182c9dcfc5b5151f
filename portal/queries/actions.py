"""Reading actions as work: each row of the actions with its status, days, goal, keeper, next follow-up and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, cast, func, literal, null, select, union_all

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import (
    ActionAnswer,
    ActionFollowUp,
    ActionKeeper,
    ActionLink,
    ActionNote,
    Assignment,
    Journey,
    Row,
    User,
)
from portal.policy import Workplace
from portal.process.material import Value
from portal.process.schema import Audience, Option, Register, Text
from portal.process.titles import titles_of
from portal.process.work import Shape, shape_of
from portal.queries.action_answers import list_sent
from portal.queries.material import Written, get_material, get_written_in
from portal.queries.rows import load_row


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who in the team keeps an eye on an action."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Due:
    """The next follow-up of an action that is not done yet."""

    id: int
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class ActionWork:
    """An action with what the work needs of it. `values` and what is found in them: as far as the reader may read.

    `notes`: how many notes of progress the reader may read; `answers`: the rows that it answers, by their ids,
    removed ones too; `answer`: what the municipality has sent.
    """

    row: Row
    title: Text
    values: Mapping[str, Value]
    status: Option | None
    goal: int | None
    starts_on: date | None
    ends_on: date | None
    keeper: Keeper | None
    follow_up: Due | None
    notes: int
    answers: tuple[int, ...]
    answer: ActionAnswer | None

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def version(self) -> int:
        return self.row.version


@dataclass(frozen=True, slots=True)
class Work:
    """All actions of a place, and what its goals are called, both in the order that people gave them; and what else the
    place has written."""

    shape: Shape
    actions: tuple[ActionWork, ...]
    goals: Mapping[int, Text]
    written: Written

    def action(self, row_id: int) -> ActionWork | None:
        return next((each for each in self.actions if each.id == row_id), None)


def get_work(workplace: Workplace, circle: Audience = Audience.TEAM, *, only: Row | None = None) -> Work:
    """For somebody of the circle; of all actions, or `only` of one that is loaded. Four queries, or three. Raises
    NotFoundError where the definition has no actions."""
    shape, process = shape_of(workplace.process), workplace.process
    if shape is None:
        raise NotFoundError
    if only is None:
        written = get_written_in(workplace.journey, shape.register)
    else:
        written = Written(get_material(workplace.journey), {}, {only.id: only}, {})
    beside, sent = _list_beside(workplace, circle), list_sent(workplace.journey)
    titles = titles_of(shape.register, process, written.material)
    actions = tuple(
        _work(shape, row, titles[row.id], beside, sent.get(row.id), circle)
        for row in written.rows.values()
        if row.id in titles
    )
    goals = titles_of(shape.goals, process, written.material) if shape.goals is not None else {}
    return Work(shape, actions, goals, written)


def load_action(slug: str, row_id: int) -> tuple[Workplace, Register, Row]:
    """Loader of routes about an action of the place. Raises NotFoundError, also for a row that is no action."""
    workplace, register, row = load_row(slug, row_id)
    if register.role != "actions":
        raise NotFoundError(N_("There is no such action. It may have been removed."))
    return workplace, register, row


@dataclass(frozen=True, slots=True)
class _Beside:
    """By the row of the action."""

    keepers: Mapping[int, Keeper]
    follow_ups: Mapping[int, Due]
    notes: Mapping[int, int]
    answers: Mapping[int, tuple[int, ...]]


def _work(
    shape: Shape, row: Row, title: Text, beside: _Beside, answer: ActionAnswer | None, circle: Audience
) -> ActionWork:
    values = {
        column.name: row.values[column.name]
        for column in shape.register.columns
        if column.audience.reaches(circle) and column.name in row.values
    }
    starts_on, ends_on = shape.days_of(values)
    return ActionWork(
        row=row,
        title=title,
        values=values,
        status=shape.status_of(values),
        goal=shape.goal_of(values),
        starts_on=starts_on,
        ends_on=ends_on,
        keeper=beside.keepers.get(row.id),
        follow_up=beside.follow_ups.get(row.id),
        notes=beside.notes.get(row.id, 0),
        answers=beside.answers.get(row.id, ()),
        answer=answer,
    )


def reaching(circle: Audience) -> list[str]:
    """The reaches of notes that somebody of the circle may read."""
    return [each.value for each in Audience if each.reaches(circle)]


def holds_team(workplace: Workplace) -> Select[Any]:
    """Whoever is of the place's team now: a keeper who has left it keeps no eye on anything."""
    return select(Assignment.user_id).where(
        Assignment.role == "leader", Assignment.place_id == workplace.place.id, Assignment.ended_at.is_(None)
    )


def _list_beside(workplace: Workplace, circle: Audience) -> _Beside:
    """One query. Of the open follow-ups the first of each action counts."""
    journey = workplace.journey
    query = union_all(_keepers(workplace), _follow_ups(journey), _notes(journey, circle), _links(journey))
    found: list[Line] = [tuple(line) for line in db.session.execute(query)]
    keepers = {row: Keeper(number, words) for kind, row, number, _day, words in found if kind == "keeper"}
    notes = {row: number for kind, row, number, _day, _words in found if kind == "notes"}
    follow_ups: dict[int, Due] = {}
    open_ones = [(day, number, row, words) for kind, row, number, day, words in found if kind == "follow_up"]
    for day, number, row, words in sorted(open_ones):
        follow_ups.setdefault(row, Due(number, day, words))
    links: dict[int, tuple[int, ...]] = {}
    for row, answers in sorted((row, number) for kind, row, number, _d, _w in found if kind == "link"):
        links[row] = (*links.get(row, ()), answers)
    return _Beside(keepers, follow_ups, notes, links)


Line = tuple[str, int, int, Any, Any]
"""Of which kind, the action's row, an id or a number, a day, words."""


def _keepers(workplace: Workplace) -> Any:
    return (
        select(literal("keeper"), ActionKeeper.row_id, User.id, cast(null(), Date), User.name)
        .join(User, and_(User.id == ActionKeeper.user_id, User.active))
        .where(ActionKeeper.journey_id == workplace.journey.id, User.id.in_(holds_team(workplace)))
    )


def _follow_ups(journey: Journey) -> Any:
    return select(
        literal("follow_up"),
        ActionFollowUp.row_id,
        ActionFollowUp.id,
        ActionFollowUp.due_on,
        ActionFollowUp.what,
    ).where(
        ActionFollowUp.journey_id == journey.id,
        ActionFollowUp.done_at.is_(None),
        ActionFollowUp.removed_at.is_(None),
    )


def _notes(journey: Journey, circle: Audience) -> Any:
    return (
        select(
            literal("notes"),
            ActionNote.row_id,
            cast(func.count(), Integer),
            cast(null(), Date),
            cast(null(), String),
        )
        .where(
            ActionNote.journey_id == journey.id,
            ActionNote.removed_at.is_(None),
            ActionNote.reach.in_(reaching(circle)),
        )
        .group_by(ActionNote.row_id)
    )


def _links(journey: Journey) -> Any:
    return select(
        literal("link"),
        ActionLink.row_id,
        ActionLink.answers_id,
        cast(null(), Date),
        cast(null(), String),
    ).where(ActionLink.journey_id == journey.id)
