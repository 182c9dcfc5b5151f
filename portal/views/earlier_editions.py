"""All editions of a place's plan, for the place, its coaches and the region: each as it was, with its documents."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.models import PlanEdition
from portal.policy import Workplace
from portal.queries.earlier_editions import list_earlier_editions
from portal.queries.editions import find_older, load_edition
from portal.queries.submissions import count_rows
from portal.queries.workplaces import load_place
from portal.views.attachments import send_frozen
from portal.views.placebar import placebar_of
from portal.views.plan_addresses import as_an_edition
from portal.views.plan_documents import answer_document
from portal.views.plan_pages import as_it_was
from portal.web.access import access
from portal.web.paging import page_number

bp = Blueprint("earlier_editions", __name__)


@bp.get("/places/<slug>/editions/history")
@access(policy.can_read_edition, load=load_place)
def index(workplace: Workplace) -> str:
    return render_template(
        "earlier_editions/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        found=list_earlier_editions(current_user, workplace, page_number()),
        may_share=policy.can_see_editions(current_user, workplace),
    )


@bp.get("/places/<slug>/editions/<int:number>/")
@access(policy.can_read_edition, load=load_edition)
def show(workplace: Workplace, edition: PlanEdition) -> str:
    at = as_an_edition(workplace.place.slug, edition.number)
    page = as_it_was(workplace, edition, at, find_older(edition))
    return render_template(
        "earlier_editions/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        named=page.named,
        edition=edition,
        written=page.written,
    )


@bp.get("/places/<slug>/editions/<int:number>/documents/<name>")
@access(policy.can_read_edition, load=load_edition)
def document(workplace: Workplace, edition: PlanEdition, name: str) -> Response:
    return answer_document(workplace, edition, name)


@bp.get("/places/<slug>/editions/<int:number>/files/<file_id>")
@access(policy.can_read_edition, load=load_edition)
def file(_workplace: Workplace, edition: PlanEdition, file_id: str) -> Response:
    return send_frozen(edition.snapshot["copy"], file_id)
