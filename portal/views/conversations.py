"""Conversations of a place: the list, beginning one, reading one, closing one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from portal import policy
from portal.clock import today
from portal.errors import ConflictError, DomainError, NotFoundError
from portal.extensions import htmx
from portal.models import Thread
from portal.policy import Conversation, Workplace
from portal.process.anchors import find_anchor, items_now
from portal.process.document import DocItem
from portal.process.workdays import add_working_days
from portal.queries.attachments import files_of, list_attachments
from portal.queries.conversations import load_conversation
from portal.queries.material import get_material
from portal.queries.settings import get_answer_days
from portal.queries.threads import Line, list_threads
from portal.queries.workplaces import load_place
from portal.services import threads as service
from portal.services.reads import mark_read
from portal.views.coaching import coaching_links
from portal.views.links import href_of, name_of
from portal.views.placebar import placebar_of
from portal.views.posting import (
    PostForm,
    draft_of,
    is_number,
    read_form,
    refuse,
    status_of,
    wants_more,
    with_more,
)
from portal.views.thread_pages import (
    address_of_thread,
    render_thread,
    talk_of,
    title_of_thread,
    where_of,
    where_of_thread,
)
from portal.views.words import promise_words
from portal.web.access import access
from portal.web.failures import say
from portal.web.language import current_language
from portal.web.paging import page_number
from portal.web.transaction import if_possible

bp = Blueprint("conversations", __name__)

Page = str | Answer | tuple[str, int]


@bp.get("/places/<slug>/conversations/")
@access(policy.can_see_place, load=load_place)
def index(workplace: Workplace) -> str:
    closed = request.args.get("state") == "closed"
    page = list_threads(current_user, workplace, closed=closed, page=page_number())
    is_team = policy.is_team(current_user, workplace.place)
    return render_template(
        "conversations/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, get_material(workplace.journey)),
        page=page,
        closed=closed,
        is_team=is_team,
        may_begin=policy.can_begin_thread(current_user, workplace),
        coaching=coaching_links(workplace),
        title_of=lambda line: title_of_thread(workplace, line.thread),
        where_of=lambda line: where_of_thread(workplace, line.thread),
        words_of=lambda line: _promise_of(line, is_team=is_team),
    )


@bp.get("/places/<slug>/conversations/new")
@access(policy.can_see_place, act=policy.can_begin_thread, load=load_place)
def new(workplace: Workplace) -> Page:
    return _render_new(workplace, PostForm(wants_answer=True))


@bp.post("/places/<slug>/conversations/")
@access(policy.can_see_place, act=policy.can_begin_thread, load=load_place)
def create(workplace: Workplace) -> Page:
    form = read_form()
    if wants_more():
        return _render_new(workplace, with_more(form))
    try:
        thread = _begin(workplace, form)
    except NotFoundError:
        raise
    except DomainError as error:
        return _render_new(workplace, refuse(form, error)), status_of(error)
    flash(_("Your conversation has begun."), "done")
    onward = address_of_thread(thread.id)
    return Response(status=204, headers={"HX-Redirect": onward}) if htmx else redirect(onward, 303)


@bp.get("/conversations/<int:thread_id>/")
@access(policy.can_see_thread, load=load_conversation)
def show(conversation: Conversation) -> str:
    asked = request.args.get("before", "")
    before = int(asked) if is_number(asked) else None
    talk = talk_of(conversation, before)
    page = render_thread(conversation, talk)
    if before is None and talk.is_ahead:
        with if_possible():
            mark_read(current_user, thread=conversation.thread, post_id=talk.newest, share=talk.newest_share)
    return page


@bp.post("/conversations/<int:thread_id>/closure")
@access(policy.can_see_thread, act=policy.can_close, load=load_conversation)
def close(conversation: Conversation) -> Answer:
    try:
        service.close(current_user, conversation=conversation)
    except ConflictError as error:
        flash(say(error.message), "stop")
    else:
        flash(_("The conversation is closed. You can open it again."), "done")
    return redirect(address_of_thread(conversation.thread.id), 303)


@bp.post("/conversations/<int:thread_id>/closure/end")
@access(policy.can_see_thread, act=policy.can_close, load=load_conversation)
def reopen(conversation: Conversation) -> Answer:
    service.reopen(current_user, conversation=conversation)
    return redirect(address_of_thread(conversation.thread.id), 303)


def _promise_of(line: Line, *, is_team: bool) -> tuple[str, str] | None:
    """What was promised to the municipality is not the place's to know."""
    if is_team and line.thread.kind == "municipal":
        return None
    return promise_words(line.promise, asker=is_team)


def _begin(workplace: Workplace, form: PostForm) -> Thread:
    draft, about, row = draft_of(form), _about(), _row()
    if about:
        return service.begin_about(
            current_user, workplace=workplace, anchor_key=about, row_id=row, draft=draft
        )
    return service.begin_general(current_user, workplace=workplace, title=form.title, draft=draft)


def _render_new(workplace: Workplace, form: PostForm) -> str:
    """The form that begins a conversation. Raises NotFoundError for a subject that the person may not read."""
    about, row, lang = _about(), _row(), current_language()
    anchor = find_anchor(workplace.process, about) if about else None
    if about and anchor is None:
        raise NotFoundError
    ruling = policy.can_begin_about(current_user, workplace, anchor) if anchor else None
    if ruling is not None and not ruling and not policy.is_team(current_user, workplace.place):
        raise NotFoundError
    material = get_material(workplace.journey)
    items: Sequence[DocItem] = ()
    if anchor is not None and ruling:
        files = files_of(list_attachments(workplace.journey))
        items = items_now(workplace.process, material, anchor, row, files, lang)
        if row is not None and not any(entry.id == row for entry in material.entries(anchor.key)):
            raise NotFoundError
    return render_template(
        "conversations/new.html",
        place=workplace.place,
        placebar=placebar_of(workplace, material),
        is_team=policy.is_team(current_user, workplace.place),
        about=about,
        row=row,
        name=name_of(workplace, about, lang),
        where=where_of(workplace, about) if about else "",
        back=href_of(workplace, about) if about else url_for(".index", slug=workplace.place.slug),
        items=items,
        refused=ruling.reason if ruling is not None and not ruling else None,
        form=form,
        answer_by=add_working_days(today(), get_answer_days()),
    )


def _about() -> str:
    return request.values.get("about", "")


def _row() -> int | None:
    row = request.values.get("row", "")
    return int(row) if is_number(row) else None
