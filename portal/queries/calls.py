"""The conversations that a coach's call may have been about."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, select

from portal.extensions import db
from portal.models import Journey, Post, Promise, Thread
from portal.policy import Workplace

SHOWN = 50
"""How many conversations one chooses from; older ones are opened first and the call is logged from there."""


def list_call_threads(workplace: Workplace) -> Sequence[tuple[Thread, bool]]:
    """The open conversations of the place in which coaches may write, the latest first, each with whether a question
    waits there. One query."""
    asked = exists().where(Promise.thread_id == Thread.id, Promise.ended_on.is_(None)).correlate(Thread)
    query = (
        select(Thread, asked)
        .where(
            Thread.journey_id == workplace.journey.id,
            Thread.kind != "municipal",
            Thread.closed_at.is_(None),
        )
        .order_by(Thread.last_post_at.desc(), Thread.id.desc())
        .limit(SHOWN)
    )
    return [(thread, waits) for thread, waits in db.session.execute(query) if _is_shared(workplace, thread)]


def find_call_thread(journey: Journey) -> Thread | None:
    """The open conversation in which calls are noted that belong to no other: one that a call began."""
    first = select(func.min(Post.id)).where(Post.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    query = (
        select(Thread)
        .where(
            Thread.journey_id == journey.id,
            Thread.kind == "general",
            Thread.closed_at.is_(None),
            exists().where(Post.id == first, Post.kind == "call").correlate(Thread),
        )
        .order_by(Thread.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def _is_shared(workplace: Workplace, thread: Thread) -> bool:
    key = thread.anchor_key
    return key is None or key.partition(".")[0] in workplace.shared
