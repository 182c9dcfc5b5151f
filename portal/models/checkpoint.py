from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Json, db
from portal.models.duty import Cover
from portal.models.journeys import Journey
from portal.models.people import User


class CriterionNote(db.Model):
    """The team's comment on a criterion and, for a must that cannot be met, its waiver: the reason why."""

    __tablename__ = "criterion_notes"
    __table_args__ = (UniqueConstraint("journey_id", "criterion_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    criterion_key: Mapped[str] = mapped_column(String(60))
    comment: Mapped[str] = mapped_column(Text, default="")
    waiver: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime]


class Submission(db.Model):
    """A frozen copy of the phase before the checkpoint, as it was handed in. `snapshot` never changes.

    `state`: submitted, under_review, decided or withdrawn. `due_on`: where it stands among what waits for coaches.
    `cover`: who has taken it over now.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("journey_id", "number"),
        CheckConstraint("state in ('submitted', 'under_review', 'decided', 'withdrawn')", name="state"),
        Index(
            "uq_submissions_open",
            "journey_id",
            unique=True,
            sqlite_where=text("state in ('submitted', 'under_review')"),
            postgresql_where=text("state in ('submitted', 'under_review')"),
        ),
        Index("ix_submissions_state", "state", "submitted_at"),
        Index("ix_submissions_due", "state", "due_on", "journey_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    number: Mapped[int]
    snapshot: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20), default="submitted")
    registry_number: Mapped[str | None] = mapped_column(String(60))
    submitted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime]
    due_on: Mapped[date]
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    begun_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]

    journey: Mapped[Journey] = relationship(back_populates="submissions", lazy="raise")
    submitter: Mapped[User] = relationship(lazy="raise", foreign_keys=[submitted_by])
    beginner: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[begun_by])
    review: Mapped[Review | None] = relationship(back_populates="submission", lazy="raise")
    cover: Mapped[Cover | None] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin=lambda: and_(Cover.submission_id == Submission.id, Cover.ended_at.is_(None)),
    )
    decisions: Mapped[list[Decision]] = relationship(
        back_populates="submission", lazy="raise", order_by="Decision.id"
    )


class Review(db.Model):
    """The one draft of a verdict on a submission, shared by those who may decide.

    `judgements`: criterion key -> {"judgement": "enough" | "follow" | "not_yet", "note": str}.
    `points`: list of {"id", "criterion", "anchor": key of a section, question or register, "text", "due_on"}.
    """

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), unique=True)
    judgements: Mapped[dict[str, Any]] = mapped_column(default=dict)
    points: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    strengths: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    suggestions: Mapped[str] = mapped_column(Text, default="")
    verdict: Mapped[str | None] = mapped_column(String(30))
    reasons: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(back_populates="review", lazy="raise")
    author: Mapped[User] = relationship(lazy="raise")


class Decision(db.Model):
    """A verdict as it was sent: a frozen copy of the review. A correction by the region is a later row that names the
    one it `corrects`, with its own reasons; both stay in the record. The latest row holds.

    `stands_for`: ids of the coaches of the place whom the author, who had taken over, answered for.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("verdict in ('go_on', 'go_on_follow_up', 'complete_first')", name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(30))
    reasons: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    stands_for: Mapped[list[int]] = mapped_column(Json, default=list)
    decided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(back_populates="decisions", lazy="raise")
    decider: Mapped[User] = relationship(lazy="raise")
