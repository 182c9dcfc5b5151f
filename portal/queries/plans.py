"""Reading plans that are shared now: the list for whoever may read them, and one with its copy."""

from __future__ import annotations

from typing import TypeVarTuple

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.orm import contains_eager, defer

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Journey, Municipality, Place, PlanEdition, User
from portal.policy import Workplace
from portal.queries.editions import find_kept_edition, find_older, find_open_edition
from portal.queries.paging import SIZE, Page
from portal.queries.scopes import plans_seen_by
from portal.queries.searching import matches
from portal.queries.workplaces import get_workplace

Columns = TypeVarTuple("Columns")
PlanRow = tuple[PlanEdition, Place]


def list_plans(user: User, q: str, page: int, *, municipality: str = "", theme: str = "") -> Page[PlanRow]:
    """The open editions that the person, or a visitor, may read, by place in Swedish order; two queries. `q` looks in
    the names of places and municipalities; `municipality` is a slug, `theme` the key of one that a goal or an action
    has."""
    words = or_(*[and_(true(), *matches(each.search_name, q)) for each in (Place, Municipality)])
    query = (
        _readable(select(PlanEdition, Place), user)
        .where(words)
        .options(defer(PlanEdition.snapshot), contains_eager(Place.municipality))
        .order_by(Place.sort_key, Place.id)
    )
    if municipality:
        query = query.where(Municipality.slug == municipality)
    if theme:
        query = query.where(PlanEdition.themes.contains(f" {theme} ", autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, page), max(1, -(-total // SIZE)))
    found = db.session.execute(query.limit(SIZE).offset((number - 1) * SIZE)).all()
    return Page(found, number, total)


def list_newest_plans(user: User, limit: int) -> list[PlanRow]:
    """The open editions that the person, or a visitor, may read, the one shared last first; one query."""
    query = (
        _readable(select(PlanEdition, Place), user)
        .options(defer(PlanEdition.snapshot), contains_eager(Place.municipality))
        .order_by(PlanEdition.shared_at.desc(), PlanEdition.id.desc())
        .limit(limit)
    )
    return [(edition, place) for edition, place in db.session.execute(query)]


def list_plan_municipalities(user: User) -> list[tuple[str, str]]:
    """Slug and name of those with a plan that the person, or a visitor, may read; one query."""
    query = _readable(select(Municipality.slug, Municipality.name, Municipality.sort_key), user)
    found = db.session.execute(query.distinct().order_by(Municipality.sort_key))
    return [(slug, name) for slug, name, _key in found]


def _readable(query: Select[*Columns], user: User) -> Select[*Columns]:
    """Of editions with their places and municipalities: those that are open and that the person may read."""
    return (
        query.select_from(PlanEdition)
        .join(Journey, Journey.id == PlanEdition.journey_id)
        .join(Place, Place.id == Journey.place_id)
        .join(Place.municipality)
        .where(PlanEdition.ended_at.is_(None), Journey.is_current, plans_seen_by(user))
    )


def load_compared(slug: str) -> tuple[Workplace, PlanEdition, PlanEdition]:
    """Loader of the page of changes: the open edition and the one it is compared with. Raises NotFoundError."""
    workplace, edition = load_plan(slug)
    older = find_older(edition)
    if older is None:
        raise NotFoundError(N_("There is no such page."))
    return workplace, edition, older


def load_plan(slug: str) -> tuple[Workplace, PlanEdition]:
    """Loader of routes under /plans/<slug>/. Raises NotFoundError, in the same words, for an unknown place and for one
    that shares no plan now."""
    workplace = get_workplace(slug)
    edition = find_open_edition(workplace.journey)
    if edition is None:
        raise NotFoundError(N_("There is no such page."))
    return workplace, edition


def load_received(reader: User, slug: str) -> tuple[Workplace, PlanEdition]:
    """Loader of routes under /municipality/<slug>/plan/: the last edition that has reached the reader's municipality,
    whether the place still shares it, or belongs to it, or not. Raises NotFoundError."""
    workplace = get_workplace(slug)
    edition = find_kept_edition(reader, workplace.journey)
    if edition is None:
        raise NotFoundError(N_("There is no such page."))
    return workplace, edition
