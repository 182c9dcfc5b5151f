"""The municipality answers the actions of a plan: the officers' page, and what was answered earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from portal import policy
from portal.errors import N_, DomainError, NotFoundError
from portal.extensions import htmx
from portal.forms.action_answers import ReceiptForm, ReplyForm, fill_receipt, fill_reply, read_days, read_seen
from portal.models import ActionAnswer, PlanEdition
from portal.policy import Workplace
from portal.process.action_answers import Stage
from portal.process.contents import Listed, read_contents
from portal.process.plan import Action
from portal.queries.action_answers import (
    is_following,
    list_drafted,
    list_history,
    list_receipts,
    load_action,
    load_answered,
)
from portal.queries.copies import get_copy_text
from portal.queries.paging import Page as Paged
from portal.queries.plans import load_plan
from portal.services import action_answers, receipts
from portal.views.copies import plan_in
from portal.views.edition_news import Newer, newer_in
from portal.views.registrars import registered
from portal.views.told import Told
from portal.views.work_links import way_to_action
from portal.web.access import access
from portal.web.forms import show_refusal
from portal.web.language import current_language
from portal.web.paging import page_number

bp = Blueprint("action_answers", __name__)

Page = str | Answer | tuple[str, int]

SIZE = 10
"""Actions on a page: each has a form of its own."""
HISTORY_SHOWN = 50
SHOWS = ("waiting", "answered", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """An action with its answers: what the place has been told, what officers have written last, the form."""

    action: Action
    asks: bool
    sent: ActionAnswer | None
    newest: ActionAnswer | None
    form: ReplyForm
    is_open: bool = False

    @property
    def id(self) -> int:
        return self.action.id

    @property
    def has_draft(self) -> bool:
        return self.newest is not None and not self.newest.is_shared

    @property
    def may_correct(self) -> bool:
        """Only what has come further than the first step can go back."""
        return self.sent is not None and self.sent.stage != Stage.ASSESSMENT


@dataclass(frozen=True, slots=True)
class Table:
    """The actions of an edition, which of them ask, and their answers by row."""

    actions: Sequence[Action]
    asking: frozenset[int]
    sent: Mapping[int, ActionAnswer]
    newest: Mapping[int, ActionAnswer]
    newer: Newer | None

    def wanted(self, shown: str, only: int | None = None) -> list[Action]:
        """The actions of a list, in the plan's order; or one of them alone."""
        if only is not None:
            return [action for action in self.actions if action.id == only]
        if shown == "waiting":
            return [a for a in self.actions if a.id in self.asking and a.id not in self.sent]
        if shown == "answered":
            return [action for action in self.actions if action.id in self.sent]
        return list(self.actions)

    def asked(self, action: Action, refused: tuple[int, ReplyForm] | None, *, is_open: bool) -> Asked:
        newest = self.newest.get(action.id)
        kept = refused[1] if refused is not None and refused[0] == action.id else None
        form = kept or fill_reply(action.id, newest)
        return Asked(action, action.id in self.asking, self.sent.get(action.id), newest, form, is_open)

    @property
    def gone(self) -> list[ActionAnswer]:
        """Answers to actions that this edition no longer has."""
        here = {action.id for action in self.actions}
        return [each for row, each in sorted(self.sent.items()) if row not in here]


@bp.get("/municipality/<slug>/plan/")
@access(policy.can_answer_plan, load=load_plan)
def show(workplace: Workplace, edition: PlanEdition) -> Page:
    return _page(workplace, edition)


@bp.post("/municipality/<slug>/plan/answers/<int:row_id>")
@access(policy.can_answer_plan, load=load_action)
def answer(workplace: Workplace, edition: PlanEdition, action: Listed) -> Page:
    form, is_shared = ReplyForm(action.id), request.form.get("send") == "1"
    try:
        action_answers.answer(
            current_user,
            workplace=workplace,
            edition=edition,
            action=action,
            said=form.said(),
            seen=read_seen(request.form.get("seen", "")),
            is_shared=is_shared,
        )
    except DomainError as error:
        show_refusal(form, error)
        return _page(workplace, edition, refused=(action.id, form)), error.status
    place = workplace.place.name
    words = _("Your answer is sent to %(place)s.", place=place) if is_shared else _("The draft is saved.")
    if htmx:
        return _page(workplace, edition, done=(action.id, words))
    flash(f"{words} {action.title}")
    return redirect(url_for(".show", slug=workplace.place.slug, show=_shown(), page=page_number()), 303)


@bp.post("/municipality/<slug>/plan/receipts")
@access(policy.can_answer_plan, load=load_plan)
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
@access(policy.can_read_plan, load=load_answered, hidden=True)
def history(workplace: Workplace, edition: PlanEdition, row_id: int) -> Page:
    """Everything that was answered about an action. Who wrote it is for the officers alone: a function answers."""
    is_officer = bool(policy.can_answer_plan(current_user, workplace, edition))
    told = list_history(workplace.journey, row_id, shared=not is_officer, limit=HISTORY_SHOWN)
    listed = read_contents(edition.contents).action(row_id)
    title = listed.title if listed is not None else told[0].answer.action if told else ""
    if not title:
        raise NotFoundError(N_("There is no such action in this edition of the plan."))
    return render_template(
        "action_answers/history.html",
        place=workplace.place,
        title=title,
        is_gone=listed is None,
        told=told,
        is_officer=is_officer,
        to_work=way_to_action(workplace, row_id),
    )


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
    table = _table(workplace, edition)
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
        "gone": table.gone,
        "newer": table.newer,
        "receipts": noted,
        "earlier_receipt": earlier,
        "receipt_form": receipt or fill_receipt(receipts_of),
        "is_receipt_refused": receipt is not None,
        "registered": registered(workplace, edition, Told(table.sent, next(iter(noted), None), True)),
        "follows": is_following(current_user, workplace.journey),
        "limits": action_answers.LIMITS,
        "alone": only is not None,
        "said": done[1] if done else "",
    }
    if htmx and (refused or done):
        return render_template("action_answers/_reply.html", entry=entries[0], **context)
    return render_template("action_answers/show.html", **context)


def _table(workplace: Workplace, edition: PlanEdition) -> Table:
    text, answers = get_copy_text(edition), list_drafted(workplace.journey)
    plan, _named = plan_in(text, current_language())
    return Table(
        actions=plan.actions,
        asking=frozenset(each.id for each in read_contents(edition.contents).asking),
        sent=answers.sent,
        newest=answers.newest,
        newer=newer_in(workplace, edition, text),
    )


def _shown() -> str:
    shown = request.args.get("show", "")
    return shown if shown in SHOWS else SHOWS[0]


def _chosen() -> int | None:
    """The action that a link leads to, shown alone."""
    number = read_seen(request.args.get("action", ""))
    return number if number > 0 else None
