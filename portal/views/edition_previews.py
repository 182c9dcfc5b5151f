"""The plan as its readers will see it if the team shares it now: written by the code of the plan's own page, from the
material and the words as they are saved."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import policy
from portal.policy import Workplace
from portal.process.plan import Plan
from portal.process.schema import Section
from portal.queries.editions import older_among
from portal.queries.next_editions import NextEdition, get_next_edition
from portal.queries.workplaces import load_place
from portal.views.copies import plan_in
from portal.views.placebar import placebar_of
from portal.views.plan_addresses import as_a_preview
from portal.views.plan_pages import write
from portal.views.told import told_before
from portal.web.access import access
from portal.web.headers import may_be_framed
from portal.web.language import current_language

bp = Blueprint("edition_previews", __name__)


@bp.get("/places/<slug>/editions/preview")
@access(policy.can_see_editions, load=load_place)
def show(workplace: Workplace) -> Response:
    """`part`: the key of a section, which leads to where it stands in the plan. `framed`: beside the forms."""
    upcoming, framed = get_next_edition(workplace), "framed" in request.args
    plan, named = plan_in(upcoming.text, current_language())
    section = workplace.process.section(request.args.get("part", ""))
    mark = _mark_of(workplace, plan, section) if section is not None else ""
    if mark:
        return redirect(url_for(".show", slug=workplace.place.slug, _anchor=mark), 303)
    page = render_template(
        "editions/preview.html",
        place=workplace.place,
        placebar=placebar_of(workplace, upcoming.material),
        named=named,
        upcoming=upcoming,
        written=None if upcoming.is_empty else _written(workplace, upcoming, plan),
        missing=section if section is not None and section.in_plan else None,
        may=policy.can_edit_place(current_user, workplace),
        framed=framed,
    )
    return may_be_framed(page) if framed else make_response(page)


def _written(workplace: Workplace, upcoming: NextEdition, plan: Plan) -> Markup:
    """As it would be, or where nothing has changed as it is."""
    shared = upcoming.editions.shared
    edition = shared if shared is not None and upcoming.is_same else upcoming.edition
    older = older_among(edition, upcoming.editions.all)
    return write(
        workplace,
        edition,
        older,
        plan,
        upcoming.text,
        as_a_preview(workplace.place.slug, has_history=shared is not None),
        with_changes=False,
        told=told_before(workplace, edition),
        before=upcoming.before if older is upcoming.newest else None,
    )


def _mark_of(workplace: Workplace, plan: Plan, section: Section) -> str:
    """Where what a section says stands in the plan; "" where it says nothing there yet."""
    process, keys = workplace.process, {part.key for part in section.items}
    goals, actions = (process.register_with_role(role) for role in ("goals", "actions"))
    sentence = process.question_with_role("vision_sentence")
    chapters = {each.key for chapter in plan.chapters for each in chapter.sections}
    marks = {
        "vision": sentence is not None and sentence.key in keys and plan.vision is not None,
        "goals": (bool(plan.goals) and goals is not None and goals.key in keys)
        or (bool(plan.actions) and actions is not None and actions.key in keys),
        "state": any(table.key in keys for table in plan.pictured),
        f"s-{section.key.replace('.', '-')}": section.key in chapters,
    }
    return next((mark for mark, is_there in marks.items() if is_there), "")
