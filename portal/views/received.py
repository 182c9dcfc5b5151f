"""What the municipality has received and keeps: editions as they came, with its own answers and drafts, to read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, NotFoundError
from portal.models import ActionAnswer, PlanEdition
from portal.policy import Workplace
from portal.process.contents import read_contents
from portal.process.plan import Action
from portal.queries.action_answers import list_drafted, list_history, load_kept_answers
from portal.queries.copies import get_copy_text
from portal.queries.editions import load_edition
from portal.queries.paging import Page
from portal.queries.plans import load_received
from portal.queries.receipts import list_receipts
from portal.queries.received import SIZE, list_received
from portal.views.attachments import send_frozen
from portal.views.copies import plan_in
from portal.views.plan_addresses import as_received
from portal.views.plan_documents import answer_document
from portal.views.plan_pages import as_it_was
from portal.views.plans import note_read
from portal.views.work_links import way_to_action
from portal.web.access import access
from portal.web.language import current_language
from portal.web.paging import page_number

bp = Blueprint("received", __name__)

HISTORY_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """An action of an edition that is no longer shared: what the place was told, and the officers' draft;
    `is_repeated`: there are more of them than one."""

    action: Action
    sent: ActionAnswer | None
    draft: ActionAnswer | None
    is_repeated: bool


@bp.get("/municipality/<slug>/plan/editions/")
@access(policy.can_keep_plan, load=load_received)
def index(workplace: Workplace, edition: PlanEdition) -> str:
    return render_template(
        "received/index.html",
        place=workplace.place,
        edition=edition,
        has_left=policy.has_left(workplace, edition),
        found=list_received(current_user, workplace.journey, page_number()),
        is_shared=bool(policy.can_answer_plan(current_user, workplace, edition)),
    )


@bp.get("/municipality/<slug>/plan/editions/<int:number>/")
@access(policy.can_keep_plan, load=load_edition)
def show(workplace: Workplace, edition: PlanEdition) -> str:
    page = as_it_was(workplace, edition, as_received(workplace.place.slug, edition.number))
    _note_read(workplace, edition)
    return render_template(
        "received/show.html",
        place=workplace.place,
        named=page.named,
        edition=edition,
        is_shared=bool(policy.can_answer_plan(current_user, workplace, edition)),
        written=page.written,
    )


@bp.get("/municipality/<slug>/plan/editions/<int:number>/documents/<name>")
@access(policy.can_keep_plan, load=load_edition)
def document(workplace: Workplace, edition: PlanEdition, name: str) -> Response:
    response = answer_document(workplace, edition, name)
    _note_read(workplace, edition)
    return response


def _note_read(workplace: Workplace, edition: PlanEdition) -> None:
    """The place is told while it shares the edition, as of the plan's own page."""
    if policy.can_answer_plan(current_user, workplace, edition):
        note_read(workplace, edition)


@bp.get("/municipality/<slug>/plan/editions/<int:number>/files/<file_id>")
@access(policy.can_keep_plan, load=load_edition)
def file(_workplace: Workplace, edition: PlanEdition, file_id: str) -> Response:
    return send_frozen(edition.snapshot["copy"], file_id)


@bp.get("/municipality/<slug>/plan/answers/<int:row_id>")
@access(policy.can_keep_plan, load=load_kept_answers)
def history(workplace: Workplace, edition: PlanEdition, row_id: int) -> str:
    return history_page(workplace, edition, row_id, is_officer=True, is_own=True)


def history_page(
    workplace: Workplace, edition: PlanEdition, row_id: int, *, is_officer: bool, is_own: bool = False
) -> str:
    """Everything that was answered about an action. Who wrote it is for the officers alone: a function answers. What
    another municipality was told of an action that has left the plan since is not theirs to read.
    `is_own`: it is read on the municipality's own page, which stays when the plan is no longer shared."""
    told = list_history(edition, row_id, shared=not is_officer, limit=HISTORY_SHOWN)
    listed = read_contents(edition.contents).action(row_id)
    if is_officer and listed is None:
        told = [each for each in told if each.answer.municipality_id == edition.municipality_id]
    title = listed.title if listed is not None else told[0].answer.action if told else ""
    if not title:
        raise NotFoundError(N_("There is no such action in this edition of the plan."))
    return render_template(
        "action_answers/history.html",
        place=workplace.place,
        title=title,
        is_gone=listed is None,
        told=told,
        shows_authors_of=edition.municipality_id if is_officer else None,
        may_answer=bool(policy.can_answer_plan(current_user, workplace, edition)),
        is_own=is_own,
        to_work=way_to_action(workplace, row_id),
    )


def kept_page(workplace: Workplace, edition: PlanEdition) -> str:
    """The page of answers when the place no longer shares its plan: the edition that came last, and nothing to send."""
    plan, _named = plan_in(get_copy_text(edition), current_language())
    answers = list_drafted(edition)
    sent = {**answers.before, **answers.sent}
    drafts = {row: each for row, each in answers.newest.items() if not each.is_shared}
    shown = "answered" if request.args.get("show") == "answered" else "all"
    lists = {"all": plan.actions, "answered": [each for each in plan.actions if each.id in sent]}
    number = min(page_number(), max(1, -(-len(lists[shown]) // SIZE)))
    entries = [
        Kept(action, sent.get(action.id), drafts.get(action.id), action.id in answers.repeated)
        for action in lists[shown][(number - 1) * SIZE : number * SIZE]
    ]
    here = {action.id for action in plan.actions}
    return render_template(
        "received/last.html",
        place=workplace.place,
        edition=edition,
        has_left=policy.has_left(workplace, edition),
        found=Page(entries, number, len(lists[shown]), SIZE),
        shown=shown,
        counts={name: len(each) for name, each in lists.items()},
        gone=[each for row, each in sorted(answers.newest.items()) if row not in here],
        receipts=list_receipts(edition).own,
    )
