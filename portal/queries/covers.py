"""Who has taken over what, now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import Cover, Submission, Thread, User
from portal.policy import Workplace
from portal.queries.workplaces import get_workplace

WAITING = ("submitted", "under_review")
"""States of a submission in which somebody has to act on it."""


@dataclass(frozen=True, slots=True)
class Covers:
    """Who covers, by the id of the submission and of the conversation."""

    submissions: Mapping[int, User] = field(default_factory=dict)
    threads: Mapping[int, User] = field(default_factory=dict)


def list_covers(*, submissions: Collection[int] = (), threads: Collection[int] = ()) -> Covers:
    """For the rows of a list. One query, and none for no ids."""
    if not submissions and not threads:
        return Covers()
    about = or_(Cover.submission_id.in_(sorted(submissions)), Cover.thread_id.in_(sorted(threads)))
    query = select(Cover).where(Cover.ended_at.is_(None), about).options(joinedload(Cover.user))
    found = db.session.scalars(query).all()
    return Covers(
        {cover.submission_id: cover.user for cover in found if cover.submission_id is not None},
        {cover.thread_id: cover.user for cover in found if cover.thread_id is not None},
    )


def find_cover(*, submission: Submission | None = None, thread: Thread | None = None) -> Cover | None:
    """The cover of a submission or a conversation that is open now, with its person."""
    about = (
        Cover.submission_id == submission.id
        if submission is not None
        else Cover.thread_id == (thread.id if thread is not None else None)
    )
    query = select(Cover).where(about, Cover.ended_at.is_(None)).options(joinedload(Cover.user))
    return db.session.scalars(query).one_or_none()


def load_handover(slug: str) -> tuple[Workplace, Mapping[int, frozenset[int]]]:
    """Loader of a place's handover note: the place, and who has taken over something open there: ids of people, each
    with the conversations that they cover (none where it is the submission)."""
    workplace = get_workplace(slug)
    open_thread = select(Thread.id).where(
        Thread.journey_id == workplace.journey.id, Thread.closed_at.is_(None)
    )
    waiting = select(Submission.id).where(
        Submission.journey_id == workplace.journey.id, Submission.state.in_(WAITING)
    )
    query = select(Cover.user_id, Cover.thread_id).where(
        Cover.ended_at.is_(None),
        or_(Cover.thread_id.in_(open_thread), Cover.submission_id.in_(waiting)),
    )
    covering: dict[int, set[int]] = {}
    for user, thread in db.session.execute(query):
        covering.setdefault(user, set()).update(() if thread is None else (thread,))
    return workplace, {user: frozenset(threads) for user, threads in covering.items()}
