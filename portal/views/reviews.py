"""The review of one submission: beginning it, its draft, the verdict and a correction of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError, StaleError
from portal.extensions import htmx
from portal.forms.reviews import read_content, read_points, read_version, with_new_point
from portal.models import Review, Submission
from portal.policy import Workplace
from portal.process.gate import VERDICTS, CheckpointState
from portal.process.review import ReviewContent
from portal.queries.submissions import load_review
from portal.services import checkpoint, reviews
from portal.views.desk import render_desk
from portal.web import transaction
from portal.web.access import access
from portal.web.failures import say
from portal.web.saving import save_state

bp = Blueprint("reviews", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/reviews/<int:submission_id>/")
@access(policy.can_see_review, load=load_review)
def show(workplace: Workplace, submission: Submission) -> Page:
    return render_desk(workplace, submission)


@bp.post("/reviews/<int:submission_id>/start")
@access(policy.can_see_review, act=policy.can_decide, load=load_review)
def start(workplace: Workplace, submission: Submission) -> Page:
    checkpoint.begin(current_user, workplace=workplace, submission=submission)
    flash(_("You have begun the review. The place can no longer take its submission back."))
    return redirect(url_for(".show", submission_id=submission.id), 303)


@bp.post("/reviews/<int:submission_id>/draft")
@access(policy.can_see_review, act=policy.can_decide, load=load_review)
def save_draft(workplace: Workplace, submission: Submission) -> Page:
    content = read_content(request.form, workplace.process)
    if "add_point" in request.form:
        content = with_new_point(content, workplace.process, request.form["add_point"])
    try:
        review = _save(workplace, submission, content)
    except (InvalidError, StaleError) as error:
        return _refused(workplace, submission, content, error)
    if htmx and "add_point" not in request.form:
        return save_state("saved", at=review.updated_at, version_name="version", version=review.version)
    flash(_("The draft is saved."))
    mark = None
    if "add_point" in request.form:
        mark = f"point-{content.points[-1].id}"
    elif "remove_point" in request.form:
        mark = "points"
    return redirect(url_for(".show", submission_id=submission.id, _anchor=mark), 303)


@bp.post("/reviews/<int:submission_id>/decision")
@access(policy.can_see_review, act=policy.can_decide, load=load_review)
def decide(workplace: Workplace, submission: Submission) -> Page:
    content = read_content(request.form, workplace.process)
    try:
        _save(workplace, submission, content)
    except (InvalidError, StaleError) as error:
        return _refused(workplace, submission, content, error)
    try:
        checkpoint.decide(current_user, workplace=workplace, submission=submission)
    except InvalidError as error:
        transaction.keep()  # the draft is saved, although it is not a verdict yet
        return _refused(workplace, submission, content, error)
    flash(_("The verdict is sent. The place has got a letter."))
    return redirect(url_for(".show", submission_id=submission.id), 303)


@bp.post("/reviews/<int:submission_id>/correction")
@access(policy.can_see_review, act=policy.can_correct, load=load_review)
def correct(workplace: Workplace, submission: Submission) -> Page:
    sent = request.form
    verdict = sent.get("verdict", "")
    points = read_points(sent)
    points = [p for p in points if p.text.strip() or p.due_on]
    correction: dict[str, Any] = {"verdict": verdict, "reasons": sent.get("reasons", ""), "points": points}
    if verdict not in list(VERDICTS):
        words = _("Choose one of the three verdicts.")
        return render_desk(workplace, submission, correction=correction, errors={"verdict": words}), 422
    try:
        checkpoint.correct(
            current_user,
            workplace=workplace,
            submission=submission,
            verdict=CheckpointState(verdict),
            reasons=correction["reasons"],
            points=points,
        )
    except InvalidError as error:
        errors = {name: say(words) for name, words in error.fields.items()}
        return render_desk(workplace, submission, correction=correction, errors=errors), error.status
    flash(_("The verdict is corrected. Both verdicts stay in the record."))
    return redirect(url_for(".show", submission_id=submission.id), 303)


def _save(workplace: Workplace, submission: Submission, content: ReviewContent) -> Review:
    return reviews.save_draft(
        current_user,
        workplace=workplace,
        submission=submission,
        version=read_version(request.form),
        content=content,
    )


def _refused(
    workplace: Workplace, submission: Submission, content: ReviewContent, error: InvalidError | StaleError
) -> Page:
    """The page with what was typed; htmx gets a line that says what to do."""
    if isinstance(error, StaleError):
        review: Review = error.current  # type: ignore[assignment]  # the service hands on the draft
        if htmx:
            words = _(
                "%(name)s has saved the same draft. Press Save draft to see both.", name=review.author.name
            )
            old = read_version(request.form)
            return save_state("conflict", text=words, version_name="version", version=old), error.status
        return render_desk(workplace, submission, content=content, theirs=review), error.status
    errors = {name: say(words) for name, words in error.fields.items()}
    if htmx:
        old = read_version(request.form)
        words = " ".join(errors.values())
        return save_state("error", text=words, version_name="version", version=old), error.status
    return render_desk(workplace, submission, content=content, errors=errors), error.status
