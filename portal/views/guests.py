"""Guests of a conversation: a coach asks a colleague of another sector in, and says when that answers the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.forms.people import SECTOR_WORDS
from portal.models.people import SECTORS
from portal.policy import Conversation
from portal.queries.conversations import load_conversation
from portal.queries.guests import list_candidates
from portal.queries.searching import words_of
from portal.services import guests as service
from portal.services.guests import WHY_LIMIT
from portal.views.thread_pages import address_of_thread, title_of_thread
from portal.web.access import access
from portal.web.failures import say
from portal.web.paging import page_number

bp = Blueprint("guests", __name__)

Page = str | Response | tuple[str, int]
DIGITS = 9


@dataclass(frozen=True, slots=True)
class GuestForm:
    """Who was chosen and why; `errors`: what is wrong, by field."""

    user: str = ""
    why: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(f"guest-{name}", words) for name, words in self.errors.items()]


@bp.get("/conversations/<int:thread_id>/guests")
@access(policy.can_see_thread, act=policy.can_ask_guest, load=load_conversation)
def choose(conversation: Conversation) -> Page:
    return _render(conversation, GuestForm())


@bp.post("/conversations/<int:thread_id>/guests")
@access(policy.can_see_thread, act=policy.can_ask_guest, load=load_conversation)
def ask(conversation: Conversation) -> Page:
    chosen, why = request.form.get("user", ""), request.form.get("why", "")
    is_number = chosen.isascii() and chosen.isdigit() and len(chosen) <= DIGITS
    try:
        service.ask(
            current_user,
            conversation=conversation,
            user_id=int(chosen) if is_number else 0,
            why=why,
            sector=request.values.get("sector", ""),
        )
    except InvalidError as error:
        wrong = {name: say(message) for name, message in error.fields.items()}
        return _render(conversation, GuestForm(chosen, why, wrong)), error.status
    flash(_("Your colleague is asked in. You keep the responsibility for the answer."), "done")
    return redirect(address_of_thread(conversation.thread.id), 303)


@bp.post("/conversations/<int:thread_id>/guests/<int:user_id>/end")
@access(policy.can_see_thread, load=load_conversation)
def end(conversation: Conversation, user_id: int) -> Page:
    service.let_go(current_user, conversation=conversation, user_id=user_id)
    if user_id == current_user.id:
        flash(_("You have left the conversation."), "done")
        return redirect(url_for("helping.index"), 303)
    flash(_("Your colleague no longer takes part. What was said stays."), "done")
    return redirect(address_of_thread(conversation.thread.id), 303)


@bp.post("/conversations/<int:thread_id>/answers")
@access(policy.can_see_thread, act=policy.can_accept_answer, load=load_conversation)
def accept(conversation: Conversation) -> Page:
    service.accept(current_user, conversation=conversation)
    flash(_("The question is answered."), "done")
    return redirect(address_of_thread(conversation.thread.id), 303)


def _render(conversation: Conversation, form: GuestForm) -> str:
    sector, q = request.values.get("sector", ""), words_of(request.values.get("q", ""))
    sector = sector if sector in SECTORS else ""
    return render_template(
        "conversations/guests.html",
        place=conversation.workplace.place,
        thread=conversation.thread,
        title=title_of_thread(conversation.workplace, conversation.thread),
        found=list_candidates(conversation, sector=sector, q=q, page=page_number()),
        sector=sector,
        q=q,
        sectors=list(SECTOR_WORDS.items()),
        words=SECTOR_WORDS,
        form=form,
        limit=WHY_LIMIT,
    )
