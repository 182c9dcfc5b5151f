from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


def _where(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Notice(db.Model):
    """That one person is told of one event by one channel: in the portal or by mail.

    `path`: where it leads. `params`: names of places and the like, never what people wrote. A mail notice has `due_at`
    while it waits for a digest, and `mail_id` once it stands in a letter; with neither it was left out of one.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("event_id", "user_id", "channel"),
        CheckConstraint("channel in ('portal', 'mail')", name="channel"),
        CheckConstraint("frequency in ('now', 'daily', 'weekly')", name="frequency"),
        _where("ix_notices_unread", "user_id", "path", where="read_at is null and channel = 'portal'"),
        _where("ix_notices_waiting", "due_at", where="due_at is not null"),
        Index("ix_notices_user_id_at", "user_id", "at"),
        Index("ix_notices_mail_id", "mail_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    channel: Mapped[str] = mapped_column(String(10))
    frequency: Mapped[str] = mapped_column(String(10))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    path: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id", ondelete="SET NULL"))
    read_at: Mapped[datetime | None]


class NoticeChoice(db.Model):
    """How soon a person wants mail about a group of kinds (`notifications.rules`); without one, the group's default."""

    __tablename__ = "notice_choices"
    __table_args__ = (
        UniqueConstraint("user_id", "group_key"),
        CheckConstraint("frequency in ('now', 'daily', 'weekly', 'none')", name="frequency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    group_key: Mapped[str] = mapped_column(String(40))
    frequency: Mapped[str] = mapped_column(String(10))


class Reminded(db.Model):
    """That a journey's team has been reminded of something (`key`), so that it happens once."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("journey_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    key: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
