from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.models.journeys import Journey
from portal.models.people import sorted_text


class Municipality(db.Model):
    """`registrar_address`: where its registrar reads, set by its own officers or the region."""

    __tablename__ = "municipalities"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    search_name: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[str] = mapped_column(sorted_text, index=True)
    registrar_address: Mapped[str] = mapped_column(String(254), default="", server_default="")
    created_at: Mapped[datetime]


class Place(db.Model):
    """A small place. `is_example` marks a made-up place or made-up answers; pages say so in words."""

    __tablename__ = "places"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    search_name: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[str] = mapped_column(sorted_text, index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    population: Mapped[int | None]
    population_year: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    municipality: Mapped[Municipality] = relationship(lazy="raise")
    journeys: Mapped[list[Journey]] = relationship(back_populates="place", lazy="raise")
