"""Reading all editions of a place's plan, and what was new in each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, defer

from portal.extensions import db
from portal.models import Journey, Place, PlanEdition, User
from portal.process.contents import read_contents
from portal.queries.editions import is_before
from portal.queries.paging import Page
from portal.queries.scopes import editions_read_by

SIZE = 10


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """An edition without its copy. `older`: the number of the edition before it, which it is compared with, 0 for none.
    How many goals and actions are new since then, how many actions are called or need something else, and how many of
    both are gone."""

    edition: PlanEdition
    older: int
    new_goals: int = 0
    new_actions: int = 0
    changed: int = 0
    removed: int = 0


def list_earlier_editions(user: User, journey: Journey, page: int) -> Page[EarlierEdition]:
    """Those that the person may read, the open one too, the newest first. One query; a number past the end gives the
    first page."""
    older = aliased(PlanEdition)
    query = (
        select(PlanEdition, older.number, older.contents, func.count().over())
        .join(Journey, Journey.id == PlanEdition.journey_id)
        .join(Place, Place.id == Journey.place_id)
        .outerjoin(older, is_before(older))
        .where(PlanEdition.journey_id == journey.id, editions_read_by(user))
        .order_by(PlanEdition.number.desc())
        .options(defer(PlanEdition.snapshot))
    )
    found = db.session.execute(query.limit(SIZE).offset((page - 1) * SIZE)).all()
    if not found and page > 1:
        return list_earlier_editions(user, journey, 1)
    items = [_compared(edition, number, before) for edition, number, before, _total in found]
    return Page(items, page, found[0][3] if found else 0, SIZE)


def _compared(edition: PlanEdition, older: int | None, before: dict[str, object]) -> EarlierEdition:
    if older is None:
        return EarlierEdition(edition, 0)
    now, then = read_contents(edition.contents), read_contents(before)
    return EarlierEdition(
        edition,
        older,
        new_goals=len(now.new_goals(then)),
        new_actions=len(now.new_actions(then)),
        changed=len(now.changed_actions(then)),
        removed=len(then.new_goals(now)) + len(then.new_actions(now)),
    )
