from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Json, db
from portal.models.people import User


class Answer(db.Model):
    """One answer to one question (or the "not relevant here" of a register). `version` counts its saves."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("journey_id", "question_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    question_key: Mapped[str] = mapped_column(String(120))
    value: Mapped[Any | None] = mapped_column(Json)
    not_relevant: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    updated_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")


class Row(db.Model):
    """One row of a register; its id is its own for ever, also after a delete (`deleted_at`) that can be undone.

    `sent_key`: what the browser called the form that it was added with, so that sending it again makes no second row.
    """

    __tablename__ = "rows"
    __table_args__ = (
        Index("ix_rows_journey_register", "journey_id", "register_key", "position"),
        Index(
            "uq_rows_preset",
            "journey_id",
            "register_key",
            "preset_key",
            unique=True,
            sqlite_where=text("preset_key is not null"),
            postgresql_where=text("preset_key is not null"),
        ),
        Index("uq_rows_sent_key", "journey_id", "created_by", "sent_key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    register_key: Mapped[str] = mapped_column(String(120))
    preset_key: Mapped[str | None] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    updated_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    sent_key: Mapped[str | None] = mapped_column(String(40))

    author: Mapped[User] = relationship(lazy="raise", foreign_keys=[updated_by])


class Tick(db.Model):
    """A ticked line of a checklist, with who and when. `note` and `on_date` where the line asks for them."""

    __tablename__ = "ticks"
    __table_args__ = (UniqueConstraint("journey_id", "item_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    item_key: Mapped[str] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(String(200))
    on_date: Mapped[date | None]
    ticked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ticked_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
