"""Plans: the list of those that one may read, visitors too, and the page of an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import STOCKHOLM, today
from portal.models import PlanEdition
from portal.pictures.timeline import Bar
from portal.policy import Workplace, is_officer_of
from portal.process.definitions import latest
from portal.process.plan import Action, Plan
from portal.process.plan_document import meetings_in
from portal.process.reach import Reach
from portal.process.shown import ShownOption
from portal.process.themes import list_themes
from portal.queries.action_answers import is_following
from portal.queries.copies import get_copy_text
from portal.queries.editions import find_older
from portal.queries.plans import list_plan_municipalities, list_plans, load_plan
from portal.queries.searching import words_of
from portal.services import editions
from portal.views.attachments import send_frozen
from portal.views.copies import edition_in, plan_in
from portal.views.edition_news import news_of_edition
from portal.views.plan_addresses import PlanAddresses, at_its_own
from portal.views.published import about_list, about_plan, names_behind
from portal.views.told import Told, told_of
from portal.views.words import listed
from portal.views.work_links import way_to_actions
from portal.web import kept
from portal.web.access import access, public
from portal.web.filters import day as full_day
from portal.web.language import current_language
from portal.web.paging import page_number
from portal.web.transaction import if_possible
from portal.web.visitors import for_everybody

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


@bp.get("/plans/")
@public
def index() -> str | Response:
    lang = current_language()
    options = list_themes(latest(current_app.config["DEFINITION"]))
    themes = {option.key: option.label.of(lang) for option in options}
    municipalities = dict(list_plan_municipalities(current_user))
    asked = {
        "q": words_of(request.args.get("q", "")),
        "municipality": _known(request.args.get("municipality", ""), municipalities),
        "theme": _known(request.args.get("theme", ""), themes),
    }
    found = list_plans(
        current_user, asked["q"], page_number(), municipality=asked["municipality"], theme=asked["theme"]
    )

    def page() -> str:
        return render_template(
            "plans/index.html",
            found=found,
            asked=asked,
            is_filtered=any(asked.values()),
            municipalities=municipalities,
            themes=themes,
            about=None if current_user.is_authenticated else about_list(found),
        )

    if current_user.is_authenticated:
        return page()
    shown = tuple((edition.id, place.slug, place.name) for edition, place in found.items)
    return for_everybody((shown, found.number, found.total, tuple(municipalities)), page)


def _known(typed: str, choices: Mapping[str, str]) -> str:
    return typed if typed in choices else ""


@bp.get("/plans/<slug>/")
@access(policy.can_read_plan, load=load_plan, hidden=True)
def show(workplace: Workplace, edition: PlanEdition) -> str | Response:
    older = find_older(edition)
    at = at_its_own(workplace.place.slug)
    if not current_user.is_authenticated:
        place = workplace.place
        # A day is written with its year only in another year than its own.
        told = told_of(workplace, edition)
        made_of = (edition.id, older and older.id, place.slug, place.is_example, today().year, told.stamp)
        return for_everybody(made_of, lambda: render_plan(workplace, edition, older, at=at, told=told))
    page = render_plan(workplace, edition, older, at=at)
    note_read(workplace, edition)
    return page


def note_read(workplace: Workplace, edition: PlanEdition) -> None:
    """Whether an officer of the municipality has opened the plan is told to its place; a document of it counts."""
    if edition.read_at is not None or not current_user.is_authenticated:
        return
    if is_officer_of(current_user, workplace.place.municipality_id):
        with if_possible():
            editions.mark_read(current_user, workplace=workplace, edition=edition)


@bp.get("/plans/<slug>/files/<file_id>")
@access(policy.can_read_plan, load=load_plan, hidden=True)
def file(_workplace: Workplace, edition: PlanEdition, file_id: str) -> Response:
    return send_frozen(edition.snapshot["copy"], file_id)


def render_plan(
    workplace: Workplace,
    edition: PlanEdition,
    older: PlanEdition | None,
    *,
    at: PlanAddresses,
    told: Told | None = None,
) -> str:
    """The page of an edition, read at its own address or at that of a link."""
    text, lang = get_copy_text(edition), current_language()
    plan, named = plan_in(text, lang)
    changes = older is not None and policy.can_compare_editions(current_user, workplace, edition, older)
    told = told or told_of(workplace, edition)
    made = (workplace.place.slug, edition.id, edition.shared_at, lang, today().year)
    written = kept.PLANS.find(
        (plan,),
        (*made, at, older and older.id, bool(changes), told.stamp),
        lambda: write(workplace, edition, older, plan, text, at, with_changes=bool(changes), told=told),
    )
    may_follow = current_user.is_authenticated and bool(
        policy.can_follow_plan(current_user, workplace, edition)
    )
    is_public = edition.audience == Reach.PUBLIC
    return render_template(
        "plans/show.html",
        place=workplace.place,
        named=named,
        written=written,
        may_follow=may_follow,
        to_work=way_to_actions(workplace),
        follows=may_follow and is_following(current_user, workplace.journey),
        about=about_plan(workplace.place, edition, plan, named) if is_public else None,
    )


def write(
    workplace: Workplace,
    edition: PlanEdition,
    older: PlanEdition | None,
    plan: Plan,
    text: str,
    at: PlanAddresses,
    *,
    with_changes: bool,
    told: Told,
    before: str | None = None,
) -> Markup:
    """The plan to read: the same for everybody who may. `before`: the older edition's copy, where it has been read."""
    dated = [action for action in plan.actions if action.has_dates]
    process, copy, named = edition_in(text)
    lang, day = current_language(), edition.shared_at.astimezone(STOCKHOLM).date()
    page = render_template(
        "plans/_plan.html",
        place=workplace.place,
        edition=edition,
        older=older,
        news=news_of_edition(edition, older, text, before) if older is not None else None,
        with_changes=with_changes,
        behind=listed(names_behind(edition)),
        at=at,
        named=named,
        plan=plan,
        sign=sign_of,
        bars=[_bar(action) for action in dated],
        undated=[action for action in plan.actions if not action.has_dates] if dated else [],
        timeline_label=_label(dated),
        legend=_legend(plan),
        heading_sets=process.heading_sets,
        has_calendar=bool(dated or meetings_in(process, copy, day, lang)),
        told=told,
    )
    return Markup(page)  # noqa: S704  a template's


