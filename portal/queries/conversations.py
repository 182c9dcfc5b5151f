"""Reading one conversation, with what its rules look at and what its page says beside the posts."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased, contains_eager

from portal.errors import N_, NotFoundError
from portal.extensions import db, writing
from portal.models import Cover, Journey, Place, Promise, Share, Thread, ThreadGuest, User
from portal.policy import Conversation, Guest, Standin, Workplace
from portal.process.definitions import find_definition
from portal.queries.threads import has_shared


def get_conversation(thread_id: int) -> Conversation:
    """Two queries, three in a request that may write: it holds the journey from here on. Raises NotFoundError."""
    held = writing.get()
    if held:
        # By itself: what a statement that waits for the lock reads beside it is as old as the statement.
        db.session.execute(_HOLD, {"thread": thread_id})
    found = db.session.execute(_AFRESH if held else _BY_ID, {"thread": thread_id}).all()
    if not found:
        raise NotFoundError(N_("There is no such conversation."))
    # One row for each share, or one without; the rest is the same in all of them.
    thread, promise, user_id, name, since, is_shared = found[0][:6]
    journey = thread.journey
    process = find_definition(journey.definition_key, journey.definition_version)
    shared = {key: at for *_rest, key, at in found if at}
    asked_in = _list_asked_in(thread_id)
    return Conversation(
        Workplace(journey.place, journey, process, shared, held),
        thread,
        guests=frozenset(user for user, guest in asked_in.items() if guest.is_here),
        covers=frozenset({user_id} if user_id else ()),
        has_shared=is_shared,
        asked_in=asked_in,
        standin=Standin(user_id, name, since) if user_id else None,
        promise=promise,
    )


def load_conversation(thread_id: int) -> tuple[Conversation]:
    """Loader of routes under /conversations/<thread_id>/."""
    return (get_conversation(thread_id),)


def _list_asked_in(thread_id: int) -> dict[int, Guest]:
    return {line[0]: Guest(*line) for line in db.session.execute(_ASKED_IN, {"thread": thread_id})}


_ASKER = aliased(User)
_BY_ID = (
    select(
        Thread,
        Promise,
        Cover.user_id,
        User.name,
        Cover.since,
        has_shared(),
        Share.subject_key,
        Share.shared_at,
    )
    .join(Thread.journey)
    .join(Journey.place)
    .outerjoin(Promise, and_(Promise.thread_id == Thread.id, Promise.ended_on.is_(None)))
    .outerjoin(Cover, and_(Cover.thread_id == Thread.id, Cover.ended_at.is_(None)))
    .outerjoin(User, User.id == Cover.user_id)
    .outerjoin(Share, and_(Share.journey_id == Journey.id, Share.ended_at.is_(None)))
    .where(Thread.id == bindparam("thread"))
    .options(contains_eager(Thread.journey).contains_eager(Journey.place).joinedload(Place.municipality))
)
_AFRESH = _BY_ID.execution_options(populate_existing=True)
_HOLD = (
    select(Journey.id)
    .join(Thread, Thread.journey_id == Journey.id)
    .where(Thread.id == bindparam("thread"))
    .with_for_update(of=Journey, key_share=True)
)
_ASKED_IN = (
    select(
        ThreadGuest.user_id,
        User.name,
        ThreadGuest.sector,
        ThreadGuest.why,
        _ASKER.name,
        ThreadGuest.ended_at.is_(None),
    )
    .join(User, User.id == ThreadGuest.user_id)
    .join(_ASKER, _ASKER.id == ThreadGuest.asked_by)
    .where(ThreadGuest.thread_id == bindparam("thread"))
    .order_by(ThreadGuest.id)
)
