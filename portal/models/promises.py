from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class Promise(db.Model):
    """That a question will be answered within so many working days; see `portal.process.promises` for the clock.

    `days`: working days promised; `used`: of them, before the clock last began to run; `runs_since`: the day it did,
    empty while the ball is with who asked. `due_on`: the last day, kept for sorting, empty while the days stand still:
    the ball is with who asked or, where `runs_since` is set, the journey is paused. `outcome`: kept, late or withdrawn;
    empty while it is open. `journey_id`: a copy of the thread's, which never changes, so that
    a list among thousands of questions reads one index.
    """

    __tablename__ = "promises"
    __table_args__ = (
        CheckConstraint("outcome in ('kept', 'late', 'withdrawn')", name="outcome"),
        CheckConstraint("(outcome is null) = (ended_on is null)", name="ended"),
        Index(
            "uq_promises_open",
            "thread_id",
            unique=True,
            sqlite_where=text("ended_on is null"),
            postgresql_where=text("ended_on is null"),
        ),
        # Everything that a list of what waits needs, so that it reads nothing else.
        Index("ix_promises_due", "ended_on", "due_on", "journey_id", "thread_id", "asked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    journey_id: Mapped[int]
    asked_post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    answered_post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    asked_on: Mapped[date]
    days: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    runs_since: Mapped[date | None]
    due_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
