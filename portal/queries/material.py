"""Everything that a place has written, as the plain `Material` that progress, readiness and frozen copies read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import Answer, ContributionRequest, Journey, PlanEdition, Row, Tick
from portal.process.material import Entry, Given, Material


@dataclass(frozen=True, slots=True)
class Written:
    """The material of a journey together with the stored rows it was made from (for versions, authors and times)."""

    material: Material
    answers: Mapping[str, Answer]
    rows: Mapping[int, Row]
    ticks: Mapping[str, Tick]


def get_written(journey: Journey) -> Written:
    """Four queries, whatever the size: answers, rows, ticks, facts."""
    ticked = select(Tick).where(Tick.journey_id == journey.id).options(joinedload(Tick.author))
    ticks = {t.item_key: t for t in db.session.scalars(ticked)}
    return _written(journey, ticks, _facts(journey))


def get_forms(journey: Journey) -> Written:
    """Two queries: answers and rows only, which is all that a form is saved from."""
    return _written(journey, {}, frozenset())


def _written(journey: Journey, ticks: Mapping[str, Tick], facts: frozenset[str]) -> Written:
    answers = {
        a.question_key: a
        for a in db.session.scalars(
            select(Answer).where(Answer.journey_id == journey.id).options(joinedload(Answer.author))
        )
    }
    rows = list(
        db.session.scalars(
            select(Row)
            .where(Row.journey_id == journey.id, Row.deleted_at.is_(None))
            .order_by(Row.register_key, Row.position, Row.id)
            .options(joinedload(Row.author))
        )
    )
    registers: dict[str, list[Entry]] = {}
    for row in rows:
        registers.setdefault(row.register_key, []).append(Entry(row.id, row.values, row.preset_key))
    material = Material(
        answers={key: Given(a.value, a.not_relevant) for key, a in answers.items()},
        rows=registers,
        ticks=frozenset(ticks),
        facts=facts,
    )
    return Written(material, answers, {r.id: r for r in rows}, ticks)


def _facts(journey: Journey) -> frozenset[str]:
    asked = exists().where(
        ContributionRequest.journey_id == journey.id, ContributionRequest.replaced_at.is_(None)
    )
    shared = exists().where(PlanEdition.journey_id == journey.id)
    found = db.session.execute(
        select(
            asked.label("contribution_asked"),
            asked.where(ContributionRequest.answer.is_not(None)).label("contribution_answered"),
            asked.where(ContributionRequest.answer.in_(("confirmed", "changed"))).label(
                "contribution_confirmed"
            ),
            shared.label("plan_shared"),
            shared.where(PlanEdition.read_at.is_not(None)).label("plan_read"),
        )
    ).one()
    return frozenset(name for name, holds in found._mapping.items() if holds)
