"""Reading the editions of a place's plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, defer, joinedload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Journey, Place, PlanEdition, User
from portal.policy import Workplace
from portal.queries.scopes import plans_kept_by
from portal.queries.workplaces import get_workplace

LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class EditionList:
    """The edition that is shared now, and every edition, newest first."""

    shared: PlanEdition | None
    all: list[PlanEdition]


def find_open_edition(journey: Journey) -> PlanEdition | None:
    """The edition that is shared now; its copy is read when it is asked for."""
    query = (
        select(PlanEdition)
        .where(PlanEdition.journey_id == journey.id, PlanEdition.ended_at.is_(None))
        .options(defer(PlanEdition.snapshot))
    )
    return db.session.scalars(query).one_or_none()


def list_editions(journey: Journey) -> EditionList:
    """One query; a place has few editions. Their copies are read when they are asked for."""
    query = (
        select(PlanEdition)
        .where(PlanEdition.journey_id == journey.id)
        .options(defer(PlanEdition.snapshot))
        .order_by(PlanEdition.number.desc())
    )
    found = list(db.session.scalars(query))
    return EditionList(next((each for each in found if each.ended_at is None), None), found)


def find_older(edition: PlanEdition) -> PlanEdition | None:
    """The edition before, which the given one is compared with. One that the municipality reads is compared with what
    the municipality has had: what only the coaches read in between is news to it. Its copy is read when asked for."""
    query = (
        select(PlanEdition)
        .where(PlanEdition.journey_id == edition.journey_id, PlanEdition.number < edition.number)
        .order_by(PlanEdition.number.desc())
        .limit(1)
        .options(defer(PlanEdition.snapshot))
    )
    if edition.reached_at is not None:
        query = query.where(PlanEdition.reached_at.is_not(None))
    return db.session.scalars(query).one_or_none()


def load_edition(slug: str, number: int) -> tuple[Workplace, PlanEdition]:
    """Loader of routes under …/editions/<number>/, whoever may read that edition: the predicate tells. Its copy is read
    when it is asked for. Raises NotFoundError."""
    workplace = get_workplace(slug)
    query = select(PlanEdition).where(
        PlanEdition.journey_id == workplace.journey.id, PlanEdition.number == min(number, LARGEST_NUMBER)
    )
    wanted = (defer(PlanEdition.snapshot), joinedload(PlanEdition.municipality))
    edition = db.session.scalars(query.options(*wanted)).one_or_none()
    if edition is None:
        raise NotFoundError(N_("There is no such page."))
    return workplace, edition


def find_kept_edition(reader: User, journey: Journey) -> PlanEdition | None:
    """The last edition that has reached the municipality of an officer, with that, shared now or not; its copy is read
    when it is asked for."""
    query = (
        select(PlanEdition)
        .where(PlanEdition.journey_id == journey.id, plans_kept_by(reader))
        .order_by(PlanEdition.number.desc())
        .limit(1)
        .options(defer(PlanEdition.snapshot), joinedload(PlanEdition.municipality))
    )
    return db.session.scalars(query).one_or_none()


def older_among(edition: PlanEdition, editions: Sequence[PlanEdition]) -> PlanEdition | None:
    """find_older among editions that are read already, the newest first; for one that is not stored, too."""
    heard = [each for each in editions if edition.reached_at is None or each.reached_at is not None]
    return next((each for each in heard if each.number < edition.number), None)


def is_before(older: Any) -> ColumnElement[bool]:
    """find_older in a query of editions: whether `older`, an alias, is the edition that each is compared with."""
    each = aliased(PlanEdition)
    latest = select(func.max(each.number)).where(
        each.journey_id == PlanEdition.journey_id,
        each.number < PlanEdition.number,
        or_(PlanEdition.reached_at.is_(None), each.reached_at.is_not(None)),
    )
    return and_(older.journey_id == PlanEdition.journey_id, older.number == latest.scalar_subquery())


def is_newest(edition: Any) -> ColumnElement[bool]:
    """Whether no edition of the journey came later, in a query of editions."""
    later = aliased(PlanEdition)
    return ~exists().where(later.journey_id == edition.journey_id, later.number > edition.number)


def is_newest_kept(edition: Any) -> ColumnElement[bool]:
    """Whether it is the last edition of its journey that has reached its municipality, in a query of editions."""
    later = aliased(PlanEdition)
    after = exists().where(
        later.journey_id == edition.journey_id,
        later.number > edition.number,
        later.reached_at.is_not(None),
        later.municipality_id == edition.municipality_id,
    )
    return and_(edition.reached_at.is_not(None), ~after)


def is_of_present(one: Any) -> ColumnElement[bool]:
    """Whether an edition or an answer is of the municipality that its place belongs to now, in a query of such."""
    journey, place = aliased(Journey), aliased(Place)
    query = (
        select(place.municipality_id)
        .join(journey, journey.place_id == place.id)
        .where(journey.id == one.journey_id)
    )
    present: ColumnElement[bool] = one.municipality_id == query.scalar_subquery()
    return present


def editions_of_journey(read: bool = False) -> ColumnElement[bool]:
    """Whether the journey's plan was ever the present municipality's to read, or ever read, in a query of journeys."""
    any_edition = PlanEdition.__table__.alias()
    query = exists().where(
        any_edition.c.journey_id == Journey.id,
        any_edition.c.reached_at.is_not(None),
        is_of_present(any_edition.c),
    )
    return query.where(any_edition.c.read_at.is_not(None)) if read else query


def find_newest_edition(journey: Journey) -> PlanEdition | None:
    """The last edition, shared now or not; its copy is read when it is asked for."""
    query = (
        select(PlanEdition)
        .where(PlanEdition.journey_id == journey.id)
        .order_by(PlanEdition.number.desc())
        .limit(1)
        .options(defer(PlanEdition.snapshot))
    )
    return db.session.scalars(query).one_or_none()


def next_number(journey: Journey) -> int:
    """The number of the next edition: they are counted from 1, also past those that are no longer shared."""
    highest = db.session.scalar(
        select(func.max(PlanEdition.number)).where(PlanEdition.journey_id == journey.id)
    )
    return (highest or 0) + 1
