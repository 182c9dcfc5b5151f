"""Plans that are shared: the list for whoever may read them, and the readable page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import today
from portal.models import ActionAnswer, EditionReceipt, PlanEdition
from portal.pictures.timeline import Bar
from portal.policy import Workplace, is_officer_of
from portal.process.plan import Action, Plan
from portal.process.shown import ShownOption
from portal.queries.action_answers import find_receipt, is_following, list_sent
from portal.queries.copies import get_copy_text
from portal.queries.plans import list_plans, load_plan
from portal.queries.searching import words_of
from portal.services import editions
from portal.views.attachments import send_frozen
from portal.views.copies import plan_in
from portal.web import kept
from portal.web.access import access, public
from portal.web.filters import short_day
from portal.web.language import current_language
from portal.web.paging import page_number
from portal.web.transaction import if_possible

bp = Blueprint("plans", __name__)

SIGNS = {
    "idea": ("idea", "idea", "plan"),
    "planned": ("none", "plan", "plan"),
    "under_way": ("part", "now", "now"),
    "done": ("done", "done", "done"),
    "dropped": ("waived", "na", "plan"),
}
"""The statuses that the design has drawn: the sign, the tile and the bar."""
TONES = {
    "good": ("done", "done", "done"),
    "warn": ("part", "now", "now"),
    "bad": ("miss", "no", "plan"),
    "none": ("none", "plan", "plan"),
}
"""For statuses of other definitions."""
NAME_LENGTH = 34
"""Characters of a name that fit the timeline on a screen of 320 pixels; the whole name stands in the list above."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the municipality has said: its answers by the row of the action, and that the edition has come in; and
    whether the reader is one of those who answer."""

    answers: Mapping[int, ActionAnswer]
    receipt: EditionReceipt | None
    may_answer: bool


@bp.get("/plans/")
@public
def index() -> str:
    if not current_user.is_authenticated:
        return render_template("plans/index.html", found=None, q="")
    q = words_of(request.args.get("q", ""))
    return render_template("plans/index.html", found=list_plans(current_user, q, page_number()), q=q)


@bp.get("/plans/<slug>/")
@access(policy.can_read_plan, load=load_plan, hidden=True)
def show(workplace: Workplace, edition: PlanEdition) -> str:
    page = _page(workplace, edition)
    if edition.read_at is None and is_officer_of(current_user, workplace.place.municipality_id):
        with if_possible():
            editions.mark_read(current_user, workplace=workplace, edition=edition)
    return page


@bp.get("/plans/<slug>/files/<file_id>")
@access(policy.can_read_plan, load=load_plan, hidden=True)
def file(_workplace: Workplace, edition: PlanEdition, file_id: str) -> Response:
    return send_frozen(edition.snapshot["copy"], file_id)


def _page(workplace: Workplace, edition: PlanEdition) -> str:
    plan, named = plan_in(get_copy_text(edition), current_language())
    sent, receipt = list_sent(workplace.journey), find_receipt(edition)
    # A day is written with its year only in another year than its own.
    told = (receipt.id if receipt else 0, *sorted(each.id for each in sent.values()))
    may_answer = bool(policy.can_answer_plan(current_user, workplace, edition))
    beside = (
        *(workplace.place.slug, edition.number, edition.shared_at, current_language(), today().year),
        *(told, may_answer),
    )
    written = kept.PLANS.find(
        (plan,), beside, lambda: _written(workplace, edition, plan, named, Told(sent, receipt, may_answer))
    )
    may_follow = bool(policy.can_follow_plan(current_user, workplace, edition))
    return render_template(
        "plans/show.html",
        place=workplace.place,
        named=named,
        written=written,
        may_follow=may_follow,
        follows=may_follow and is_following(current_user, workplace.journey),
    )


def _written(
    workplace: Workplace, edition: PlanEdition, plan: Plan, named: Mapping[str, Any], told: Told
) -> Markup:
    """The plan to read: the same for everybody who may, but that those who answer find where."""
    dated = [action for action in plan.actions if action.has_dates]
    page = render_template(
        "plans/_plan.html",
        place=workplace.place,
        edition=edition,
        named=named,
        plan=plan,
        sign=sign_of,
        bars=[_bar(action) for action in dated],
        undated=[action for action in plan.actions if not action.has_dates] if dated else [],
        timeline_label=_label(dated),
        legend=_legend(plan),
        told=told,
    )
    return Markup(page)  # noqa: S704  a template's


def sign_of(status: ShownOption | None) -> tuple[str, str, str]:
    """The sign, the tile and the bar of a status."""
    if status is None:
        return TONES["none"]
    return SIGNS.get(status.key) or TONES.get(status.tone, TONES["none"])


def _bar(action: Action) -> Bar:
    title = shorten(action.title, NAME_LENGTH, placeholder="…")
    name = f"{action.goal}  {title}" if action.goal else title
    return Bar(name, sign_of(action.status)[2], action.starts_on, action.ends_on)


def _label(actions: Sequence[Action]) -> str:
    """The timeline in words."""
    return " ".join([_("Timeline."), *(_when(action) for action in actions)])


def _when(action: Action) -> str:
    status = f", {action.status.label.lower()}" if action.status else ""
    start, end = short_day(action.starts_on), short_day(action.ends_on)
    if action.starts_on and action.ends_on:
        return _(
            "%(action)s: %(start)s to %(end)s%(status)s.",
            action=action.title,
            start=start,
            end=end,
            status=status,
        )
    if action.starts_on:
        return _("%(action)s: from %(start)s%(status)s.", action=action.title, start=start, status=status)
    return _("%(action)s: until %(end)s%(status)s.", action=action.title, end=end, status=status)


def _legend(plan: Plan) -> list[tuple[str, str]]:
    """What the bars' looks mean: only those that are drawn."""
    found: dict[str, list[str]] = {}
    for option, _number in plan.statuses:
        if any(a.has_dates and a.status and a.status.key == option.key for a in plan.actions):
            found.setdefault(sign_of(option)[2], []).append(option.label)
    return [(kind, ", ".join(labels)) for kind, labels in found.items()]
