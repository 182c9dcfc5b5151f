"""The conversation between a municipality's officers and a place's coaches: one at a time for each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.extensions import db
from portal.models import Journey, Thread, User
from portal.queries.threads import Line, lines_of, read_lines

CLOSED_SHOWN = 10
"""How many closed conversations a new one points at."""


def find_municipal_talk(journey: Journey) -> Thread | None:
    """The open one of a place."""
    query = select(Thread).where(
        Thread.journey_id == journey.id, Thread.kind == "municipal", Thread.closed_at.is_(None)
    )
    return db.session.scalars(query.order_by(Thread.id).limit(1)).one_or_none()


def list_closed_talks(journey: Journey) -> Sequence[Thread]:
    """Those that were closed, the latest first; at most CLOSED_SHOWN."""
    query = select(Thread).where(
        Thread.journey_id == journey.id, Thread.kind == "municipal", Thread.closed_at.is_not(None)
    )
    return db.session.scalars(query.order_by(Thread.closed_at.desc()).limit(CLOSED_SHOWN)).all()


def list_municipal_talks(user: User, journeys: Iterable[int]) -> dict[int, Line]:
    """Of each journey the open conversation, else the newest one, as the person reads it. One query; for people who
    may read them all."""
    ids = list(journeys)
    if not ids:
        return {}
    other = aliased(Thread)
    foremost = (
        select(other.id)
        .where(other.journey_id == Thread.journey_id, other.kind == "municipal")
        .order_by(other.closed_at.is_not(None), other.id.desc())
        .limit(1)
        .correlate(Thread)
        .scalar_subquery()
    )
    query = lines_of(user).where(
        Thread.kind == "municipal", Thread.journey_id.in_(ids), Thread.id == foremost
    )
    return {line.thread.journey_id: line for line in read_lines(query)}
