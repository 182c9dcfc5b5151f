"""What the team makes of a coach's questions and suggestions, one tap each."""

from __future__ import annotations

from flask import Blueprint, flash, get_template_attribute, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import DomainError
from portal.extensions import htmx
from portal.forms.marks import SentMark, read_mark
from portal.models import PostPoint
from portal.policy import Conversation
from portal.process.marks import Marked, marked
from portal.queries.posts import load_point, marked_of
from portal.services.post_points import mark_point
from portal.views.points import words_of_other
from portal.views.thread_pages import render_thread, talk_of
from portal.web.access import access
from portal.web.failures import say

bp = Blueprint("post_points", __name__)

Page = str | Response | tuple[str, int]


@bp.post("/conversations/<int:thread_id>/points/<int:point_id>/mark")
@access(policy.can_read_thread, act=policy.can_mark_points, load=load_point)
def mark(conversation: Conversation, point: PostPoint) -> Page:
    sent, before = read_mark(request.form), marked_of(point)
    try:
        changed = mark_point(
            current_user, conversation=conversation, point=point, mark=sent.mark, because=sent.because
        )
    except DomainError as error:
        words = say(error.message)
        if htmx:
            return _fragment(conversation, point, before, sent, problem=words), error.status
        talk = talk_of(conversation)
        return render_thread(conversation, talk, trouble=(point.id, words, sent.because)), error.status
    now = marked(point.mark, point.because, current_user.name, point.marked_at) if changed else before
    meanwhile = words_of_other(before) if changed and sent.came_meanwhile(before) else ""
    if htmx:
        return _fragment(conversation, point, now, sent, meanwhile=meanwhile)
    flash(" ".join(filter(None, [_("Your coach sees your answer.") if now.mark else _("Saved."), meanwhile])))
    here = url_for("conversations.show", thread_id=conversation.thread.id, _anchor=f"point-{point.id}")
    return redirect(here, 303)


def _fragment(
    conversation: Conversation,
    point: PostPoint,
    now: Marked,
    sent: SentMark,
    *,
    problem: str = "",
    meanwhile: str = "",
) -> str:
    macro = get_template_attribute("macros/marks.html", "marks")
    return str(
        macro(
            f"pmark-{point.id}",
            url_for(".mark", thread_id=conversation.thread.id, point_id=point.id),
            now,
            True,
            about=point.text[:60],
            problem={"words": problem, "because": sent.because} if problem else None,
            meanwhile=meanwhile,
            fresh=True,
        )
    )
