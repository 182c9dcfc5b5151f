"""What an officer sees: the municipality's places and how far they have come, its track, what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, String, Text, and_, cast, func, null, select
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import (
    Answer,
    Assignment,
    ContributionRequest,
    Journey,
    Place,
    PlanEdition,
    Row,
    Tick,
    User,
)
from portal.policy import Workplace, is_plan_shared
from portal.process.calendar import Calendar
from portal.process.definitions import find_definition
from portal.process.material import Entry, Given, Material
from portal.process.schema import ChecklistItem, Process
from portal.queries.action_answers import Count, count_answers
from portal.queries.editions import editions_of_journey, is_newest_kept
from portal.queries.journeys import calendar_of
from portal.queries.paging import SIZE, Page
from portal.queries.scopes import places_served_by
from portal.queries.searching import matches
from portal.queries.workplaces import get_workplace

WAITING_SHOWN = 10
"""How many unanswered requests are shown at once; the rest follow when these are answered."""


@dataclass(frozen=True, slots=True)
class ServedPlace:
    """A place of the officer's municipality. `request` and `edition` are those that hold now, without their copies.
    `kept`: where no edition is shared with the municipality now, the last one that was."""

    place: Place
    journey: Journey
    process: Process
    calendar: Calendar
    material: Material
    ticks: Mapping[str, Tick]
    request: ContributionRequest | None
    edition: PlanEdition | None
    replies: Count
    coaches: Sequence[str]
    kept: PlanEdition | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Requests that nobody has answered, oldest first, each with its place; `more` are not shown yet."""

    requests: Sequence[tuple[ContributionRequest, Place]]
    more: int


def list_waiting(user: User) -> Waiting:
    """One query."""
    query = (
        select(ContributionRequest, Place, func.count().over())
        .join(Journey, Journey.id == ContributionRequest.journey_id)
        .join(Place, Place.id == Journey.place_id)
        .where(
            places_served_by(user),
            Journey.is_current,
            ContributionRequest.answer.is_(None),
            ContributionRequest.replaced_at.is_(None),
        )
        .order_by(ContributionRequest.sent_at, ContributionRequest.id)
        .limit(WAITING_SHOWN)
    )
    found = db.session.execute(query).all()
    total = found[0][2] if found else 0
    return Waiting([(request, place) for request, place, _total in found], total - len(found))


def list_served(
    user: User, q: str, page: int, counted: Mapping[int, Count] | None = None
) -> Page[ServedPlace]:
    """The places with a journey, in Swedish order; six queries at most. `counted`: what the caller knows already of
    answers, by journey."""
    found, number, total = _page_of(user, q, page)
    ids = [row[0].id for row in found]
    materials, ticks = list_materials(ids), _list_ticks(ids)
    counts = dict(counted or {})
    counts |= count_answers([row[0].id for row in found if row[3] and row[0].id not in counts])
    coaches = _list_coaches([r[0].place_id for r in found])
    served = []
    for journey, request, received, ever_shared, ever_read in found:
        is_shared = received is not None and is_plan_shared(received)
        written = materials.get(journey.id, Material())
        own, count = ticks.get(journey.id, {}), counts.get(journey.id, Count())
        served.append(
            ServedPlace(
                place=journey.place,
                journey=journey,
                process=find_definition(journey.definition_key, journey.definition_version),
                calendar=calendar_of(journey),
                material=Material(
                    written.answers,
                    written.rows,
                    frozenset(own),
                    facts_of(request is not None, request and request.answer, ever_shared, ever_read, count),
                ),
                ticks=own,
                request=request,
                edition=received if is_shared else None,
                replies=count,
                coaches=coaches.get(journey.place_id, ()),
                kept=None if is_shared else received,
            )
        )
    return Page(served, number, total)


def load_track_item(slug: str, item_key: str) -> tuple[Workplace, ChecklistItem]:
    """Loader of routes about a line of the municipality's track. Raises NotFoundError for any other line."""
    workplace = get_workplace(slug)
    item = next((i for i in workplace.process.track.items if i.key == item_key), None)
    if item is None:
        raise NotFoundError(N_("There is no such line."))
    return workplace, item


