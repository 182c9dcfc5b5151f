"""What a conversation's page is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.clock import now
from portal.models import Post, Thread
from portal.policy import Conversation, Workplace
from portal.process.anchors import find_anchor, has_changed, items_now, items_then
from portal.process.definitions import find_definition
from portal.process.document import DocItem
from portal.process.frozen import thaw
from portal.process.marks import Marked
from portal.process.material import Material
from portal.process.schema import Register
from portal.process.titles import titles_among
from portal.queries.attachments import files_of, list_attachments
from portal.queries.material import get_material
from portal.queries.participants import Participant, list_participants, names_of
from portal.queries.posts import Talk, get_talk, marked_of
from portal.views.duty import standing_in_thread
from portal.views.links import href_of, name_of, title_of
from portal.views.placebar import placebar_of
from portal.views.posting import PostForm
from portal.views.thread_sides import Sides, sides_of
from portal.views.words import Sign, listed, promise_words
from portal.web.language import current_language


@dataclass(frozen=True, slots=True)
class About:
    """What the conversation is about: its address, the text as it was then, and as it is now where it has changed."""

    href: str
    then: Sequence[DocItem]
    now: Sequence[DocItem] | None
    is_gone: bool = False


def title_of_thread(workplace: Workplace, thread: Thread) -> str:
    """What a conversation is called, in the page's language."""
    if thread.kind == "municipal":
        return _("The municipality and the coaches")
    if thread.kind == "general":
        return thread.title
    key, lang = thread.anchor_key or "", current_language()
    name = name_of(workplace, key, lang)
    row = _row_then(workplace, thread)
    return f"{name}: {row}" if row else name


def head_of_thread(workplace: Workplace, thread: Thread) -> str:
    """What it is called to whoever may only take it over: where it is asked, never a word of what the place wrote,
    neither the title of a conversation nor of a row."""
    if thread.kind == "municipal":
        return title_of_thread(workplace, thread)
    return where_of_thread(workplace, thread) or _("A question about something else")


def where_of_thread(workplace: Workplace, thread: Thread) -> str:
    """The step and the part in which it is anchored; empty for the rest."""
    return where_of(workplace, thread.anchor_key) if thread.anchor_key else ""


def where_of(workplace: Workplace, key: str) -> str:
    """The step and section of a key; a place-wide register by its own name."""
    lang, process = current_language(), workplace.process
    section = process.section_of(key)
    return title_of(workplace, section.key if section is not None and section.key != key else key, lang)


def talk_of(conversation: Conversation, before: int | None = None) -> Talk:
    """What the person may read of it; nothing for a coach who may only take it over."""
    if not policy.can_read_thread(current_user, conversation):
        return Talk((), 0, {}, 0)
    return get_talk(current_user, conversation, before)


def render_thread(
    conversation: Conversation,
    talk: Talk,
    form: PostForm | None = None,
    trouble: tuple[int, dict[str, str]] | None = None,
) -> str:
    """The page of a conversation; `form`: what was sent and refused; `trouble`: the point whose mark was refused, with
    why and what was typed."""
    workplace, thread = conversation.workplace, conversation.thread
    readable = policy.can_read_thread(current_user, conversation)
    material = get_material(workplace.journey)
    participants = list_participants(conversation) if readable else []
    side = policy.side_of(current_user, conversation)
    title = title_of_thread(workplace, thread) if readable else head_of_thread(workplace, thread)
    sides = sides_of(conversation, title, talk.posts)
    is_own = policy.can_see_place(current_user, workplace)
    return render_template(
        "conversations/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, material) if is_own else None,
        workplace=workplace,
        conversation=conversation,
        thread=thread,
        title=title,
        where=where_of_thread(workplace, thread) if readable else "",
        sides=sides,
        readable=readable,
        side=side,
        talk=talk,
        shown=[_shown(conversation, talk, post, participants) for post in talk.posts],
        about=_about(conversation, material) if readable and thread.about else None,
        promise=_promise(conversation, sides, side),
        may_write=policy.can_write(current_user, conversation),
        may_close=policy.can_close(current_user, conversation),
        may_note=policy.can_read_notes(current_user, conversation),
        may_mark=policy.can_mark_points(current_user, conversation),
        form=form or PostForm(wants_answer=False),
        trouble=trouble,
        participants=participants,
        covering=conversation.standin.name if conversation.standin is not None else "",
        standing_in=standing_in_thread(conversation, participants),
    )


