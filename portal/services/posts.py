"""Writing in a conversation: said once, changed for a quarter of an hour, removed with a trace."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from portal.clock import now
from portal.errors import N_, InvalidError
from portal.extensions import db
from portal.models import Event, Post, PostNote, PostPoint, Thread, User
from portal.notifications import conversations as letters
from portal.policy import (
    COACH,
    Conversation,
    can_edit_post,
    can_remove_post,
    can_share_post,
    can_write,
    is_responsible,
    require,
    side_of,
)
from portal.queries.settings import get_answer_days
from portal.queries.threads import find_promise
from portal.services import promises
from portal.services.covers import list_stood_for
from portal.services.drafts import Draft, check_draft
from portal.services.events import record
from portal.services.permits import hold
from portal.services.post_files import add_files
from portal.services.reads import mark_read


def write(actor: User, *, conversation: Conversation, draft: Draft) -> Post:
    """Say something. Sending the same form again gives the post that is there.

    Raises NotAllowedError, also when the conversation was closed or its subject unshared meanwhile, and InvalidError.
    """
    hold(conversation.workplace)
    known = find_sent(actor, conversation.thread, draft.sent_key)
    if known is not None:
        return known
    require(can_write(actor, conversation))
    checked = check_draft(actor, conversation, draft)
    return add_post(actor, conversation, checked, opens=False)


def add_post(actor: User, conversation: Conversation, draft: Draft, *, opens: bool) -> Post:
    """Store a checked draft with its points, files, note, promise and event. `opens`: it begins the conversation."""
    thread, moment = conversation.thread, now()
    side = side_of(actor, conversation) or COACH
    post = Post(
        thread_id=thread.id,
        author_id=actor.id,
        side=side,
        kind=_kind(draft, side, opens=opens, is_asked=find_promise(thread) is not None),
        body=draft.body,
        strengths=draft.strengths,
        asks_back=draft.asks_back and side == COACH,
        mentions=list(draft.mentions),
        stands_for=_stood_for(actor, conversation, draft) if side == COACH else [],
        called_on=draft.called_on,
        called_with=draft.called_with,
        sent_key=draft.sent_key,
        written_at=moment,
        points=[
            PostPoint(kind=kind, text=text)
            for kind, texts in (("question", draft.questions), ("suggestion", draft.suggestions))
            for text in texts
        ],
    )
    db.session.add(post)
    thread.last_post_at = moment
    db.session.flush()
    add_files(post, draft.files)
    if draft.note:
        db.session.add(PostNote(post_id=post.id, text=draft.note, written_by=actor.id, written_at=moment))
    _run_clock(actor, conversation, post, draft)
    mark_read(actor, thread=thread, post_id=post.id)
    event = _record(actor, "post_written", conversation, post)
    letters.tell_of_post(event, conversation=conversation, post=post, actor=actor)
    return post


def edit(actor: User, *, conversation: Conversation, post: Post, draft: Draft) -> Post:
    """Change what one wrote; points that the team has marked stay as they are marked. Raises NotAllowedError after a
    quarter of an hour, InvalidError."""
    hold(conversation.workplace)
    db.session.refresh(post, ["removed_at", "body", "strengths"])
    require(can_edit_post(actor, conversation, post, now()))
    checked = check_draft(actor, conversation, replace(draft, files=()), has_files=bool(post.files))
    post.body, post.strengths, post.mentions = checked.body, checked.strengths, list(checked.mentions)
    _replace_points(post, checked)
    post.edited_at = now()
    _record(actor, "post_edited", conversation, post)
    return post


def remove(actor: User, *, conversation: Conversation, post: Post) -> None:
    """Remove one's own post: its text, points, notes and the names of people and files are gone, nobody fetches its
    files any more (`disposal` forgets them later), that it was there stays. Removing it again changes nothing. A
    question whose post is removed is withdrawn; one whose answer is removed waits again. Raises NotAllowedError."""
    hold(conversation.workplace)
    if post.removed_at is not None and post.author_id == actor.id:
        return
    require(can_remove_post(actor, conversation, post))
    promise = find_promise(conversation.thread)
    if promise is not None and promise.asked_post_id == post.id:
        promises.withdraw(conversation.thread)
    promises.reopen(conversation.thread, post)
    for point in post.points:
        db.session.delete(point)
    note = db.session.scalars(select(PostNote).where(PostNote.post_id == post.id)).one_or_none()
    if note is not None:
        db.session.delete(note)
    post.body = post.strengths = post.called_with = ""
    for file in post.files:
        file.name = file.alt = ""
    post.mentions = []
    post.removed_by, post.removed_at = actor.id, now()
    _record(actor, "post_removed", conversation, post)


def share(actor: User, *, conversation: Conversation, post: Post) -> None:
    """Show the place one's own post of a municipal conversation, for good. Doing it again changes nothing. Raises
    NotAllowedError."""
    hold(conversation.workplace)
    require(can_share_post(actor, conversation, post))
    if post.shared_at is None:
        post.shared_by, post.shared_at = actor.id, now()
        # The journey is held, so no two shares get the same number.
        last = select(func.max(Post.shared_order)).where(Post.thread_id == post.thread_id)
        post.shared_order = (db.session.scalar(last) or 0) + 1
        event = _record(actor, "post_shared", conversation, post)
        letters.tell_of_share(event, conversation=conversation, post=post, actor=actor)


def find_sent(actor: User, thread: Thread | None, sent_key: str | None) -> Post | None:
    """What this form has made already. Raises InvalidError when it was sent somewhere else."""
    if not sent_key:
        return None
    found = db.session.scalars(
        select(Post).where(Post.author_id == actor.id, Post.sent_key == sent_key)
    ).one_or_none()
    if found is not None and thread is not None and found.thread_id != thread.id:
        raise InvalidError(N_("The page could not be understood. Go back and try again."))
    return found


def _stood_for(actor: User, conversation: Conversation, draft: Draft) -> list[int]:
    """Who has taken the conversation over answers for the place's coaches."""
    if draft.stands_for or actor.id not in conversation.covers:
        return list(draft.stands_for)
    return list_stood_for(actor, conversation.workplace.place)


