from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.models.places import Municipality


class PlanEdition(db.Model):
    """The plan as a frozen edition; open while `ended_at` is empty (a newer one ends it).

    `audience` (process.reach.Reach): who reads it beside the team, the one thing that may change while it is open.
    `reached_at`: since when the municipality may, or could; `municipality_id`: which one that was, whatever the place
    belongs to later; `read_at`: when an officer of it first opened it.
    `stands_behind` names organisations. `themes`: of its goals and actions, each between spaces, for filters.
    `contents`: `portal.process.contents` of it, for lists of many plans.
    """

    __tablename__ = "plan_editions"
    __table_args__ = (
        UniqueConstraint("journey_id", "number"),
        Index(
            "uq_plan_editions_open",
            "journey_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
        Index("ix_plan_editions_audience", "audience", "ended_at", "journey_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    number: Mapped[int]
    snapshot: Mapped[dict[str, Any]]
    audience: Mapped[str] = mapped_column(String(20), default="municipality", server_default="municipality")
    stands_behind: Mapped[str] = mapped_column(default="", server_default="")
    introduction: Mapped[str] = mapped_column(default="", server_default="")
    themes: Mapped[str] = mapped_column(default="", server_default="")
    contents: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shared_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    shared_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"), index=True)
    read_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    read_at: Mapped[datetime | None]

    municipality: Mapped[Municipality | None] = relationship(lazy="raise")


class PlanDraft(db.Model):
    """What the team writes to the plan beside its answers, until an edition takes it up."""

    __tablename__ = "plan_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), unique=True)
    introduction: Mapped[str]
    stands_behind: Mapped[str]
    version: Mapped[int]
    updated_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime]


class PlanLink(db.Model):
    """A link that lets anybody read the open edition without signing in. The secret itself is never stored."""

    __tablename__ = "plan_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(120))
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
