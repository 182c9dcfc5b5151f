from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class Mail(db.Model):
    """A letter in the outbox, written in the transaction of the change that it tells of; sent later by the worker.

    `claimed_at` keeps two workers from sending the same letter; `message_id` is the same at each try, so that a letter
    that arrives twice is shown once. `unsubscribe_path`: where the person can turn such letters off. `bounced_at`: the
    address was refused, so it is not tried again. A letter may carry a file of the storage, by its hash; without the
    file it says `attachment_missing` instead.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "sent_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    to_address: Mapped[str] = mapped_column(String(254))
    to_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(String(200))
    unsubscribe_path: Mapped[str] = mapped_column(String(300), default="")
    attachment_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    attachment_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    attachment_type: Mapped[str] = mapped_column(String(100), default="", server_default="")
    attachment_missing: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    last_error: Mapped[str] = mapped_column(String(300), default="")
