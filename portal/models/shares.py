from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class Share(db.Model):
    """A step or place-wide register (`subject_key`) shared with coaches and region; open while `ended_at` is empty.

    What was once shared counts as received by the region: rows are never removed.
    """

    __tablename__ = "shares"
    __table_args__ = (
        Index(
            "uq_shares_open",
            "journey_id",
            "subject_key",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    subject_key: Mapped[str] = mapped_column(String(60))
    shared_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    shared_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
