"""What lies beside the actions of a place, read at once: the team, who of it keeps an eye on what, open follow-ups,
how many notes, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Date, Integer, String, and_, cast, func, literal, null, select, union_all

from portal.extensions import db
from portal.models import ActionFollowUp, ActionKeeper, ActionLink, ActionNote, Assignment, Journey, User
from portal.policy import Workplace
from portal.process.schema import Audience


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody of the team, who keeps an eye on an action or can."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Due:
    """The next follow-up of an action that is not done yet."""

    id: int
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Beside:
    """By the row of the action; and the whole `team`."""

    team: tuple[Keeper, ...]
    keepers: Mapping[int, Keeper]
    follow_ups: Mapping[int, Due]
    notes: Mapping[int, int]
    answers: Mapping[int, tuple[int, ...]]


def reaching(circle: Audience) -> list[str]:
    """The reaches of notes that somebody of the circle may read."""
    return [each.value for each in Audience if each.reaches(circle)]


def list_beside(workplace: Workplace, circle: Audience) -> Beside:
    """One query. Of the open follow-ups the first of each action counts."""
    journey = workplace.journey
    query = union_all(_team(workplace), _follow_ups(journey), _notes(journey, circle), _links(journey))
    found: list[Line] = [tuple(line) for line in db.session.execute(query)]
    people = [(number, row, words) for kind, row, number, _day, words in found if kind == "team"]
    team = {number: Keeper(number, name) for number, _row, name in sorted(people, key=itemgetter(0))}
    keepers = {row: team[number] for number, row, _name in people if row is not None}
    notes = {row: number for kind, row, number, _day, _words in found if kind == "notes"}
    follow_ups: dict[int, Due] = {}
    open_ones = [(day, number, row, words) for kind, row, number, day, words in found if kind == "follow_up"]
    for day, number, row, words in sorted(open_ones):
        follow_ups.setdefault(row, Due(number, day, words))
    links: dict[int, tuple[int, ...]] = {}
    for row, answers in sorted((row, number) for kind, row, number, _d, _w in found if kind == "link"):
        links[row] = (*links.get(row, ()), answers)
    return Beside(tuple(team.values()), keepers, follow_ups, notes, links)


Line = tuple[str, Any, int, Any, Any]
"""Of which kind, the action's row (none for somebody of the team who keeps an eye on nothing), an id or a number, a
day, words."""


def _team(workplace: Workplace) -> Any:
    """Whoever is of the place's team now, once for each action that they keep an eye on: who has left it keeps no eye
    on anything."""
    kept = and_(ActionKeeper.user_id == User.id, ActionKeeper.journey_id == workplace.journey.id)
    team = select(Assignment.user_id).where(
        Assignment.role == "leader", Assignment.place_id == workplace.place.id, Assignment.ended_at.is_(None)
    )
    return (
        select(literal("team"), ActionKeeper.row_id, User.id, cast(null(), Date), User.name)
        .select_from(User)
        .outerjoin(ActionKeeper, kept)
        .where(User.active, User.id.in_(team))
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