def _kind(draft: Draft, side: str, *, opens: bool, is_asked: bool) -> str:
    if draft.is_call and side == COACH:
        return "call"
    if side == COACH:
        return "offer" if opens else "reply" if is_asked else "note"
    return "question" if draft.wants_answer or opens else "note"


def _run_clock(actor: User, conversation: Conversation, post: Post, draft: Draft) -> None:
    """A guest helps, but does not end a promise: who answers for the place's coaches does. A call ends one only if the
    coach says so."""
    thread = conversation.thread
    if draft.is_call and not draft.answers:
        return
    if post.kind == "question":
        promises.ask(thread, post, get_answer_days())
    elif post.side != COACH:
        promises.go_on(thread)
    elif is_responsible(actor, conversation):
        promises.reply(thread, post)


def _replace_points(post: Post, draft: Draft) -> None:
    wanted = [("question", t) for t in draft.questions] + [("suggestion", t) for t in draft.suggestions]
    for point in list(post.points):
        if (point.kind, point.text) in wanted:
            wanted.remove((point.kind, point.text))
        elif point.mark is None:
            post.points.remove(point)
            db.session.delete(point)
    post.points.extend(PostPoint(kind=kind, text=text) for kind, text in wanted)
    db.session.flush()


def _record(actor: User, kind: str, conversation: Conversation, post: Post) -> Event:
    return record(
        actor,
        kind,
        journey=conversation.workplace.journey,
        subject=f"thread-{post.thread_id}",
        data={"thread": post.thread_id, "post": post.id},
        touches=post.side == "place",
    )
