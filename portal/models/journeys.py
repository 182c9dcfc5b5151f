from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db

if TYPE_CHECKING:
    from portal.models.checkpoint import CriterionNote, Submission
    from portal.models.places import Place


class Journey(db.Model):
    """A place's way through the process. It pins the definition that it was started with.

    `state`: active, paused or ended. `checkpoint_state`: see `portal.process.gate`; changed by one service only.
    `months` is the length that was agreed. `checkpoint_due_on` and `ends_on`: by when the checkpoint should be
    submitted, and the last day, kept for lists (`services.journey_dates`); empty while the clock stands still.
    """

    __tablename__ = "journeys"
    __table_args__ = (
        CheckConstraint("state in ('active', 'paused', 'ended')", name="state"),
        Index(
            "uq_journeys_current",
            "place_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), index=True)
    is_current: Mapped[bool] = mapped_column(default=True)
    definition_key: Mapped[str] = mapped_column(String(80))
    definition_version: Mapped[int]
    starts_on: Mapped[date]
    months: Mapped[int] = mapped_column(default=18)
    state: Mapped[str] = mapped_column(String(20), default="active")
    checkpoint_state: Mapped[str] = mapped_column(String(30), default="not_submitted")
    checkpoint_due_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    place: Mapped[Place] = relationship(back_populates="journeys", lazy="raise")
    pauses: Mapped[list[Pause]] = relationship(lazy="raise", order_by="Pause.since")
    criterion_notes: Mapped[list[CriterionNote]] = relationship(lazy="raise")
    submissions: Mapped[list[Submission]] = relationship(
        back_populates="journey", lazy="raise", order_by="Submission.number"
    )


class Pause(db.Model):
    """A stretch in which the months do not count; open while `until` is empty."""

    __tablename__ = "pauses"

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    paused_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
