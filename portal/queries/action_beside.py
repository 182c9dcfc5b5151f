"""What lies beside the actions of a place, read at once: keepers, open follow-ups, how many notes, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, cast, func, literal, null, select, union_all

from portal.extensions import db
from portal.models import ActionFollowUp, ActionKeeper, ActionLink, ActionNote, Assignment, Journey, User
from portal.policy import Workplace
from portal.process.schema import Audience


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
class Beside:
    """By the row of the action."""

    keepers: Mapping[int, Keeper]
    follow_ups: Mapping[int, Due]
    notes: Mapping[int, int]
    answers: Mapping[int, tuple[int, ...]]


def reaching(circle: Audience) -> list[str]:
    """The reaches of notes that somebody of the circle may read."""
    return [each.value for each in Audience if each.reaches(circle)]


def holds_team(workplace: Workplace) -> Select[Any]:
    """Whoever is of the place's team now: a keeper who has left it keeps no eye on anything."""
    return select(Assignment.user_id).where(
        Assignment.role == "leader", Assignment.place_id == workplace.place.id, Assignment.ended_at.is_(None)
    )


def list_beside(workplace: Workplace, circle: Audience) -> Beside:
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
    return Beside(keepers, follow_ups, notes, links)


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
