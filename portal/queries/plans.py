"""Reading plans that are shared now: the list for whoever may read them, and one with its copy."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import contains_eager, defer

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Journey, Municipality, Place, PlanEdition, User
from portal.policy import Workplace
from portal.queries.editions import find_open_edition
from portal.queries.paging import SIZE, Page
from portal.queries.scopes import plans_seen_by
from portal.queries.searching import matches
from portal.queries.workplaces import get_workplace

PlanRow = tuple[PlanEdition, Place]


def list_plans(user: User, q: str, page: int) -> Page[PlanRow]:
    """The shared plans that the person may read, by place in Swedish order; two queries. `q` looks in the names of
    places and municipalities."""
    words = or_(*[and_(true(), *matches(each.search_name, q)) for each in (Place, Municipality)])
    query = (
        select(PlanEdition, Place)
        .join(Journey, Journey.id == PlanEdition.journey_id)
        .join(Place, Place.id == Journey.place_id)
        .join(Place.municipality)
        .where(PlanEdition.ended_at.is_(None), Journey.is_current, plans_seen_by(user), words)
        .options(defer(PlanEdition.snapshot), contains_eager(Place.municipality))
        .order_by(Place.sort_key, Place.id)
    )
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, page), max(1, -(-total // SIZE)))
    found = db.session.execute(query.limit(SIZE).offset((number - 1) * SIZE)).all()
    return Page(found, number, total)


def load_plan(slug: str) -> tuple[Workplace, PlanEdition]:
    """Loader of routes under /plans/<slug>/. Raises NotFoundError, in the same words, for an unknown place and for one
    that shares no plan now."""
    workplace = get_workplace(slug)
    edition = find_open_edition(workplace.journey)
    if edition is None:
        raise NotFoundError(N_("There is no such page."))
    return workplace, edition
