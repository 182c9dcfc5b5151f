from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.models.checkpoint import Decision
from portal.models.people import User


class VerdictPoint(db.Model):
    """A point of a verdict that was sent, and what the team makes of it (`portal.process.marks`).

    What the coach wrote is a copy of the decision's content, which never changes: `number` is the point's id there.
    """

    __tablename__ = "verdict_points"
    __table_args__ = (
        UniqueConstraint("decision_id", "number"),
        CheckConstraint("mark in ('taken_up', 'parked', 'differently')", name="mark"),
        CheckConstraint("(mark is null) = (marked_at is null)", name="marked"),
        Index("ix_verdict_points_due", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    number: Mapped[int]
    criterion_key: Mapped[str] = mapped_column(String(60))
    anchor_key: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    mark: Mapped[str | None] = mapped_column(String(20))
    because: Mapped[str] = mapped_column(Text, default="")
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    marked_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship(lazy="raise")
    marker: Mapped[User | None] = relationship(lazy="raise")
