from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db

if TYPE_CHECKING:
    from portal.models.places import Municipality, Place

ROLES = ("leader", "coach", "place_coach", "officer", "region")
"""leader: of a place's team · coach: in the region's pool of coaches · place_coach: coach of a place · officer: of a
municipality · region: the region's own staff."""

SECTORS = ("culture", "business", "service", "social_sustainability", "tourism", "transport")
"""What coaches know about; the words for people stand in `portal.forms.people`."""

sorted_text = String(300).with_variant(String(300, collation="C"), "postgresql")
"""For sort keys: compared byte by byte on both databases."""


class User(UserMixin, db.Model):
    """A person with an account. `email` is stored folded; `sign_in_epoch` changes when all their sessions must end;
    `mail_bounced_at`: letters to the address come back since then. The last two are set with who is signed in.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    search_name: Mapped[str] = mapped_column(String(400), default="")
    sort_key: Mapped[str] = mapped_column(sorted_text, default="", index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    sign_in_epoch: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(2), default="sv")
    sectors: Mapped[list[str]] = mapped_column(default=list)
    extra_help: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    mail_bounced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    unread_notices = 0
    notice_is_here = False

    assignments: Mapped[list[Assignment]] = relationship(back_populates="user", lazy="raise")

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return f"{self.id}.{self.sign_in_epoch}"


def _one_open(name: str, *columns: str, where: str) -> Index:
    """Nobody holds the same role twice at the same time."""
    still = text(f"ended_at is null and {where}")
    return Index(
        f"uq_assignments_open_{name}",
        "user_id",
        "role",
        *columns,
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


class Assignment(db.Model):
    """A role that a person holds, for a place or a municipality where it has one; open while `ended_at` is empty."""

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("role in ('leader', 'coach', 'place_coach', 'officer', 'region')", name="role"),
        CheckConstraint("(role in ('leader', 'place_coach')) = (place_id is not null)", name="place"),
        CheckConstraint("(role = 'officer') = (municipality_id is not null)", name="municipality"),
        _one_open("place", "place_id", where="place_id is not null"),
        _one_open("municipality", "municipality_id", where="municipality_id is not null"),
        _one_open("plain", where="place_id is null and municipality_id is null"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"), index=True)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="assignments", lazy="raise")
    place: Mapped[Place | None] = relationship(lazy="raise")
    municipality: Mapped[Municipality | None] = relationship(lazy="raise")
