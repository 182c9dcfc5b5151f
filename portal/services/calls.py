"""A coach's call by phone: what was agreed stands in a conversation and in the place's log, a private note apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portal.clock import today
from portal.errors import N_, InvalidError, Message, NotFoundError
from portal.extensions import db
from portal.models import Thread, User
from portal.policy import Conversation, Workplace, can_log_call, can_write, require
from portal.process.call_log import call_row
from portal.queries.calls import find_call_thread
from portal.queries.conversations import get_conversation
from portal.services.drafts import Draft, check_draft
from portal.services.permits import hold
from portal.services.posts import add_post, find_sent
from portal.services.rows import add_row
from portal.services.threads import begin_general
from portal.text import clean

WITH_LIMIT = 120
LONGEST_AGO = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was noted. `said`: what was agreed, for both; `note`: the coach's own. `thread_id`: the conversation
    that it was about, if any; `answers`: it answered the question that waits there. `thread_title` and `row_title`:
    what a conversation of calls and the row in the log are called."""

    called_on: date | None
    said: str
    thread_title: str
    row_title: str
    called_with: str = ""
    note: str = ""
    thread_id: int | None = None
    answers: bool = False
    sent_key: str | None = None


def log_call(actor: User, *, workplace: Workplace, call: Call) -> Thread:
    """Note a call; gives the conversation in which it stands. Sending the same form again changes nothing.

    Raises NotAllowedError, also when the conversation was closed or its subject unshared meanwhile, NotFoundError for
    one of elsewhere, and InvalidError with what is wrong at each field.
    """
    hold(workplace)
    known = find_sent(actor, None, call.sent_key)
    if known is not None:
        return db.session.get_one(Thread, known.thread_id)
    require(can_log_call(actor, workplace))
    draft = _check(actor, workplace, call)
    thread = _note(actor, workplace, call, draft)
    row = call_row(workplace.process, day=call.called_on or today(), title=call.row_title, outcome=draft.body)
    if row is not None:
        register, values = row
        add_row(actor, workplace=workplace, register=register, values=values)
    return thread


def _note(actor: User, workplace: Workplace, call: Call, draft: Draft) -> Thread:
    """In the conversation that it was about, else in the place's conversation of calls."""
    about = _find(workplace, call.thread_id) if call.thread_id is not None else None
    thread = about.thread if about is not None else find_call_thread(workplace.journey)
    if thread is None:
        return begin_general(actor, workplace=workplace, title=call.thread_title, draft=draft)
    conversation = about or get_conversation(thread.id)
    require(can_write(actor, conversation))
    add_post(actor, conversation, draft, opens=False)
    return thread


def _find(workplace: Workplace, thread_id: int) -> Conversation:
    conversation = get_conversation(thread_id)
    if conversation.workplace.journey.id != workplace.journey.id or conversation.is_municipal:
        raise NotFoundError(N_("There is no such conversation."))
    return conversation


def _check(actor: User, workplace: Workplace, call: Call) -> Draft:
    fields: dict[str, Message] = {}
    if call.called_on is None:
        fields["called_on"] = Message(N_("Write the date as year-month-day, for example 2026-10-14."))
    elif not today() - LONGEST_AGO <= call.called_on <= today():
        fields["called_on"] = Message(N_("A call is logged when it has been, and within a year."))
    called_with = " ".join(clean(call.called_with).split())
    if len(called_with) > WITH_LIMIT:
        fields["called_with"] = Message(N_("At most %(limit)s characters fit here."), {"limit": WITH_LIMIT})
    draft = Draft(
        body=call.said,
        note=call.note,
        is_call=True,
        called_on=call.called_on,
        called_with=called_with,
        answers=call.answers,
        sent_key=call.sent_key,
    )
    try:
        checked = check_draft(actor, Conversation(workplace, Thread(kind="general")), draft)
    except InvalidError as error:
        fields |= error.fields
    if fields:
        first = next(iter(fields.values()))
        raise InvalidError(first.text, fields, **first.params)
    return checked
