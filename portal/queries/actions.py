"""Reading actions as work: each row of the actions with its status, days, goal, keeper, next follow-up and answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.errors import N_, NotFoundError
from portal.models import ActionAnswer, Row
from portal.policy import Workplace
from portal.process.material import Value
from portal.process.schema import Audience, Option, Register, Text
from portal.process.titles import titles_of
from portal.process.work import Shape, shape_of
from portal.queries.action_answers import list_sent
from portal.queries.action_beside import Beside, Due, Keeper, list_beside
from portal.queries.material import Written, get_material, get_written_in
from portal.queries.rows import load_row


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
    """All actions of a place, and what its goals are called, both in the order that people gave them; who is of its
    team; and what else the place has written."""

    shape: Shape
    actions: tuple[ActionWork, ...]
    goals: Mapping[int, Text]
    team: tuple[Keeper, ...]
    written: Written

    def action(self, row_id: int) -> ActionWork | None:
        return next((each for each in self.actions if each.id == row_id), None)


def get_work(workplace: Workplace, circle: Audience = Audience.TEAM) -> Work:
    """For somebody of the circle. Four queries. Raises NotFoundError where the definition has no actions."""
    shape = _shape(workplace)
    written = get_written_in(workplace.journey, shape.register)
    return _work_of(workplace, shape, circle, written, list_sent(workplace.journey))


def get_work_on(workplace: Workplace, row: Row, circle: Audience, answer: ActionAnswer | None) -> Work:
    """With one action alone, which has been read with what the municipality answers it. Two queries."""
    written = Written(get_material(workplace.journey), {}, {row.id: row}, {})
    sent = {row.id: answer} if answer is not None else {}
    return _work_of(workplace, _shape(workplace), circle, written, sent)


def _shape(workplace: Workplace) -> Shape:
    shape = shape_of(workplace.process)
    if shape is None:
        raise NotFoundError
    return shape


def _work_of(
    workplace: Workplace,
    shape: Shape,
    circle: Audience,
    written: Written,
    sent: Mapping[int, ActionAnswer],
) -> Work:
    """One query."""
    beside = list_beside(workplace, circle)
    titles = titles_of(shape.register, workplace.process, written.material)
    actions = tuple(
        _work(shape, row, titles[row.id], beside, sent.get(row.id), circle)
        for row in written.rows.values()
        if row.id in titles
    )
    goals = _goals(workplace, shape, circle, written, actions)
    return Work(shape, actions, goals, beside.team, written)


def _goals(
    workplace: Workplace,
    shape: Shape,
    circle: Audience,
    written: Written,
    actions: Sequence[ActionWork],
) -> dict[int, Text]:
    """What the goals are called. While their step is the team's own, others know of those alone that an action that
    they read belongs to, as everywhere else where a row is referred to."""
    if shape.goals is None:
        return {}
    goals = titles_of(shape.goals, workplace.process, written.material)
    step = workplace.process.step_of(shape.goals.key)
    if circle is Audience.TEAM or (step is not None and step.key in workplace.shared):
        return goals
    named = {action.goal for action in actions}
    return {goal: title for goal, title in goals.items() if goal in named}


def load_action(slug: str, row_id: int) -> tuple[Workplace, Register, Row]:
    """Loader of routes about an action of the place. Raises NotFoundError, also for a row that is no action."""
    workplace, register, row = load_row(slug, row_id)
    if register.role != "actions":
        raise NotFoundError(N_("There is no such action. It may have been removed."))
    return workplace, register, row


def _work(
    shape: Shape, row: Row, title: Text, beside: Beside, answer: ActionAnswer | None, circle: Audience
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
