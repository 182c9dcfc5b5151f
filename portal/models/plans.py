from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class PlanEdition(db.Model):
    """The plan as a frozen edition, shared with the municipality; open while `ended_at` is empty (a newer one ends it).

    `read_at` is when an officer first opened it. `contents`: `portal.process.contents` of it, for lists of many plans.
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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    number: Mapped[int]
    snapshot: Mapped[dict[str, Any]]
    contents: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shared_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    shared_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    read_at: Mapped[datetime | None]
