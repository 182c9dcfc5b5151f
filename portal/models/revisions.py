from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Json, db
from portal.models.people import User


class Revision(db.Model):
    """What an answer (`question_key`) or a row (`row_id`) said after one save. Every save has one, the latest included,
    so no text that was ever acknowledged is gone.

    `value`: the answer's value, or all of the row's values; `is_deleted`: the row was removed by this save.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        CheckConstraint("(question_key is null) <> (row_id is null)", name="subject"),
        UniqueConstraint("journey_id", "question_key", "version"),
        UniqueConstraint("row_id", "version"),
        Index("ix_revisions_journey_at", "journey_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    question_key: Mapped[str | None] = mapped_column(String(120))
    row_id: Mapped[int | None] = mapped_column(ForeignKey("rows.id"))
    version: Mapped[int]
    value: Mapped[Any | None] = mapped_column(Json)
    not_relevant: Mapped[str | None] = mapped_column(Text)
    is_deleted: Mapped[bool] = mapped_column(default=False)
    saved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
