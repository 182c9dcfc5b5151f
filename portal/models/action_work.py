from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.models.people import User


class ActionKeeper(db.Model):
    """Who in the team keeps an eye on an action, the row `row_id`; one person at most. The plan never says who."""

    __tablename__ = "action_keepers"
    __table_args__ = (Index("ix_action_keepers_journey_id", "journey_id"),)

    row_id: Mapped[int] = mapped_column(ForeignKey("rows.id"), primary_key=True, autoincrement=False)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    chosen_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    since: Mapped[datetime]

    keeper: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])


class ActionNote(db.Model):
    """A note of progress. `reach`: who may read it: the team, the coaches as far as the step is shared, or whoever
    reads the plan (from the next edition on). A removed one can be brought back."""

    __tablename__ = "action_notes"
    __table_args__ = (
        CheckConstraint("reach in ('team', 'coach', 'plan')", name="reach"),
        Index("ix_action_notes_row", "journey_id", "row_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    row_id: Mapped[int] = mapped_column(ForeignKey("rows.id"))
    body: Mapped[str] = mapped_column(Text)
    reach: Mapped[str] = mapped_column(String(20))
    written_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    author: Mapped[User] = relationship(lazy="raise")


class ActionLink(db.Model):
    """That an action answers a need, a strength, an obstacle or an idea: the row `answers_id`."""

    __tablename__ = "action_links"
    __table_args__ = (
        UniqueConstraint("row_id", "answers_id"),
        Index("ix_action_links_row", "journey_id", "row_id", "id"),
        CheckConstraint("row_id <> answers_id", name="itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    row_id: Mapped[int] = mapped_column(ForeignKey("rows.id"))
    answers_id: Mapped[int] = mapped_column(ForeignKey("rows.id"), index=True)
    linked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    linked_at: Mapped[datetime]


class ActionFollowUp(db.Model):
    """A day to look at an action again, and at what. Once it is done: when, by whom and what came out. A removed one
    can be brought back."""

    __tablename__ = "action_follow_ups"
    __table_args__ = (
        CheckConstraint("(done_at is null) = (done_by is null)", name="done"),
        Index("ix_action_follow_ups_row", "journey_id", "row_id", "id"),
        Index(
            "ix_action_follow_ups_due",
            "due_on",
            "id",
            sqlite_where=text("done_at is null and removed_at is null"),
            postgresql_where=text("done_at is null and removed_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    row_id: Mapped[int] = mapped_column(ForeignKey("rows.id"))
    due_on: Mapped[date]
    what: Mapped[str] = mapped_column(String(300), default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None]

    closer: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[done_by])
