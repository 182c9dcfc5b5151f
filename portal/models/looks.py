from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class Look(db.Model):
    """That somebody reads a step or place-wide register (`subject_key`) of a journey: a read mark.

    `looked_at`: when their latest visit to it began; `previous_at`: the visit before. `circle`: as whom they read it
    (`policy.reader`): what one has seen as a leader is not what one may read as a coach.
    """

    __tablename__ = "looks"
    __table_args__ = (UniqueConstraint("user_id", "journey_id", "subject_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    subject_key: Mapped[str] = mapped_column(String(60))
    circle: Mapped[str] = mapped_column(String(20))
    looked_at: Mapped[datetime]
    previous_at: Mapped[datetime | None]
