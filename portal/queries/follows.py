"""The plans that somebody follows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import Event, Journey, Place, PlanEdition, PlanFollow, User
from portal.policy import Workplace
from portal.queries.editions import find_open_edition
from portal.queries.paging import SIZE, Page
from portal.queries.scopes import plans_seen_by
from portal.queries.workplaces import get_workplace


@dataclass(frozen=True, slots=True)
class Followed:
    """The place whose plan it is; `is_open`: the person may read it now."""

    place: Place
    is_open: bool


def list_followed(user: User, page: int) -> Page[Followed]:
    """By place in Swedish order, also those that the person may no longer read. Two queries."""
    readable = exists(
        select(PlanEdition.id).where(
            and_(PlanEdition.journey_id == Journey.id, PlanEdition.ended_at.is_(None), plans_seen_by(user))
        )
    )
    query = (
        select(Place, readable.correlate(Journey, Place))
        .join(Journey, and_(Journey.place_id == Place.id, Journey.is_current))
        .join(PlanFollow, PlanFollow.journey_id == Journey.id)
        .where(PlanFollow.user_id == user.id)
        .options(joinedload(Place.municipality))
        .order_by(Place.sort_key, Place.id)
    )
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, page), max(1, -(-total // SIZE)))
    found = db.session.execute(query.limit(SIZE).offset((number - 1) * SIZE))
    return Page([Followed(place, is_open) for place, is_open in found], number, total)


def has_followed(user: User, journey: Journey) -> bool:
    """Whether the person has ever begun to: then its place is no secret to them."""
    query = select(Event.id).where(
        Event.journey_id == journey.id, Event.kind == "plan_followed", Event.actor_id == user.id
    )
    return db.session.scalar(query.limit(1)) is not None


def load_followed(slug: str) -> tuple[Workplace, PlanEdition | None]:
    """A plan that somebody may follow, with the edition that is open, if there is one. Raises NotFoundError."""
    workplace = get_workplace(slug)
    return workplace, find_open_edition(workplace.journey)
