"""The municipality's page: what waits for an answer, its places, its own track, the plans that it may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, get_template_attribute, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, InvalidError
from portal.extensions import htmx
from portal.forms.municipality import AnswerForm
from portal.models import ContributionRequest, Place
from portal.models.contributions import MESSAGE_LIMIT
from portal.policy import Workplace
from portal.process.document import DocItem
from portal.process.schema import ChecklistItem
from portal.queries.contributions import load_request
from portal.queries.municipal_plans import get_municipal_plans
from portal.queries.municipal_talk import list_municipal_talks
from portal.queries.municipalities import list_own_municipalities
from portal.queries.municipality import (
    ServedPlace,
    find_track_tick,
    list_served,
    list_waiting,
    load_track_item,
)
from portal.queries.searching import words_of
from portal.queries.threads import Line
from portal.services import contributions, tracks
from portal.views.asked import items_of
from portal.views.attachments import send_frozen
from portal.views.served import Way, checks_of, way_of
from portal.views.steps import CheckRow
from portal.web.access import access
from portal.web.failures import say
from portal.web.forms import show_refusal
from portal.web.paging import page_number

bp = Blueprint("municipality", __name__)

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that waits: what the place asks for, and the form to answer it."""

    request: ContributionRequest
    place: Place
    items: tuple[DocItem, ...]
    form: AnswerForm


@dataclass(frozen=True, slots=True)
class Shown:
    """A place as the page draws it: its way, the lines of the municipality's track, and what was said with its
    coaches."""

    served: ServedPlace
    way: Way
    checks: tuple[CheckRow, ...]
    talk: Line | None = None

    @property
    def done(self) -> int:
        return sum(check.done for check in self.checks)


@bp.get("/municipality/")
@access(policy.can_see_municipality)
def index() -> Page:
    return _page()


@bp.post("/municipality/contributions/<int:request_id>")
@access(policy.can_answer_for_municipality, load=load_request)
def answer(workplace: Workplace, asked: ContributionRequest) -> Page:
    form = AnswerForm(asked.id)
    try:
        contributions.answer(
            current_user,
            workplace=workplace,
            request=asked,
            answer=form.answer.data or "",
            message=form.message.data or "",
        )
    except InvalidError as error:
        return _page(refused=(asked.id, form, error)), error.status
    flash(_("Your answer is sent to %(place)s.", place=workplace.place.name))
    return redirect(url_for(".index"), 303)


@bp.get("/municipality/contributions/<int:request_id>/files/<file_id>")
@access(policy.can_answer_for_municipality, load=load_request)
def file(_workplace: Workplace, asked: ContributionRequest, file_id: str) -> Response:
    return send_frozen(asked.snapshot["copy"], file_id)


@bp.post("/municipality/<slug>/checks/<item_key>")
@access(policy.can_answer_for_municipality, load=load_track_item)
def save_check(workplace: Workplace, item: ChecklistItem) -> Page:
    try:
        tracks.set_track_check(
            current_user,
            workplace=workplace,
            item=item,
            ticked=request.form.get("done") == "1",
            note=request.form.get("note", ""),
            on_date=_date(request.form.get("on_date", "")),
        )
    except InvalidError as error:
        return _page(problems={f"{workplace.place.slug}/{item.key}": say(error.message)}), error.status
    if htmx:
        tick = find_track_tick(workplace.journey, item)
        action = url_for(".save_check", slug=workplace.place.slug, item_key=item.key)
        line = get_template_attribute("macros/checklist.html", "line")
        row = CheckRow(item, tick is not None, tick)
        return str(line(row, action, True, prefix=f"{workplace.place.slug}-"))
    flash(_("The checklist is saved."))
    return redirect(url_for(".index", _anchor=f"{workplace.place.slug}-{item.name}"), 303)


def _page(
    refused: tuple[int, AnswerForm, InvalidError] | None = None, problems: Mapping[str, str] | None = None
) -> str:
    q = words_of(request.args.get("q", ""))
    waiting, plans = list_waiting(current_user), get_municipal_plans(current_user)
    counted = {each.edition.journey_id: each.count for each in plans.shared}
    served = list_served(current_user, q, page_number(), counted)
    talks = list_municipal_talks(current_user, [each.journey.id for each in served.items])
    return render_template(
        "municipality/index.html",
        municipalities=list_own_municipalities(current_user),
        asks=[_ask(each, place, refused) for each, place in waiting.requests],
        more=waiting.more,
        found=served,
        shown=[
            Shown(each, way_of(each), checks_of(each), talks.get(each.journey.id)) for each in served.items
        ],
        unread=[each for each in plans.shared if each.edition.read_at is None],
        unanswered=[each for each in plans.shared if each.waiting],
        left=plans.left,
        q=q,
        problems=problems or {},
        limit=MESSAGE_LIMIT,
    )


def _ask(
    asked: ContributionRequest, place: Place, refused: tuple[int, AnswerForm, InvalidError] | None
) -> Ask:
    """What stands in the copy, in the page's language; the form as it was sent where it was refused."""
    items = items_of(asked)
    if refused is not None and refused[0] == asked.id:
        show_refusal(refused[1], refused[2])
        return Ask(asked, place, items, refused[1])
    return Ask(asked, place, items, AnswerForm(asked.id, formdata=None))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        words = N_("Write the date as year-month-day, for example 2026-10-14.")
        raise InvalidError(words) from None
