"""Submissions of a place: handing in, taking back, and reading the frozen copy for ever."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.models import Submission
from portal.policy import Workplace
from portal.process.gate import CheckpointState, is_decided
from portal.queries.copies import get_copy_text
from portal.queries.decisions import find_holding
from portal.queries.material import get_material
from portal.queries.points import list_points_of
from portal.queries.submissions import count_rows, load_submission, load_submitted_file
from portal.queries.workplaces import load_place
from portal.services import checkpoint
from portal.services.permits import hold
from portal.services.submissions import note_registry_number
from portal.views.attachments import send_attachment
from portal.views.checkpoint import render_readiness
from portal.views.copies import document_in, sheets_in
from portal.views.duty import stood_for
from portal.views.links import contents_of, href_of, title_of
from portal.views.placebar import placebar_of
from portal.web.access import access
from portal.web.failures import say
from portal.web.language import current_language

bp = Blueprint("submissions", __name__)

File = dict[str, Any]
Page = str | Response | tuple[str, int]


@bp.post("/places/<slug>/submissions/")
@access(policy.can_see_place, act=policy.can_submit, load=load_place)
def create(workplace: Workplace) -> Page:
    hold(workplace)  # an answer that is being saved now is in the copy, or refused; never between the two
    material = get_material(workplace.journey)
    try:
        submission = checkpoint.submit(current_user, workplace=workplace, material=material)
    except InvalidError as error:
        return render_readiness(workplace, refused=error), error.status
    flash(_("Submitted. Whoever reviews it has got a letter."))
    return redirect(url_for(".show", slug=workplace.place.slug, number=submission.number), 303)


@bp.get("/places/<slug>/submissions/<int:number>/")
@access(policy.can_see_place, load=load_submission)
def show(workplace: Workplace, submission: Submission) -> Page:
    return _page(workplace, submission)


def _page(workplace: Workplace, submission: Submission, refused: str = "") -> str:
    process, lang = workplace.process, current_language()
    text, definition = get_copy_text(submission), (process.key, process.version)
    document = document_in(definition, text, lang)
    return render_template(
        "submissions/show.html",
        place=workplace.place,
        workplace=workplace,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        checkpoint=process.checkpoint,
        submission=submission,
        sheets=sheets_in(definition, text, lang),
        document=document,
        contents=contents_of(document),
        decisions=list(reversed(submission.decisions)),
        stood_for=stood_for(submission.decisions),
        points=list_points_of(submission.id),
        can_mark=_is_open(workplace, submission) and bool(policy.can_mark_verdict(current_user, workplace)),
        can_withdraw=submission.state == "submitted" and policy.can_submit(current_user, workplace),
        can_review=policy.can_see_review(current_user, workplace),
        can_register=policy.can_correct(current_user, workplace),
        refused=refused,
        href_of=lambda key: href_of(workplace, key),
        about=lambda key: title_of(workplace, key, lang),
        is_team=policy.is_team(current_user, workplace.place),
    )


def _is_open(workplace: Workplace, submission: Submission) -> bool:
    """Whether the place still works on the points of this one: its verdict is the one that holds."""
    state = CheckpointState(workplace.journey.checkpoint_state)
    return (
        bool(submission.decisions)
        and is_decided(state)
        and submission.decisions[-1].id == find_holding(workplace.journey.id)
    )


@bp.post("/places/<slug>/submissions/<int:number>/withdrawal")
@access(policy.can_see_place, act=policy.can_submit, load=load_submission)
def withdraw(workplace: Workplace, submission: Submission) -> Page:
    checkpoint.withdraw(current_user, workplace=workplace, submission=submission)
    flash(_("You have taken the submission back. The answers are open again."))
    return redirect(url_for("checkpoint.show", slug=workplace.place.slug), 303)


@bp.post("/places/<slug>/submissions/<int:number>/registry-number")
@access(policy.can_see_place, act=policy.can_correct, load=load_submission)
def save_registry_number(workplace: Workplace, submission: Submission) -> Page:
    number = request.form.get("registry_number", "")
    try:
        note_registry_number(current_user, workplace=workplace, submission=submission, number=number)
    except InvalidError as error:
        return _page(workplace, submission, say(error.message)), error.status
    flash(_("Saved."))
    return redirect(url_for(".show", slug=workplace.place.slug, number=submission.number), 303)


@bp.get("/places/<slug>/submissions/<int:number>/files/<file_id>")
@access(policy.can_read_submission, load=load_submitted_file)
def fetch_file(_workplace: Workplace, _submission: Submission, file: File) -> Response:
    return send_attachment(file["sha256"], file["name"], file["media_type"])
