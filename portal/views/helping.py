"""The conversations in which a coach helps: asked in as a guest, or in place of the place's own coaches."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from portal import policy
from portal.policy import Workplace
from portal.process.definitions import find_definition
from portal.queries.guests import list_helped
from portal.queries.threads import Line
from portal.views.thread_pages import title_of_thread
from portal.views.words import promise_words
from portal.web.access import access
from portal.web.paging import page_number

bp = Blueprint("helping", __name__)


@bp.get("/conversations/")
@access(policy.can_see_inbox)
def index() -> str:
    return render_template(
        "conversations/helping.html",
        page=list_helped(current_user, page_number()),
        title_of=_title_of,
        words_of=lambda line: promise_words(line.promise, asker=False),
    )


def _title_of(line: Line) -> str:
    journey = line.thread.journey
    process = find_definition(journey.definition_key, journey.definition_version)
    # What is shared makes no difference to what a conversation is called.
    return title_of_thread(Workplace(journey.place, journey, process, {}), line.thread)