def render_new_posts(conversation: Conversation, talk: Talk) -> str:
    """What was said since, for a page that is open: the posts, and where the question stands now."""
    participants = list_participants(conversation)
    side, sides = policy.side_of(current_user, conversation), sides_of(conversation, "", ())
    return render_template(
        "conversations/_new.html",
        conversation=conversation,
        thread=conversation.thread,
        talk=talk,
        shown=[_shown(conversation, talk, post, participants) for post in talk.posts],
        side=side,
        sides=sides,
        promise=_promise(conversation, sides, side),
        may_mark=policy.can_mark_points(current_user, conversation),
    )


def _promise(conversation: Conversation, sides: Sides, side: str | None) -> Sign | None:
    """Where the question stands; nothing for whoever reads what was shared alone."""
    return None if sides.only_shared else promise_words(conversation.promise, asker=side != policy.COACH)


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post as the page draws it: whom it names, for whom its author answered, and what this person may do with it."""

    post: Post
    is_new: bool
    named: str
    stands_for: str
    may_edit: bool
    may_remove: bool
    may_share: bool
    marked: Mapping[int, Marked]


def _shown(
    conversation: Conversation, talk: Talk, post: Post, participants: Sequence[Participant]
) -> ShownPost:
    return ShownPost(
        post,
        talk.is_new(post, current_user),
        listed(names_of(participants, post.mentions)),
        listed(names_of(participants, post.stands_for)),
        bool(policy.can_edit_post(current_user, conversation, post, now())),
        bool(policy.can_remove_post(current_user, conversation, post)),
        post.shared_at is None and bool(policy.can_share_post(current_user, conversation, post)),
        {point.id: marked_of(point) for point in post.points},
    )


def _about(conversation: Conversation, material: Material) -> About:
    workplace, thread = conversation.workplace, conversation.thread
    lang, copy = current_language(), thaw(thread.about or {})
    then = items_then(find_definition(copy.definition_key, copy.definition_version), thread.about or {}, lang)
    key = thread.anchor_key or ""
    href, anchor = href_of(workplace, key), find_anchor(workplace.process, key)
    if anchor is None or not policy.is_anchor_shared(conversation):
        return About(href, then, None)
    if thread.row_id is not None and not _has_row(material, thread):
        return About(href, then, None, is_gone=True)
    if not has_changed(workplace.process, copy, material, anchor, thread.row_id):
        return About(href, then, None)
    files = files_of(list_attachments(workplace.journey))
    return About(href, then, items_now(workplace.process, material, anchor, thread.row_id, files, lang))


def _has_row(material: Material, thread: Thread) -> bool:
    return any(entry.id == thread.row_id for entry in material.entries(thread.anchor_key or ""))


def _row_then(workplace: Workplace, thread: Thread) -> str:
    """What the row was called when the conversation began."""
    register = workplace.process.register(thread.anchor_key or "")
    if thread.row_id is None or thread.about is None or not isinstance(register, Register):
        return ""
    material = thaw(thread.about).material
    rows = [(register, entry) for entry in material.entries(register.key)]
    title = titles_among(rows, workplace.process, material).get(thread.row_id)
    return title.of(current_language()) if title is not None else ""


def address_of_thread(thread_id: int, post_id: int | None = None) -> str:
    """A conversation's page, at a post where one is named."""
    return url_for("conversations.show", thread_id=thread_id, _anchor=f"post-{post_id}" if post_id else None)
