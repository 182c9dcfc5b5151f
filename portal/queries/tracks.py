"""The municipality's own checklist of several places at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import ContributionRequest, Journey, Tick
from portal.process.definitions import find_definition
from portal.process.material import Material
from portal.process.rules import Fact
from portal.process.schema import Process
from portal.queries.action_answers import Count, count_answers
from portal.queries.editions import editions_of_journey
from portal.queries.municipality import facts_of, list_materials


@dataclass(frozen=True, slots=True)
class Track:
    """The checklist of one place: what its lines are derived from, and who has ticked the others."""

    process: Process
    material: Material
    ticks: Mapping[str, Tick]


def list_tracks(journeys: Iterable[Journey]) -> dict[int, Track]:
    """By the journey's id. Two queries; one more where a line follows from what the place has written."""
    by_id = {journey.id: journey for journey in journeys}
    if not by_id:
        return {}
    shared = editions_of_journey().label("ever_shared")
    read = editions_of_journey(read=True).label("ever_read")
    asked = and_(ContributionRequest.journey_id == Journey.id, ContributionRequest.replaced_at.is_(None))
    query = (
        select(Journey.id, ContributionRequest.id, ContributionRequest.answer, shared, read, Tick)
        .outerjoin(ContributionRequest, asked)
        .outerjoin(Tick, Tick.journey_id == Journey.id)
        .where(Journey.id.in_(by_id))
        .options(joinedload(Tick.author))
    )
    counts = count_answers(by_id)
    facts: dict[int, frozenset[str]] = {}
    ticks: dict[int, dict[str, Tick]] = {}
    for journey, request, answer, ever_shared, ever_read, tick in db.session.execute(query):
        facts[journey] = facts_of(
            request is not None, answer, ever_shared, ever_read, counts.get(journey, Count())
        )
        own = ticks.setdefault(journey, {})
        if tick is not None:
            own[tick.item_key] = tick
    processes = {
        each.id: find_definition(each.definition_key, each.definition_version) for each in by_id.values()
    }
    written = list_materials([each for each, process in processes.items() if _asks_more(process)])
    return {
        journey: Track(process, _material(written.get(journey, Material()), own, facts[journey]), own)
        for journey, process in processes.items()
        for own in (ticks[journey],)
    }


def _asks_more(process: Process) -> bool:
    """Whether a line follows from more than plain facts."""
    rules = [item.derived for item in process.track.items]
    return any(rule is not None and not isinstance(rule, Fact) for rule in rules)


def _material(written: Material, ticks: Mapping[str, Tick], facts: frozenset[str]) -> Material:
    return Material(written.answers, written.rows, frozenset(ticks), facts)
