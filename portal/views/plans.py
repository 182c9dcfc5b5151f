"""Plans: the list of those that one may read, visitors too, and the page of an edition."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, current_app, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import today
from portal.models import PlanEdition
from portal.policy import Workplace, is_officer_of
from portal.process.definitions import latest
from portal.process.reach import Reach
from portal.process.themes import list_themes
from portal.queries.action_answers import is_following
from portal.queries.copies import get_copy_text
from portal.queries.editions import find_older
from portal.queries.plans import list_plan_municipalities, list_plans, load_plan
from portal.queries.searching import words_of
from portal.services import editions
from portal.views.attachments import send_frozen
from portal.views.copies import plan_in
from portal.views.plan_addresses import PlanAddresses, at_its_own
from portal.views.plan_pages import write
from portal.views.published import about_list, about_plan
from portal.views.told import Told, told_of
from portal.views.work_links import way_to_actions
from portal.web import kept
from portal.web.access import access, public
from portal.web.language import current_language
from portal.web.paging import page_number
from portal.web.transaction import if_possible
from portal.web.visitors import for_everybody

bp = Blueprint("plans", __name__)


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
    shown = tuple((one.id, place.slug, place.name, place.municipality.name) for one, place in found.items)
    return for_everybody((shown, found.number, found.total, tuple(municipalities.items())), page)


def _known(typed: str, choices: Mapping[str, str]) -> str:
    return typed if typed in choices else ""


@bp.get("/plans/<slug>/")
@access(policy.can_read_plan, load=load_plan, hidden=True)
def show(workplace: Workplace, edition: PlanEdition) -> str | Response:
    older = find_older(edition)
    at = at_its_own(workplace.place.slug)
    if not current_user.is_authenticated:
        place, told = workplace.place, told_of(workplace, edition)
        where = (place.slug, place.is_example, place.latitude, place.longitude)
        # A day is written with its year only in another year than its own.
        made_of = (edition.id, older and older.id, where, today().year, told.stamp)
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
        to_editions=_way_to_editions(workplace, edition),
        follows=may_follow and is_following(current_user, workplace.journey),
        about=about_plan(workplace.place, edition, plan, named) if is_public else None,
    )


def _way_to_editions(workplace: Workplace, edition: PlanEdition) -> str:
    """For those of the place's readers who may open its earlier editions, where there are any; empty for others."""
    may = current_user.is_authenticated and policy.can_read_edition(current_user, workplace)
    return url_for("earlier_editions.index", slug=workplace.place.slug) if may and edition.number > 1 else ""
