from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db

MESSAGE_LIMIT = 2000
"""Characters in the municipality's message."""


class ContributionRequest(db.Model):
    """What a place has asked its municipality to put in, as a frozen copy, and the municipality's answer.

    `answer`: confirmed, changed (yes, with a change) or declined. A newer request replaces the older (`replaced_at`).
    """

    __tablename__ = "contribution_requests"
    __table_args__ = (
        CheckConstraint("answer in ('confirmed', 'changed', 'declined')", name="answer"),
        Index(
            "uq_contribution_requests_open",
            "journey_id",
            unique=True,
            sqlite_where=text("replaced_at is null"),
            postgresql_where=text("replaced_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    snapshot: Mapped[dict[str, Any]]
    sent_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(20))
    message: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