def sign_of(status: ShownOption | None) -> tuple[str, str, str]:
    """The sign, the tile and the bar of a status."""
    if status is None:
        return TONES["none"]
    return SIGNS.get(status.key) or TONES.get(status.tone, TONES["none"])


def cut(title: str) -> str:
    """The beginning of a name, in whole words unless the first one is too long."""
    short = shorten(title, NAME_LENGTH, placeholder="…")
    return short if short != "…" else f"{title[: NAME_LENGTH - 1]}…"


def _bar(action: Action) -> Bar:
    title = cut(action.title)
    name = f"{action.goal}  {title}" if action.goal else title
    return Bar(name, sign_of(action.status)[2], action.starts_on, action.ends_on)


def _label(actions: Sequence[Action]) -> str:
    """What the timeline shows, in words: the days of each action stand with it, and are not said again."""
    ends = [day for action in actions for day in (action.starts_on, action.ends_on) if day is not None]
    if not ends:
        return ""
    counted = ngettext("Timeline of one action", "Timeline of %(num)s actions", len(actions))
    reach = _("from %(start)s to %(end)s", start=full_day(min(ends)), end=full_day(max(ends)))
    return " ".join([f"{counted}, {reach}.", _("The days of each stand with it above.")])


def _legend(plan: Plan) -> list[tuple[str, str]]:
    """What the bars' looks mean: only those that are drawn."""
    found: dict[str, list[str]] = {}
    for option, _number in plan.statuses:
        if any(a.has_dates and a.status and a.status.key == option.key for a in plan.actions):
            found.setdefault(sign_of(option)[2], []).append(option.label)
    return [(kind, ", ".join(labels)) for kind, labels in found.items()]
