"""News of a conversation: a question to those who answer, a reply to those who asked, a name to who is named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.models import Event, Post, User
from portal.notifications.notices import tell
from portal.policy import COACH, Conversation
from portal.queries.duty import receivers_for
from portal.queries.participants import Participant, list_participants
from portal.queries.receivers import list_team


def tell_of_post(event: Event, *, conversation: Conversation, post: Post, actor: User) -> None:
    """Who is named hears of that first, and not twice. A question goes to the coaches on duty, or the pool, and to
    who covers; everything else to all who take part."""
    people = list_participants(conversation)
    path, about = f"/conversations/{post.thread_id}/posts/{post.id}", _about(conversation, actor)
    named = set(post.mentions)
    tell(event, to=_users(p for p in people if p.user.id in named), path=path, kind="mentioned", **about)
    asked = post.kind == "question"
    if asked:
        _tell_who_answers(event, conversation, people, path, about)
    kind = "reply_given" if post.side == COACH and post.kind in ("reply", "call", "offer") else "post_written"
    tell(event, to=_users(people), path=path, kind=kind, **about)


def _tell_who_answers(
    event: Event,
    conversation: Conversation,
    people: Iterable[Participant],
    path: str,
    about: dict[str, str],
) -> None:
    """The pool, where nobody else is there, lands on the head of the conversation, where it can be taken over."""
    covering = [p.user for p in people if p.user.id in conversation.covers]
    told = receivers_for(conversation.workplace.place)
    readers = {p.user.id for p in people}
    tell(
        event,
        to=[*covering, *(user for user in told if user.id in readers)],
        path=path,
        kind="question_asked",
        **about,
    )
    tell(
        event,
        to=[user for user in told if user.id not in readers],
        path=f"/conversations/{conversation.thread.id}/",
        kind="question_asked",
        **about,
    )


def tell_of_promise(event: Event, *, conversation: Conversation, day: date) -> None:
    """An answer is promised for this day and has not come: to the coaches on duty, or the pool, and to who covers."""
    place = conversation.workplace.place
    covering = [p.user for p in list_participants(conversation) if p.user.id in conversation.covers]
    path = f"/conversations/{conversation.thread.id}/"
    tell(event, to=[*covering, *receivers_for(place)], path=path, place=place.name, day=day)


def tell_of_share(event: Event, *, conversation: Conversation, post: Post, actor: User) -> None:
    """The place's team may read a post of the municipality's conversation now."""
    path = f"/conversations/{post.thread_id}/posts/{post.id}"
    tell(event, to=list_team(conversation.workplace.place), path=path, **_about(conversation, actor))


def tell_of_mark(event: Event, *, conversation: Conversation, post: Post, author: User) -> None:
    """The team has said what becomes of a question or suggestion: to who wrote it."""
    path = f"/conversations/{post.thread_id}/posts/{post.id}"
    tell(event, to=[author], path=path, place=conversation.workplace.place.name)


def _about(conversation: Conversation, actor: User) -> dict[str, str]:
    return {"place": conversation.workplace.place.name, "who": actor.name}


def _users(people: Iterable[Participant]) -> list[User]:
    return [each.user for each in people]
