"""Reading all editions of a place's plan, and what was new in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, null, select
from sqlalchemy.orm import aliased, defer

from portal.extensions import db
from portal.models import Journey, Place, PlanEdition, User
from portal.policy import Workplace
from portal.process.contents import read_contents
from portal.process.edition_news import Frozen, count_changed
from portal.process.schema import Process
from portal.queries.editions import is_before
from portal.queries.paging import Page
from portal.queries.scopes import editions_read_by

SIZE = 10


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """An edition without its copy. `older`: the number of the edition before it, which it is compared with, 0 for none.
    How many goals and actions are new since then, how many say something else, and how many of both are gone."""

    edition: PlanEdition
    older: int
    new_goals: int = 0
    new_actions: int = 0
    changed_goals: int = 0
    changed_actions: int = 0
    removed: int = 0


def list_earlier_editions(user: User, workplace: Workplace, page: int) -> Page[EarlierEdition]:
    """Those that the person may read, the open one too, the newest first. One query, which of the copies reads goals
    and actions alone; a number past the end gives the first page."""
    older, journey, process = aliased(PlanEdition), workplace.journey, workplace.process
    goals, actions = (
        (_rows(older, process, role), _rows(PlanEdition, process, role)) for role in ("goals", "actions")
    )
    query = (
        select(PlanEdition, older.number, older.contents, *goals, *actions, func.count().over())
        .join(Journey, Journey.id == PlanEdition.journey_id)
        .join(Place, Place.id == Journey.place_id)
        .outerjoin(older, is_before(older))
        .where(PlanEdition.journey_id == journey.id, editions_read_by(user))
        .order_by(PlanEdition.number.desc())
        .options(defer(PlanEdition.snapshot))
    )
    found = db.session.execute(query.limit(SIZE).offset((page - 1) * SIZE)).all()
    if not found and page > 1:
        return list_earlier_editions(user, workplace, 1)
    items = [
        _compared(edition, number, before, (rows[0], rows[1]), (rows[2], rows[3]))
        for edition, number, before, *rows, _total in found
    ]
    return Page(items, page, found[0][-1] if found else 0, SIZE)


def _rows(edition: Any, process: Process, role: str) -> ColumnElement[Any]:
    """A register's rows in an edition's copy."""
    register = process.register_with_role(role)
    return edition.snapshot["copy"]["rows"][register.key] if register is not None else null()


def _compared(
    edition: PlanEdition,
    older: int | None,
    before: dict[str, object],
    goals: tuple[Frozen | None, Frozen | None],
    actions: tuple[Frozen | None, Frozen | None],
) -> EarlierEdition:
    """`goals` and `actions`: as they stood in the older edition, and in this one."""
    if older is None:
        return EarlierEdition(edition, 0)
    now, then = read_contents(edition.contents), read_contents(before)
    return EarlierEdition(
        edition,
        older,
        new_goals=len(now.new_goals(then)),
        new_actions=len(now.new_actions(then)),
        changed_goals=count_changed(*goals),
        changed_actions=count_changed(*actions),
        removed=len(then.new_goals(now)) + len(then.new_actions(now)),
    )
