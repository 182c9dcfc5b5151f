from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class RegionSettings(db.Model):
    """What the region has decided for all its places: one row, the first; none until the region decides something.

    `answer_days`: within how many working days a question is answered.
    """

    __tablename__ = "region_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("answer_days between 1 and 30", name="answer_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer_days: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    updated_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime]
