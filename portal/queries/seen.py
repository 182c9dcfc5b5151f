"""What somebody saw when they last looked: of each answer and row the text that stood there then, and no other.

A look is kept only of what the person could read at that time, so what was written and overwritten before it was
shared, or while sharing was stopped, is never among it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, false, func, or_, select

from portal.extensions import db
from portal.models import Revision, Row
from portal.policy import Workplace
from portal.process.material import Entry, Given
from portal.process.schema import Process
from portal.queries.fresh import Saved
from portal.queries.looks import Glance


@dataclass(frozen=True, slots=True)
class GoneRow:
    """A row that others have removed since: what it said then, and who removed it when."""

    register: str
    entry: Entry
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """`answers` by key and `rows` by id, as they stood then; what did not exist then is missing."""

    answers: Mapping[str, Given]
    rows: Mapping[int, Entry]
    gone: Sequence[GoneRow]


def list_seen(
    workplace: Workplace,
    glance: Glance,
    fresh: Sequence[Saved],
    subjects: Iterable[str],
    part: str | None = None,
) -> Seen:
    """One query: what the fresh answers and rows said then, and the rows of these steps and place-wide registers (or
    of one section or register, `part`, of them) that others have removed since."""
    reached = [_reached(workplace.process, glance, fresh, subject, part) for subject in subjects]
    then = _newest(workplace.journey.id, reached)
    answers: dict[str, Given] = {}
    rows: dict[int, Entry] = {}
    gone: list[GoneRow] = []
    for found in db.session.execute(select(then).where(then.c.place == 1)):
        if found.question_key is not None:
            answers[found.question_key] = Given(found.value, found.not_relevant)
        elif not found.is_deleted:
            entry = Entry(found.row_id, found.value, found.preset_key)
            rows[found.row_id] = entry
            if found.deleted_at is not None:
                gone.append(GoneRow(found.register_key, entry, found.updated_by, found.deleted_at))
    return Seen(answers, rows, gone)


def _newest(journey_id: int, reached: Sequence[ColumnElement[bool]]) -> Subquery:
    """Of each answer and row the revisions that are reached, the newest of them at `place` 1."""
    holder = (Revision.question_key, Revision.row_id)
    newest = func.row_number().over(partition_by=holder, order_by=Revision.version.desc()).label("place")
    return (
        select(
            *holder,
            Revision.value,
            Revision.not_relevant,
            Revision.is_deleted,
            Row.register_key,
            Row.preset_key,
            Row.deleted_at,
            Row.updated_by,
            newest,
        )
        .outerjoin(Row, Row.id == Revision.row_id)
        .where(Revision.journey_id == journey_id, or_(false(), *reached))
        .subquery()
    )


def _reached(
    process: Process, glance: Glance, fresh: Sequence[Saved], subject: str, part: str | None
) -> ColumnElement[bool]:
    """The revisions of a step or register that this person had before their eyes: what stood there when they looked,
    and what they have written themselves since."""
    since, own = glance.since[subject], glance.own_since[subject]
    keys = [
        each.key for each in fresh if each.subject == subject and not each.is_tick and each.row_id is None
    ]
    ids = [each.row_id for each in fresh if each.subject == subject and each.row_id is not None]
    within = f"{part or subject}."
    registers = [r.key for r in process.all_registers() if f"{r.key}.".startswith(within)]
    removed = and_(Row.register_key.in_(registers), Row.deleted_at > since, Row.updated_by != glance.user_id)
    return and_(
        or_(Revision.question_key.in_(keys), Revision.row_id.in_(ids), removed),
        or_(Revision.at <= since, and_(Revision.saved_by == glance.user_id, Revision.at >= own)),
    )
