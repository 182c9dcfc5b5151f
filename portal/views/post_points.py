"""What the team makes of a coach's questions and suggestions, one tap each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import DomainError
from portal.extensions import htmx
from portal.forms.marks import read_mark
from portal.models import PostPoint
from portal.policy import Conversation
from portal.queries.posts import load_point, marked_of
from portal.services.post_points import mark_point
from portal.views.marks import Controls, Outcome, draw, outcome_of, problem_of
from portal.views.thread_pages import render_thread, talk_of
from portal.web.access import access

bp = Blueprint("post_points", __name__)

Page = str | Response | tuple[str, int]


@bp.post("/conversations/<int:thread_id>/points/<int:point_id>/mark")
@access(policy.can_read_thread, act=policy.can_mark_points, load=load_point)
def mark(conversation: Conversation, point: PostPoint) -> Page:
    sent, before = read_mark(request.form), marked_of(point)
    to = url_for(".mark", thread_id=conversation.thread.id, point_id=point.id)
    controls = Controls(f"pmark-{point.id}", to, point.text)
    try:
        changed = mark_point(
            current_user, conversation=conversation, point=point, mark=sent.mark, because=sent.because
        )
    except DomainError as error:
        problem = problem_of(error, sent)
        if htmx:
            return draw(controls, Outcome(before), problem), error.status
        return render_thread(conversation, talk_of(conversation), trouble=(point.id, problem)), error.status
    outcome = outcome_of(point, sent, before) if changed else Outcome(before)
    if htmx:
        return draw(controls, outcome)
    flash(outcome.words)
    here = url_for("conversations.show", thread_id=conversation.thread.id, _anchor=f"point-{point.id}")
    return redirect(here, 303)
