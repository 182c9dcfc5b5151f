"""Coaches of other sectors in a conversation: asked in, thanked off, and their words taken as the answer."""

from __future__ import annotations

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import Event, ThreadGuest, User
from portal.notifications.notices import tell
from portal.policy import Conversation, can_accept_answer, can_ask_guest, can_read_thread, can_write, require
from portal.queries.guests import find_candidate, find_guest, last_guest_post
from portal.queries.threads import find_promise
from portal.services import promises
from portal.services.events import record
from portal.services.permits import hold
from portal.text import clean

WHY_LIMIT = 500


def ask(actor: User, *, conversation: Conversation, user_id: int, why: str, sector: str = "") -> ThreadGuest:
    """Ask a coach in, with a line of why; asking somebody who is there changes nothing. `sector`: for which of theirs.

    Raises NotAllowedError, InvalidError with what is wrong at each field.
    """
    hold(conversation.workplace)
    require(can_ask_guest(actor, conversation))
    require(can_write(actor, conversation))
    there = find_guest(conversation, user_id)
    if there is not None:
        return there
    user = find_candidate(conversation, user_id)
    why = clean(why)
    fields: dict[str, Message] = {}
    if user is None:
        fields["user"] = Message(N_("Choose a colleague in the list."))
    if not why:
        fields["why"] = Message(N_("Write what you would like help with."))
    elif len(why) > WHY_LIMIT:
        fields["why"] = Message(N_("At most %(limit)s characters fit here."), {"limit": WHY_LIMIT})
    if user is None or fields:
        first = next(iter(fields.values()))
        raise InvalidError(first.text, fields, **first.params)
    known = sector if sector in user.sectors else next(iter(user.sectors), "")
    thread = conversation.thread
    guest = ThreadGuest(
        thread_id=thread.id, user_id=user.id, sector=known, why=why, asked_by=actor.id, asked_at=now()
    )
    db.session.add(guest)
    db.session.flush()
    event = _record(actor, "guest_asked", conversation, user.id)
    place = conversation.workplace.place.name
    tell(event, to=[user], path=f"/conversations/{thread.id}/", place=place, who=actor.name)
    return guest


def let_go(actor: User, *, conversation: Conversation, user_id: int) -> None:
    """A guest leaves, or is thanked off; what they said stays. Doing it again changes nothing. Raises
    NotAllowedError."""
    hold(conversation.workplace)
    require(
        can_read_thread(actor, conversation) if actor.id == user_id else can_ask_guest(actor, conversation)
    )
    guest = find_guest(conversation, user_id)
    if guest is not None:
        guest.ended_at = now()
        db.session.flush()
        _record(actor, "guest_left", conversation, user_id)


def accept(actor: User, *, conversation: Conversation) -> None:
    """What the guest said last answers the question. Nothing changes where no question waits. Raises NotAllowedError,
    ConflictError when no guest has said anything since it was asked."""
    hold(conversation.workplace)
    require(can_accept_answer(actor, conversation))
    promise = find_promise(conversation.thread)
    if promise is None:
        return
    post = last_guest_post(conversation, promise)
    if post is None:
        raise ConflictError(N_("No guest has answered yet."))
    promises.reply(conversation.thread, post)
    _record(actor, "answer_accepted", conversation, post.author_id)


def _record(actor: User, kind: str, conversation: Conversation, user_id: int) -> Event:
    thread = conversation.thread
    return record(
        actor,
        kind,
        journey=conversation.workplace.journey,
        subject=f"thread-{thread.id}",
        data={"thread": thread.id, "user": user_id},
        touches=False,
    )
