from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.models.people import User


class Absence(db.Model):
    """Days on which a coach does not answer, both ends included; taken back where `cancelled_at` is set."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="days"),
        Index("ix_absences_user_until", "user_id", "until_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    noted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    noted_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])


def _one_open(column: str) -> Index:
    still = text(f"ended_at is null and {column} is not null")
    return Index(f"uq_covers_open_{column}", column, unique=True, sqlite_where=still, postgresql_where=still)


class Cover(db.Model):
    """That a coach of the region has taken over one conversation or one submission for the place's own coaches; one at
    a time, open while `ended_at` is empty."""

    __tablename__ = "covers"
    __table_args__ = (
        CheckConstraint("(thread_id is null) <> (submission_id is null)", name="subject"),
        _one_open("thread_id"),
        _one_open("submission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise")
