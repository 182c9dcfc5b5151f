"""What changed between a submission and an earlier one, on a page of its own."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user

from portal import policy
from portal.models import Submission
from portal.policy import Workplace
from portal.queries.comparisons import choose_since, get_comparison, list_earlier
from portal.queries.submissions import count_rows, get_numbered, load_submission
from portal.views.counted import contents_of, counts_in_words
from portal.views.placebar import placebar_of
from portal.web.access import access
from portal.web.language import current_language

bp = Blueprint("comparisons", __name__)


@bp.get("/places/<slug>/submissions/<int:number>/changes")
@access(policy.can_see_place, load=load_submission)
def show(workplace: Workplace, submission: Submission) -> str:
    earlier = list_earlier(submission)
    number = choose_since(earlier, request.args.get("since", ""))
    since = get_numbered(submission.journey_id, number) if number is not None else None
    changes = (
        get_comparison(workplace.process, since, submission, current_language())
        if since is not None
        else None
    )
    return render_template(
        "comparisons/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        checkpoint=workplace.process.checkpoint,
        submission=submission,
        since=since,
        earlier=earlier,
        changes=changes,
        counts=counts_in_words(changes) if changes is not None else "",
        contents=contents_of(changes) if changes is not None else [],
        can_review=policy.can_see_review(current_user, workplace),
    )
