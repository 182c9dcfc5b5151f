"""What each side finds on a conversation's page: the way back, who helps, and what they may do beside writing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.forms.people import SECTOR_WORDS
from portal.models import Post, Promise
from portal.policy import Conversation, Guest


@dataclass(frozen=True, slots=True)
class Sides:
    """`trail`: where the page lies. `only_shared`: this person reads what was shared of it and nothing else. `guests`:
    by the id of the person. `answers`: whether this person's reply ends or stops the promise. `links`: what a coach may
    do, for `rows.linklist`."""

    trail: list[tuple[str, str]]
    only_shared: bool
    guests: Mapping[int, Guest] = field(default_factory=dict)
    may_ask_guest: bool = False
    may_accept: bool = False
    answers: bool = False
    links: list[dict[str, str]] = field(default_factory=list)

    def label_of(self, user_id: int) -> str:
        """What a guest is called beside their name: "coach (culture), asked in by …"; empty for everybody else."""
        guest = self.guests.get(user_id)
        if guest is None:
            return ""
        if not guest.sector:
            return _("coach, asked in by %(name)s", name=guest.asked_by)
        sector = str(SECTOR_WORDS.get(guest.sector, guest.sector)).lower()
        return _("coach (%(sector)s), asked in by %(name)s", sector=sector, name=guest.asked_by)


def sides_of(conversation: Conversation, title: str, posts: Sequence[Post]) -> Sides:
    """`posts`: those that are shown."""
    if not policy.can_read_thread(current_user, conversation):
        return Sides(_trail(conversation, title), only_shared=False)
    guests = conversation.asked_in
    return Sides(
        _trail(conversation, title),
        only_shared=conversation.is_municipal and policy.side_of(current_user, conversation) == policy.PLACE,
        guests=guests,
        may_ask_guest=bool(policy.can_ask_guest(current_user, conversation)),
        may_accept=_has_answered(posts, conversation.promise, guests)
        and bool(policy.can_accept_answer(current_user, conversation)),
        answers=policy.is_responsible(current_user, conversation),
        links=_links(conversation),
    )


def _has_answered(posts: Sequence[Post], promise: Promise | None, guests: Collection[int]) -> bool:
    """Whether a guest has said something since the question that waits was asked."""
    return promise is not None and any(
        post.author_id in guests
        and post.id > promise.asked_post_id
        and post.removed_at is None
        and not post.asks_back
        for post in posts
    )


def _links(conversation: Conversation) -> list[dict[str, str]]:
    workplace, thread = conversation.workplace, conversation.thread
    if not policy.can_log_call(current_user, workplace) or not policy.can_write(current_user, conversation):
        return []
    if conversation.is_municipal:
        return []
    href = url_for("calls.new", slug=workplace.place.slug, thread=thread.id)
    return [{"href": href, "label": _("Log a call about this")}]


def _trail(conversation: Conversation, title: str) -> list[tuple[str, str]]:
    """To the list in which this person found it."""
    workplace = conversation.workplace
    place = workplace.place
    if policy.can_see_place(current_user, workplace):
        return [(url_for("conversations.index", slug=place.slug), _("Conversations")), ("", title)]
    if policy.side_of(current_user, conversation) == policy.MUNICIPALITY:
        return [(url_for("municipality.index"), place.municipality.name), ("", title)]
    if current_user.id in conversation.guests | conversation.covers:
        return [(url_for("helping.index"), _("Conversations where you help")), ("", title)]
    return [("", place.name), ("", title)]
