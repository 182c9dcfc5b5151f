"""All plans that a municipality has been shown: what waits for its answer, what it has promised, goals by theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Text, and_, case, cast, func, null, or_, select, union_all
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from portal.extensions import db
from portal.models import ActionAnswer, EditionReceipt, Journey, Place, PlanEdition, User
from portal.process.action_answers import PROMISES, Stage
from portal.process.contents import Contents, Listed, read_contents
from portal.process.definitions import find_definition
from portal.process.reach import Reach, wide_as
from portal.process.schema import Process
from portal.queries.action_answers import ANSWERED_WORDS, Count, count_in, is_latest
from portal.queries.editions import is_before, is_newest_kept, is_of_present
from portal.queries.paging import SIZE, Page
from portal.queries.scopes import places_served_by, plans_kept_by

PLANS_READ = 200
"""More places than any municipality has; so an officer of many is answered, too."""


@dataclass(frozen=True, slots=True)
class MunicipalPlan:
    """A plan that is shared now; `answered`: by the row of an action, the words that its answer was given to. `older`:
    the number of the edition that the municipality had before it, 0 for none; `new`, `new_goals`: the rows of actions
    and goals that were not in that one."""

    place: Place
    edition: PlanEdition
    process: Process
    contents: Contents
    answered: Mapping[int, str]
    is_received: bool
    older: int
    new: frozenset[int]
    new_goals: frozenset[int]

    @property
    def count(self) -> Count:
        """Of its actions that ask for something, how many have an answer."""
        return count_in(self.contents, self.answered)

    @property
    def waiting(self) -> Sequence[Listed]:
        return self.contents.waiting(self.answered)


@dataclass(frozen=True, slots=True)
class MunicipalPlans:
    """By place in Swedish order. `left`: of places that belong to another municipality now, the last edition that has
    reached the person's."""

    shared: list[MunicipalPlan]
    left: list[tuple[PlanEdition, Place]]


def list_municipal_plans(user: User) -> list[MunicipalPlan]:
    """Those that are shared now. Two queries, whatever their number."""
    return get_municipal_plans(user).shared


def get_municipal_plans(user: User) -> MunicipalPlans:
    """Two queries, whatever their number."""
    older = aliased(PlanEdition)
    query = (
        select(PlanEdition, Journey, older.number, older.contents)
        .join(Journey, Journey.id == PlanEdition.journey_id)
        .join(Journey.place)
        .outerjoin(older, and_(is_before(older), older.municipality_id == PlanEdition.municipality_id))
        .where(
            plans_kept_by(user),
            Journey.is_current,
            or_(
                and_(
                    PlanEdition.municipality_id == Place.municipality_id,
                    PlanEdition.ended_at.is_(None),
                    PlanEdition.audience.in_(wide_as(Reach.MUNICIPALITY)),
                ),
                and_(PlanEdition.municipality_id != Place.municipality_id, is_newest_kept(PlanEdition)),
            ),
        )
        .options(
            contains_eager(Journey.place).joinedload(Place.municipality),
            joinedload(PlanEdition.municipality),
            defer(PlanEdition.snapshot),
        )
        .order_by(Place.sort_key, Place.id, PlanEdition.id)
        .limit(PLANS_READ)
    )
    rows = db.session.execute(query).all()
    found = [row for row in rows if row[0].municipality_id == row[1].place.municipality_id]
    left = [(row[0], row[1].place) for row in rows if row[0].municipality_id != row[1].place.municipality_id]
    if not found:
        return MunicipalPlans([], left)
    answered, received = _noted(
        [journey.id for _edition, journey, *_ in found], [edition.id for edition, *_ in found]
    )
    shared = [
        _plan(edition, journey, number, before, answered.get(journey.id, {}), edition.id in received)
        for edition, journey, number, before in found
    ]
    return MunicipalPlans(shared, left)


def _plan(
    edition: PlanEdition,
    journey: Journey,
    older: int | None,
    stored: Any,
    answered: Mapping[int, str],
    is_received: bool,
) -> MunicipalPlan:
    """`older`, `stored`: the number and the contents of the edition before it, if there is one."""
    contents = read_contents(edition.contents)
    before = read_contents(stored) if older else contents
    return MunicipalPlan(
        place=journey.place,
        edition=edition,
        process=find_definition(journey.definition_key, journey.definition_version),
        contents=contents,
        answered=answered,
        is_received=is_received,
        older=older or 0,
        new=contents.new_actions(before),
        new_goals=contents.new_goals(before),
    )


@dataclass(frozen=True, slots=True)
class Promised:
    """What the municipality has promised, a page of it, and how many of all are decided."""

    page: Page[tuple[ActionAnswer, Place]]
    decided: int

    @property
    def undecided(self) -> int:
        return self.page.total - self.decided


def list_promised(user: User, page: int) -> Promised:
    """What the municipality will do or investigate by its last word to each place: what is decided first, then what is
    an officer's word or sent for decision; of each the nearest day first, those without a day last. One query; a number
    past the end gives the first page."""
    is_decided = ActionAnswer.stage == Stage.DECIDED.value
    rank = case((is_decided, 0), else_=1)
    undated = ActionAnswer.by_when.is_(None)
    query = (
        select(ActionAnswer, Place, func.count().over(), func.sum(1 - rank).over())
        .join(Journey, Journey.id == ActionAnswer.journey_id)
        .join(Place, Place.id == Journey.place_id)
        .where(
            places_served_by(user),
            Journey.is_current,
            ActionAnswer.is_shared,
            is_latest(ActionAnswer, shared=True, own=True),
            ActionAnswer.municipality_id == Place.municipality_id,
            ActionAnswer.outcome.in_([each.value for each in PROMISES]),
        )
        .options(joinedload(Place.municipality))
        .order_by(rank, undated, ActionAnswer.by_when, ActionAnswer.id)
    )
    found = db.session.execute(query.limit(SIZE).offset((page - 1) * SIZE)).all()
    if not found and page > 1:
        return list_promised(user, 1)
    total, decided = (found[0][2], found[0][3]) if found else (0, 0)
    return Promised(Page([(answer, place) for answer, place, *_ in found], page, total), int(decided))


def _noted(journeys: list[int], editions: list[int]) -> tuple[dict[int, dict[int, str]], set[int]]:
    """What the answers to actions were given to, by journey and row, and the editions that are noted as come in. One
    query."""
    said: Any = select(ActionAnswer.journey_id, ActionAnswer.row_id, cast(ANSWERED_WORDS, Text)).where(
        ActionAnswer.journey_id.in_(journeys),
        is_latest(ActionAnswer, shared=True, own=True),
        is_of_present(ActionAnswer),
    )
    came: Any = select(EditionReceipt.edition_id, cast(null(), Integer), cast(null(), Text)).where(
        EditionReceipt.edition_id.in_(editions)
    )
    rows: dict[int, dict[int, str]] = {}
    received: set[int] = set()
    for of, row, words in db.session.execute(union_all(said, came)):
        if row is None:
            received.add(of)
        else:
            rows.setdefault(of, {})[row] = words
    return rows, received
