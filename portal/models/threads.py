from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Json, db
from portal.models.journeys import Journey
from portal.models.people import User


class Thread(db.Model):
    """A conversation at a journey. `kind`: anchored (about `anchor_key`, a section, question or register, perhaps one
    row of it), general (has a `title`) or municipal (between a municipality's officers and the place's coaches).

    `about`: what stood there when it was begun, as coaches read it; a frozen copy that never changes.
    `last_post_at`: when somebody last wrote, for sorting.
    """

    __tablename__ = "threads"
    __table_args__ = (
        CheckConstraint("kind in ('anchored', 'general', 'municipal')", name="kind"),
        CheckConstraint("(kind = 'anchored') = (anchor_key is not null)", name="anchor"),
        Index("ix_threads_journey_last", "journey_id", "last_post_at"),
        Index("ix_threads_anchor", "journey_id", "anchor_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    kind: Mapped[str] = mapped_column(String(20))
    anchor_key: Mapped[str | None] = mapped_column(String(120))
    row_id: Mapped[int | None] = mapped_column(ForeignKey("rows.id"))
    title: Mapped[str] = mapped_column(String(160), default="")
    about: Mapped[dict[str, Any] | None] = mapped_column(Json)
    opened_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime]
    last_post_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]

    journey: Mapped[Journey] = relationship(lazy="raise")


class Post(db.Model):
    """What somebody said in a conversation. `side`: place, coach or municipality; `kind`: question (wants an answer),
    reply, offer (a coach's thought that nobody asked for), call (what was said by phone) or note.

    `asks_back`: a coach needs to know more before the question is answered. `stands_for`: ids of the coaches whom the
    author answered for. `shared_at`: since when the place may read it, in a municipal conversation; `shared_order`: as
    which of the conversation's posts it was shared. `called_on`, `called_with`: of a call. `sent_key`: what the browser
    called the form, so that sending it again makes no second post.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("side in ('place', 'coach', 'municipality')", name="side"),
        CheckConstraint("kind in ('question', 'reply', 'offer', 'call', 'note')", name="kind"),
        Index("ix_posts_thread", "thread_id", "id"),
        Index("uq_posts_sent_key", "author_id", "sent_key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    side: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text, default="")
    strengths: Mapped[str] = mapped_column(Text, default="")
    asks_back: Mapped[bool] = mapped_column(default=False)
    mentions: Mapped[list[int]] = mapped_column(Json, default=list)
    stands_for: Mapped[list[int]] = mapped_column(Json, default=list)
    sent_key: Mapped[str | None] = mapped_column(String(40))
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None]
    shared_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    shared_at: Mapped[datetime | None]
    shared_order: Mapped[int | None]
    called_on: Mapped[date | None]
    called_with: Mapped[str] = mapped_column(String(120), default="")

    thread: Mapped[Thread] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise", foreign_keys=[author_id])
    points: Mapped[list[PostPoint]] = relationship(lazy="raise", order_by="PostPoint.id")
    files: Mapped[list[PostFile]] = relationship(lazy="raise", order_by="PostFile.uploaded_at")


class PostPoint(db.Model):
    """A question or suggestion of a reply, and what the team makes of it: `mark` taken_up, parked or differently (then
    `because` says why)."""

    __tablename__ = "post_points"
    __table_args__ = (
        CheckConstraint("kind in ('question', 'suggestion')", name="kind"),
        CheckConstraint("mark in ('taken_up', 'parked', 'differently')", name="mark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    mark: Mapped[str | None] = mapped_column(String(20))
    because: Mapped[str] = mapped_column(Text, default="")
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    marked_at: Mapped[datetime | None]

    marker: Mapped[User | None] = relationship(lazy="raise")


class PostNote(db.Model):
    """A coach's own note beside a post, in a table of its own so that no page of the place loads it by mistake."""

    __tablename__ = "post_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]


class PostFile(db.Model):
    """A file of a post; the bytes lie in the storage under their sha256."""

    __tablename__ = "post_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    alt: Mapped[str] = mapped_column(String(300), default="")
    uploaded_at: Mapped[datetime]


class ThreadRead(db.Model):
    """How far somebody has read a conversation: up to the post `read_post_id`. A later post of others is unread.

    `read_share`: for the place in a municipal conversation, up to which share: an old post may be shared after a newer
    one was read."""

    __tablename__ = "thread_reads"
    __table_args__ = (UniqueConstraint("user_id", "thread_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    read_post_id: Mapped[int]
    read_share: Mapped[int] = mapped_column(default=0)


class ThreadGuest(db.Model):
    """A coach of another sector who was asked into a conversation; who asked keeps the responsibility. Open while
    `ended_at` is empty."""

    __tablename__ = "thread_guests"
    __table_args__ = (
        Index(
            "uq_thread_guests_open",
            "thread_id",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    sector: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