def find_track_tick(journey: Journey, item: ChecklistItem) -> Tick | None:
    """The tick of a line with its author."""
    query = select(Tick).where(Tick.journey_id == journey.id, Tick.item_key == item.key)
    return db.session.scalars(query.options(joinedload(Tick.author))).one_or_none()


def _page_of(user: User, q: str, page: int) -> tuple[Sequence[Any], int, int]:
    """Rows of (journey, open request, edition received last, ever shared, ever read), the page's number, how many there
    are."""
    asked = and_(ContributionRequest.journey_id == Journey.id, ContributionRequest.replaced_at.is_(None))
    received = and_(
        PlanEdition.journey_id == Journey.id,
        PlanEdition.municipality_id == Place.municipality_id,
        is_newest_kept(PlanEdition),
    )
    ever = editions_of_journey()
    query = (
        select(
            Journey,
            ContributionRequest,
            PlanEdition,
            ever.label("ever_shared"),
            editions_of_journey(read=True).label("ever_read"),
            func.count().over().label("total"),
        )
        .join(Journey.place)
        .outerjoin(ContributionRequest, asked)
        .outerjoin(PlanEdition, received)
        .where(places_served_by(user), Journey.is_current, *matches(Place.search_name, q))
        .options(
            contains_eager(Journey.place),
            selectinload(Journey.pauses),
            defer(ContributionRequest.snapshot),
            defer(PlanEdition.snapshot),
        )
        .order_by(Place.sort_key, Place.id)
    )
    found = db.session.execute(query.limit(SIZE).offset((page - 1) * SIZE)).all()
    if not found and page > 1:
        return _page_of(user, q, 1)
    return [row[:5] for row in found], page, found[0][5] if found else 0


def facts_of(
    asked: bool, answer: str | None, ever_shared: bool, ever_read: bool, replies: Count
) -> frozenset[str]:
    """The same facts as those of `portal.queries.material`."""
    facts = {
        "contribution_asked": asked,
        "contribution_answered": answer is not None,
        "contribution_confirmed": answer in ("confirmed", "changed"),
        "plan_shared": ever_shared,
        "plan_read": ever_read,
        "actions_answered": replies.is_complete,
    }
    return frozenset(name for name, holds in facts.items() if holds)


def list_materials(journeys: Iterable[int]) -> dict[int, Material]:
    """Answers and rows of several journeys at once, for counting how far they have come; rows in no order."""
    ids = list(journeys)
    if not ids:
        return {}
    answered = select(
        Answer.journey_id,
        Answer.question_key,
        Answer.value,
        Answer.not_relevant,
        cast(null(), Integer),
        cast(null(), String),
    ).where(Answer.journey_id.in_(ids))
    listed = select(
        Row.journey_id, Row.register_key, Row.values, cast(null(), Text), Row.id, Row.preset_key
    ).where(Row.journey_id.in_(ids), Row.deleted_at.is_(None))
    answers: dict[int, dict[str, Given]] = {}
    rows: dict[int, dict[str, list[Entry]]] = {}
    for journey, key, value, not_relevant, row, preset in db.session.execute(answered.union_all(listed)):
        if row is None:
            answers.setdefault(journey, {})[key] = Given(value, not_relevant)
        else:
            rows.setdefault(journey, {}).setdefault(key, []).append(Entry(row, value or {}, preset))
    return {each: Material(answers.get(each, {}), rows.get(each, {})) for each in ids}


def _list_ticks(journeys: Iterable[int]) -> dict[int, dict[str, Tick]]:
    query = select(Tick).where(Tick.journey_id.in_(list(journeys))).options(joinedload(Tick.author))
    found: dict[int, dict[str, Tick]] = {}
    for tick in db.session.scalars(query):
        found.setdefault(tick.journey_id, {})[tick.item_key] = tick
    return found


def _list_coaches(places: Iterable[int]) -> dict[int, list[str]]:
    query = (
        select(Assignment.place_id, User.name)
        .join(Assignment.user)
        .where(
            Assignment.role == "place_coach",
            Assignment.place_id.in_(list(places)),
            Assignment.ended_at.is_(None),
            User.active,
        )
        .order_by(User.sort_key, User.id)
    )
    found: dict[int, list[str]] = {}
    for place, name in db.session.execute(query):
        if place is not None:
            found.setdefault(place, []).append(name)
    return found
