"""Where the team shares its plan with the municipality: what will be read, a button, the editions so far."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.policy import Workplace
from portal.process import gate
from portal.process.document import outline
from portal.process.excerpt import excerpt, freeze_excerpt, is_empty, plan_sections
from portal.process.frozen import thaw
from portal.process.plan import plan_of
from portal.process.schema import Audience
from portal.queries.attachments import files_of, list_attachments
from portal.queries.editions import list_editions
from portal.queries.material import get_written
from portal.queries.workplaces import load_place
from portal.services import editions
from portal.views.placebar import placebar_of
from portal.web.access import access
from portal.web.failures import say
from portal.web.language import current_language

bp = Blueprint("editions", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/places/<slug>/editions/")
@access(policy.can_see_editions, load=load_place)
def index(workplace: Workplace) -> Page:
    return _page(workplace)


@bp.post("/places/<slug>/editions/")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def create(workplace: Workplace) -> Page:
    try:
        edition = editions.share(current_user, workplace=workplace)
    except InvalidError as error:
        return _page(workplace, say(error.message)), error.status
    flash(_("Edition %(number)s is shared with the municipality.", number=edition.number))
    return redirect(url_for(".index", slug=workplace.place.slug), 303)


@bp.post("/places/<slug>/editions/end")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def end(workplace: Workplace) -> Page:
    editions.stop(current_user, workplace=workplace)
    flash(_("The plan is no longer shared."))
    return redirect(url_for(".index", slug=workplace.place.slug), 303)


def _page(workplace: Workplace, refused: str = "") -> str:
    process, journey = workplace.process, workplace.journey
    written, lang = get_written(journey), current_language()
    sections = plan_sections(process)
    files = files_of(list_attachments(journey))
    copy = freeze_excerpt(process, written.material, sections, Audience.PLAN, files)
    shared = list_editions(journey)
    thawed = thaw(copy)
    document = outline(
        process,
        thawed.material,
        labels=thawed.labels,
        files=thawed.files,
        lang=lang,
        reader=Audience.PLAN,
        sections=[section.key for section in sections],
    )
    state = gate.CheckpointState(journey.checkpoint_state)
    return render_template(
        "editions/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        workplace=workplace,
        document=document,
        plan=plan_of(process, thawed, lang),
        is_empty=is_empty(excerpt(process, written.material, sections, Audience.PLAN)),
        is_early=not gate.is_phase_open(process, state, process.checkpoint.after_phase + 1),
        shared=shared.shared,
        editions=shared.all,
        is_same=shared.shared is not None and shared.shared.snapshot["copy"] == copy,
        may=policy.can_edit_place(current_user, workplace),
        refused=refused,
    )
