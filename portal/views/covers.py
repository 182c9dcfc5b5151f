"""Taking something over for a place's own coaches, and ending that."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.models import Submission
from portal.policy import Conversation, Workplace
from portal.queries.conversations import load_conversation
from portal.queries.submissions import load_review
from portal.services import covers
from portal.views.thread_pages import address_of_thread
from portal.web.access import access

bp = Blueprint("covers", __name__)


@bp.post("/reviews/<int:submission_id>/covers")
@access(policy.can_see_review, act=policy.can_cover_submission, load=load_review)
def take_submission(workplace: Workplace, submission: Submission) -> Response:
    covers.take_submission(current_user, workplace=workplace, submission=submission)
    flash(
        _("You have taken it over. You answer now, for the coaches of %(place)s.", place=workplace.place.name)
    )
    return redirect(url_for("reviews.show", submission_id=submission.id), 303)


@bp.post("/reviews/<int:submission_id>/covers/end")
@access(policy.can_see_review, act=policy.can_end_submission_cover, load=load_review)
def end_submission(workplace: Workplace, submission: Submission) -> Response:
    covers.end_submission(current_user, workplace=workplace, submission=submission)
    flash(_("The coaches of %(place)s answer again.", place=workplace.place.name))
    return redirect(url_for("reviews.show", submission_id=submission.id), 303)


@bp.post("/conversations/<int:thread_id>/covers")
@access(policy.can_see_thread, act=policy.can_cover, load=load_conversation)
def take_thread(conversation: Conversation) -> Response:
    covers.take_thread(current_user, conversation=conversation)
    place = conversation.workplace.place.name
    flash(_("You have taken it over. You answer now, for the coaches of %(place)s.", place=place))
    return redirect(address_of_thread(conversation.thread.id), 303)


@bp.post("/conversations/<int:thread_id>/covers/end")
@access(policy.can_see_thread, act=policy.can_end_cover, load=load_conversation)
def end_thread(conversation: Conversation) -> Response:
    covers.end_thread(current_user, conversation=conversation)
    flash(_("The coaches of %(place)s answer again.", place=conversation.workplace.place.name))
    return redirect(address_of_thread(conversation.thread.id), 303)
