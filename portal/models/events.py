from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class Event(db.Model):
    """What happened, in the past tense (`answer_saved`), written in the transaction of the change itself. Holds ids and
    keys, never what people wrote; the one exception is a registrar's address, which belongs to a function."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_journey_at", "journey_id", "at"),
        Index("ix_events_kind_at", "kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    journey_id: Mapped[int | None] = mapped_column(ForeignKey("journeys.id"))
    subject: Mapped[str] = mapped_column(String(160), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
