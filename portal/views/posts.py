"""Posts of a conversation: written, changed, removed, shown to the place; and their files."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from portal import policy
from portal.clock import now
from portal.errors import DomainError, NotFoundError
from portal.extensions import htmx
from portal.models import Post
from portal.policy import Conversation
from portal.queries.conversations import load_conversation
from portal.queries.posts import get_file, get_talk, load_post
from portal.services import posts as service
from portal.services.reads import mark_read
from portal.views.attachments import send_attachment
from portal.views.posting import (
    PostForm,
    draft_of,
    form_of,
    is_number,
    read_form,
    refuse,
    status_of,
    wants_more,
    with_more,
)
from portal.views.thread_pages import (
    address_of_thread,
    render_new_posts,
    render_thread,
    talk_of,
    title_of_thread,
)
from portal.web.access import access
from portal.web.transaction import if_possible

bp = Blueprint("posts", __name__)

Page = str | Answer | tuple[str, int]


@bp.get("/conversations/<int:thread_id>/posts")
@access(policy.can_read_thread, load=load_conversation)
def index(conversation: Conversation) -> Page | Response:
    """What was said since, for a page that is open: nothing (204) where there is nothing new."""
    if not htmx:
        return redirect(address_of_thread(conversation.thread.id), 303)
    after = request.args.get("after", "")
    talk = get_talk(current_user, conversation, after=int(after) if is_number(after) else 0)
    if not talk.posts:
        return Response(status=204)
    page = render_new_posts(conversation, talk)
    if talk.is_ahead:
        with if_possible():
            mark_read(current_user, thread=conversation.thread, post_id=talk.newest, share=talk.newest_share)
    return page


@bp.post("/conversations/<int:thread_id>/posts")
@access(policy.can_see_thread, load=load_conversation)
def create(conversation: Conversation) -> Page:
    form = read_form()
    if wants_more():
        return render_thread(conversation, talk_of(conversation), with_more(form))
    try:
        post = service.write(current_user, conversation=conversation, draft=draft_of(form))
    except DomainError as error:
        # What was typed stays, also when the conversation was closed or its subject unshared meanwhile.
        return render_thread(conversation, talk_of(conversation), refuse(form, error)), status_of(error)
    return _onward(conversation, post)


@bp.get("/conversations/<int:thread_id>/posts/<int:post_id>")
@access(policy.can_see_post, load=load_post)
def show(conversation: Conversation, post: Post) -> Answer:
    """For links in letters: what comes after # is lost on the way through sign-in."""
    return redirect(address_of_thread(conversation.thread.id, post.id), 303)


@bp.get("/conversations/<int:thread_id>/posts/<int:post_id>/edit")
@access(policy.can_read_post, load=load_post)
def edit(conversation: Conversation, post: Post) -> Page:
    policy.require(policy.can_edit_post(current_user, conversation, post, now()))
    return _render_edit(conversation, post, form_of(post))


@bp.post("/conversations/<int:thread_id>/posts/<int:post_id>/edit")
@access(policy.can_read_post, load=load_post)
def update(conversation: Conversation, post: Post) -> Page:
    form = read_form()
    if wants_more():
        return _render_edit(conversation, post, with_more(form))
    try:
        service.edit(current_user, conversation=conversation, post=post, draft=draft_of(form))
    except DomainError as error:
        return _render_edit(conversation, post, refuse(form, error)), status_of(error)
    return redirect(address_of_thread(conversation.thread.id, post.id), 303)


@bp.post("/conversations/<int:thread_id>/posts/<int:post_id>/deletion")
@access(policy.can_read_post, load=load_post)
def delete(conversation: Conversation, post: Post) -> Answer:
    service.remove(current_user, conversation=conversation, post=post)
    flash(_("Removed. The conversation shows that something was removed."), "done")
    return redirect(address_of_thread(conversation.thread.id, post.id), 303)


@bp.post("/conversations/<int:thread_id>/posts/<int:post_id>/shares")
@access(policy.can_read_post, load=load_post)
def share(conversation: Conversation, post: Post) -> Answer:
    service.share(current_user, conversation=conversation, post=post)
    flash(_("The place's team can read it now."), "done")
    return redirect(address_of_thread(conversation.thread.id, post.id), 303)


@bp.get("/conversations/<int:thread_id>/files/<file_id>")
@access(policy.can_read_thread, load=load_conversation)
def file(conversation: Conversation, file_id: str) -> Answer:
    found = get_file(current_user, conversation, file_id)
    return send_attachment(found.sha256, found.name, found.media_type)


def _render_edit(conversation: Conversation, post: Post, form: PostForm) -> str:
    if not policy.can_read_post(current_user, conversation, post):
        raise NotFoundError
    return render_template(
        "conversations/edit.html",
        place=conversation.workplace.place,
        conversation=conversation,
        post=post,
        title=title_of_thread(conversation.workplace, conversation.thread),
        form=form,
        side=post.side,
    )


def _onward(conversation: Conversation, post: Post) -> Answer:
    thread = conversation.thread.id
    if not htmx:
        return redirect(address_of_thread(thread, post.id), 303)
    # By the post's own address: to a browser, the same page with another fragment is no page to fetch.
    return Response(status=204, headers={"HX-Redirect": url_for(".show", thread_id=thread, post_id=post.id)})
