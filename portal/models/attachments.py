from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class Attachment(db.Model):
    """A file that belongs to one answer (`question_key`) or one cell of a row (`row_id` and the column's name in
    `column_name`). The bytes lie in the storage under their sha256 and stay as long as a submission names them."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    question_key: Mapped[str | None] = mapped_column(String(120))
    row_id: Mapped[int | None] = mapped_column(ForeignKey("rows.id"))
    column_name: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    alt: Mapped[str] = mapped_column(String(300), default="")
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
