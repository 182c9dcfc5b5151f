"""Conversations as they stand beside what they are about: at a question, a row or a section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.models import Post
from portal.policy import Workplace
from portal.process.anchors import Anchor, find_anchor
from portal.queries.threads import Line, list_threads_about
from portal.views.words import Sign, promise_words

LENGTH = 240
"""Characters of the last post that stand beside an answer."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A conversation in short: who said what last, and what of it is new to the reader."""

    href: str
    who: str
    when: datetime
    said: str
    is_coach: bool
    unread: int
    promise: Sign | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Talks:
    """The conversations about a section or register, by what they are about."""

    workplace: Workplace
    of: Mapping[tuple[str, int | None], Sequence[Beside]]

    def at(self, key: str, row: int | None = None) -> Sequence[Beside]:
        """Those about this section, question or register, or about one row of it."""
        return self.of.get((key, row), ())

    def ask(self, key: str, row: int | None = None) -> str:
        """Where one begins; empty where this person cannot now."""
        anchor: Anchor | None = find_anchor(self.workplace.process, key)
        if anchor is None or not policy.can_begin_about(current_user, self.workplace, anchor):
            return ""
        return url_for("conversations.new", slug=self.workplace.place.slug, about=key, row=row)


def talks_beside(workplace: Workplace, subject: str) -> Talks:
    """One query: those about a section or register and what lies in it."""
    is_team = bool(policy.is_team(current_user, workplace.place))
    found: dict[tuple[str, int | None], list[Beside]] = {}
    for line in list_threads_about(current_user, workplace, subject):
        key = (line.thread.anchor_key or "", line.thread.row_id)
        found.setdefault(key, []).append(_beside(line, is_team=is_team))
    return Talks(workplace, found)


def _beside(line: Line, *, is_team: bool) -> Beside:
    last, thread = line.last, line.thread
    return Beside(
        href=url_for("conversations.show", thread_id=thread.id),
        who=line.last_author,
        when=thread.last_post_at,
        said=said_in(last),
        is_coach=last is not None and last.side == policy.COACH and last.removed_at is None,
        unread=line.unread,
        promise=promise_words(line.promise, asker=is_team),
        is_closed=thread.closed_at is not None,
    )


def said_in(post: Post | None) -> str:
    """What a post says, in short."""
    if post is None or post.removed_at is not None:
        return _("Removed by who wrote it.")
    said = post.body or post.strengths
    if not said:
        return _("Questions and suggestions") if post.side == policy.COACH else _("A file")
    return said if len(said) <= LENGTH else f"{said[:LENGTH].rstrip()} …"
