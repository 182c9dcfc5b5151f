"""The municipality answers the actions of a plan: the officers' page, and what was answered earlier."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from portal import policy
from portal.errors import DomainError
from portal.extensions import htmx
from portal.forms.action_answers import ReceiptForm, ReplyForm, fill_receipt, fill_reply, read_days, read_seen
from portal.models import PlanEdition
from portal.policy import Workplace
from portal.process.contents import Listed, read_contents
from portal.queries.action_answers import (
    find_answer,
    is_following,
    list_drafted,
    load_action,
    load_answered,
    load_kept_answers,
)
from portal.queries.copies import get_copy_text
from portal.queries.paging import Page as Paged
from portal.queries.plans import load_received
from portal.queries.receipts import list_receipts
from portal.services import action_answers, receipts
from portal.views.action_requests import SHOWS, Requests
from portal.views.copies import plan_in
from portal.views.edition_news import newer_in
from portal.views.received import history_page, kept_page
from portal.views.registrars import registered
from portal.views.told import Told
from portal.views.unsent_answers import unsent_page
from portal.web.access import access
from portal.web.forms import show_refusal
from portal.web.language import current_language
from portal.web.paging import page_number

bp = Blueprint("action_answers", __name__)

Page = str | Answer | tuple[str, int]

SIZE = 10
"""Actions on a page: each has a form of its own."""


@bp.get("/municipality/<slug>/plan/")
@access(policy.can_keep_plan, load=load_received)
def show(workplace: Workplace, edition: PlanEdition) -> Page:
    if not policy.can_answer_plan(current_user, workplace, edition):
        return kept_page(workplace, edition)
    return _page(workplace, edition)


@bp.post("/municipality/<slug>/plan/answers/<int:row_id>")
@access(policy.can_keep_plan, load=load_kept_answers)
def answer(workplace: Workplace, edition: PlanEdition, row_id: int) -> Page:
    form, is_shared = ReplyForm(row_id), request.form.get("send") == "1"
    ruling = policy.can_answer_plan(current_user, workplace, edition)
    action = read_contents(edition.contents).action(row_id)
    if not ruling or action is None:
        return unsent_page(workplace, edition, form, row_id, ruling)
    try:
        action_answers.answer(
            current_user,
            workplace=workplace,
            edition=edition,
            action=action,
            said=form.said(),
            seen=read_seen(request.form.get("seen", "")),
            is_shared=is_shared,
            asked=request.form.get("asked", ""),
        )
    except DomainError as error:
        show_refusal(form, error)
        return _page(workplace, edition, refused=(action.id, form)), error.status
    place = workplace.place.name
    words = _("Your answer is sent to %(place)s.", place=place) if is_shared else _("The draft is saved.")
    return _answered(workplace, edition, action, words)


@bp.post("/municipality/<slug>/plan/answers/<int:row_id>/confirmations")
@access(policy.can_keep_plan, act=policy.can_answer_plan, load=load_action)
def confirm(workplace: Workplace, edition: PlanEdition, action: Listed) -> Page:
    """The answer still holds for what the action says now."""
    try:
        action_answers.confirm(
            current_user,
            workplace=workplace,
            edition=edition,
            action=action,
            seen=read_seen(request.form.get("seen", "")),
            asked=request.form.get("asked", ""),
        )
    except DomainError as error:
        form = fill_reply(action.id, find_answer(workplace, action.id, shared=False))
        show_refusal(form, error)
        return _page(workplace, edition, refused=(action.id, form)), error.status
    words = _("%(place)s has been told that your answer still holds.", place=workplace.place.name)
    return _answered(workplace, edition, action, words)


def _answered(workplace: Workplace, edition: PlanEdition, action: Listed, words: str) -> Page:
    if htmx:
        return _page(workplace, edition, done=(action.id, words))
    flash(f"{words} {action.title}")
    return redirect(url_for(".show", slug=workplace.place.slug, show=_shown(), page=page_number()), 303)


@bp.post("/municipality/<slug>/plan/receipts")
@access(policy.can_keep_plan, act=policy.can_answer_plan, load=load_received)
def receive(workplace: Workplace, edition: PlanEdition) -> Page:
    form = ReceiptForm()
    try:
        receipts.receive(
            current_user,
            workplace=workplace,
            edition=edition,
            received_on=read_days([form.received_on])["received_on"],
            registry_number=form.registry_number.data or "",
            seen=read_seen(request.form.get("seen", "")),
        )
    except DomainError as error:
        show_refusal(form, error)
        return _page(workplace, edition, receipt=form), error.status
    flash(_("It is noted that the plan has come in."))
    return redirect(url_for(".show", slug=workplace.place.slug), 303)


@bp.get("/plans/<slug>/answers/<int:row_id>")
@access(policy.can_see_answers, load=load_answered, hidden=True)
def history(workplace: Workplace, edition: PlanEdition, row_id: int) -> Page:
    is_officer = bool(policy.can_answer_plan(current_user, workplace, edition))
    return history_page(workplace, edition, row_id, is_officer=is_officer)


def _page(
    workplace: Workplace,
    edition: PlanEdition,
    *,
    refused: tuple[int, ReplyForm] | None = None,
    done: tuple[int, str] | None = None,
    receipt: ReceiptForm | None = None,
) -> str:
    """`refused`: the form that was sent and is shown alone; `done`: the action that was answered, for htmx."""
    only = refused[0] if refused else done[0] if done else _chosen()
    table = _requests(workplace, edition)
    wanted = table.wanted(_shown(), only)
    number = min(page_number(), max(1, -(-len(wanted) // SIZE)))
    entries = [
        table.asked(action, refused, is_open=done is None and only is not None)
        for action in wanted[(number - 1) * SIZE : number * SIZE]
    ]
    receipts_of = list_receipts(edition)
    noted, earlier = receipts_of.own, receipts_of.before
    context = {
        "place": workplace.place,
        "edition": edition,
        "entries": entries,
        "found": Paged(entries, number, len(wanted), SIZE),
        "shown": _shown(),
        "counts": {shown: len(table.wanted(shown)) for shown in SHOWS},
        "table": table,
        "newer": table.newer,
        "receipts": noted,
        "earlier_receipt": earlier,
        "receipt_form": receipt or fill_receipt(receipts_of),
        "is_receipt_refused": receipt is not None,
        "registered": registered(workplace, edition, Told(table.sent, next(iter(noted), None), True)),
        "follows": is_following(current_user, workplace.journey),
        "limits": action_answers.LIMITS,
        "alone": _is_alone(refused is not None),
        "said": done[1] if done else "",
    }
    if htmx and (refused or done):
        return render_template("action_answers/_reply.html", entry=entries[0], **context)
    return render_template("action_answers/show.html", **context)


def _requests(workplace: Workplace, edition: PlanEdition) -> Requests:
    text, answers = get_copy_text(edition), list_drafted(edition)
    plan, _named = plan_in(text, current_language())
    return Requests(
        actions=plan.actions,
        contents=read_contents(edition.contents),
        sent=answers.sent,
        newest=answers.newest,
        before=answers.before,
        newer=newer_in(workplace, edition, text),
        repeated=answers.repeated,
    )


def _shown() -> str:
    shown = request.args.get("show", "")
    return shown if shown in SHOWS else SHOWS[0]


def _chosen() -> int | None:
    """The action that a link leads to, shown alone."""
    number = read_seen(request.args.get("action", ""))
    return number if number > 0 else None


def _is_alone(is_refused: bool) -> bool:
    """Whether the page shows one action without the lists: what is put in its place must fit there."""
    return (is_refused and not htmx) or _chosen() is not None or request.form.get("alone") == "1"
