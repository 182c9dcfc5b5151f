"""A coach logs a call: one short form, made for the phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from portal import policy
from portal.clock import today
from portal.errors import DomainError, InvalidError, NotFoundError
from portal.extensions import htmx
from portal.policy import Workplace
from portal.queries.calls import list_call_threads
from portal.queries.workplaces import load_place
from portal.services.calls import Call, log_call
from portal.views.posting import status_of
from portal.views.row_forms import sent_key
from portal.views.thread_pages import address_of_thread, title_of_thread
from portal.web.access import access
from portal.web.failures import say

bp = Blueprint("calls", __name__)

Page = str | Answer | tuple[str, int]
DIGITS = 9


@dataclass(frozen=True, slots=True)
class CallForm:
    """What stands in the form; `errors`: what is wrong, by field; `refused`: why it cannot be logged now."""

    called_on: str = ""
    called_with: str = ""
    body: str = ""
    note: str = ""
    thread: str = ""
    answers: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(f"call-{name}", words) for name, words in self.errors.items()]


@bp.get("/places/<slug>/calls")
@access(policy.can_see_place, act=policy.can_log_call, load=load_place)
def new(workplace: Workplace) -> Page:
    asked = request.args.get("thread", "")
    return _render(workplace, CallForm(called_on=today().isoformat(), thread=asked))


@bp.post("/places/<slug>/calls")
@access(policy.can_see_place, act=policy.can_log_call, load=load_place)
def create(workplace: Workplace) -> Page:
    form = _sent()
    try:
        thread = log_call(current_user, workplace=workplace, call=_call(form))
    except NotFoundError:
        raise
    except InvalidError as error:
        wrong = {name: say(message) for name, message in error.fields.items()}
        return _render(workplace, replace(form, errors=wrong)), status_of(error)
    except DomainError as error:
        return _render(workplace, replace(form, refused=say(error.message))), status_of(error)
    flash(_("The call is logged. The place reads what you agreed on."), "done")
    onward = address_of_thread(thread.id)
    return Response(status=204, headers={"HX-Redirect": onward}) if htmx else redirect(onward, 303)


def _sent() -> CallForm:
    sent = request.form
    return CallForm(
        called_on=sent.get("called_on", ""),
        called_with=sent.get("called_with", ""),
        body=sent.get("body", ""),
        note=sent.get("note", ""),
        thread=sent.get("thread", ""),
        answers="answers" in sent,
    )


def _call(form: CallForm) -> Call:
    thread, whom = form.thread, " ".join(form.called_with.split())
    return Call(
        called_on=_day(form.called_on),
        said=form.body,
        note=form.note,
        called_with=form.called_with,
        thread_id=int(thread) if thread.isascii() and thread.isdigit() and len(thread) <= DIGITS else None,
        answers=form.answers,
        sent_key=sent_key(),
        thread_title=_("Phone calls"),
        row_title=_("Call with the coach: %(whom)s", whom=whom) if whom else _("Call with the coach"),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _render(workplace: Workplace, form: CallForm) -> str:
    place = workplace.place
    choices = list_call_threads(workplace)
    return render_template(
        "calls/new.html",
        place=place,
        form=form,
        today=today(),
        back=url_for("conversations.index", slug=place.slug),
        choices=[(str(thread.id), title_of_thread(workplace, thread), waits) for thread, waits in choices],
    )
