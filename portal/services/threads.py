"""Conversations: begun, closed, opened again; and what becomes of a coach's questions and suggestions."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message, NotFoundError
from portal.extensions import db
from portal.models import Row, Thread, User
from portal.policy import (
    COACH,
    Conversation,
    Workplace,
    can_begin_about,
    can_begin_municipal,
    can_begin_thread,
    can_close,
    require,
    side_of,
)
from portal.process.anchors import find_anchor, freeze_anchor
from portal.queries.attachments import files_of, list_attachments
from portal.queries.conversations import get_conversation
from portal.queries.material import get_material
from portal.queries.municipal_talk import find_municipal_talk
from portal.services import promises
from portal.services.drafts import Draft, check_draft
from portal.services.events import record
from portal.services.permits import hold
from portal.services.posts import add_post, find_sent, write
from portal.text import clean, is_seen

TITLE_LIMIT = 120


def begin_about(
    actor: User, *, workplace: Workplace, anchor_key: str, row_id: int | None, draft: Draft
) -> Thread:
    """Ask, or offer a thought, about a section, a question or a register (perhaps one row of it).

    The text that stands there is frozen beside it. Raises NotFoundError for what is not there, NotAllowedError where
    coaches may not read it, InvalidError.
    """
    hold(workplace)
    anchor = find_anchor(workplace.process, anchor_key)
    if anchor is None:
        raise NotFoundError(N_("There is nothing by that name to talk about."))
    require(can_begin_about(actor, workplace, anchor))
    if row_id is not None:
        _check_row(workplace, anchor_key, row_id)
    files = files_of(list_attachments(workplace.journey))
    about = freeze_anchor(workplace.process, get_material(workplace.journey), anchor, row_id, files)
    return _begin(
        actor, workplace, draft, Thread(kind="anchored", anchor_key=anchor.key, row_id=row_id, about=about)
    )


def begin_general(actor: User, *, workplace: Workplace, title: str, draft: Draft) -> Thread:
    """Begin a conversation about anything else. Raises NotAllowedError, InvalidError."""
    hold(workplace)
    require(can_begin_thread(actor, workplace))
    title = " ".join(clean(title).split())
    if not is_seen(title) or len(title) > TITLE_LIMIT:
        words = (
            N_("Write what it is about.")
            if not is_seen(title)
            else N_("At most %(limit)s characters fit here.")
        )
        raise InvalidError(words, {"title": Message(words, {"limit": TITLE_LIMIT})}, limit=TITLE_LIMIT)
    return _begin(actor, workplace, draft, Thread(kind="general", title=title))


def begin_municipal(actor: User, *, workplace: Workplace, draft: Draft) -> Thread:
    """Begin the conversation between the municipality and the place's coaches, or go on in the one that is open: a
    place has one at a time. Raises NotAllowedError, InvalidError."""
    hold(workplace)
    require(can_begin_municipal(actor, workplace))
    going_on = find_municipal_talk(workplace.journey)
    if going_on is None or find_sent(actor, None, draft.sent_key) is not None:
        return _begin(actor, workplace, draft, Thread(kind="municipal"))
    write(actor, conversation=get_conversation(going_on.id), draft=replace(draft, wants_answer=True))
    return going_on


def close(actor: User, *, conversation: Conversation) -> None:
    """Close it: nobody writes in it until it is opened again, and a question that waits is withdrawn. Closing what is
    closed changes nothing. Raises NotAllowedError; ConflictError for a coach while a question waits for one: only who
    asked can say that it needs no answer."""
    hold(conversation.workplace)
    require(can_close(actor, conversation))
    thread = conversation.thread
    if thread.closed_at is None:
        if side_of(actor, conversation) == COACH and promises.waits_for_coaches(thread):
            raise ConflictError(
                N_("A question waits for an answer here. Answer it first; who asked can close it as it is.")
            )
        promises.withdraw(thread)
        thread.closed_by, thread.closed_at = actor.id, now()
        _record(actor, "thread_closed", conversation)


def reopen(actor: User, *, conversation: Conversation) -> None:
    """Open it again. Raises NotAllowedError, ConflictError where the municipality has a later one that is open."""
    hold(conversation.workplace)
    require(can_close(actor, conversation))
    thread = conversation.thread
    if thread.closed_at is None:
        return
    if conversation.is_municipal and find_municipal_talk(conversation.workplace.journey) is not None:
        raise ConflictError(N_("You talk in a later conversation now. Close that one first, or go on there."))
    thread.closed_by = thread.closed_at = None
    _record(actor, "thread_reopened", conversation)


def _begin(actor: User, workplace: Workplace, draft: Draft, thread: Thread) -> Thread:
    known = find_sent(actor, None, draft.sent_key)
    if known is not None:
        return db.session.get_one(Thread, known.thread_id)
    conversation = Conversation(workplace, thread)
    checked = check_draft(actor, conversation, draft)
    moment = now()
    thread.journey_id = workplace.journey.id
    thread.opened_by, thread.opened_at, thread.last_post_at = actor.id, moment, moment
    db.session.add(thread)
    db.session.flush()
    _record(actor, "thread_opened", conversation)
    add_post(actor, conversation, checked, opens=True)
    return thread


def _check_row(workplace: Workplace, register_key: str, row_id: int) -> None:
    there = select(Row.id).where(
        Row.id == row_id,
        Row.journey_id == workplace.journey.id,
        Row.register_key == register_key,
        Row.deleted_at.is_(None),
    )
    if db.session.scalar(there) is None:
        raise NotFoundError(N_("There is no such row. It may have been removed."))


def _record(actor: User, kind: str, conversation: Conversation) -> None:
    thread = conversation.thread
    record(
        actor,
        kind,
        journey=conversation.workplace.journey,
        subject=f"thread-{thread.id}",
        data={"thread": thread.id},
        touches=False,
    )
