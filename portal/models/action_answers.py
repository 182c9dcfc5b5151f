from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from portal.extensions import db
from portal.models.journeys import Journey
from portal.models.people import User
from portal.models.places import Municipality, Place
from portal.models.plans import PlanEdition


class EditionReceipt(db.Model):
    """That the municipality `municipality_id` has registered an edition. A correction is a row of its own: the latest
    holds."""

    __tablename__ = "edition_receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_editions.id"), index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    received_on: Mapped[date]
    registry_number: Mapped[str] = mapped_column(String(60), default="")
    noted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    noted_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")


class ActionAnswer(db.Model):
    """The municipality's answer to an action, the row `row_id` as the edition had it. Rows are only ever added: the
    latest that is shared holds, all of them are the history; a later one that is not shared is the officers' draft.

    `action`, `need`: what the action was called in the edition, and what it asked for. `correction`: why an answer went
    back to an earlier step. `municipality_id`: whose answer or draft it is, whatever the place belongs to later;
    `former`: its name, where that is another municipality now.
    """

    __tablename__ = "action_answers"
    __table_args__ = (
        CheckConstraint("stage in ('assessment', 'sent', 'decided')", name="stage"),
        CheckConstraint(
            "outcome in ('will_do', 'will_investigate', 'cannot', 'done', 'not_ours')", name="outcome"
        ),
        CheckConstraint("outcome is not null or not is_shared", name="shared"),
        Index("ix_action_answers_row", "journey_id", "row_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    row_id: Mapped[int] = mapped_column(ForeignKey("rows.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_editions.id"))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    action: Mapped[str] = mapped_column(String(300))
    need: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    because: Mapped[str] = mapped_column(Text, default="")
    function: Mapped[str] = mapped_column(String(120), default="")
    by_when: Mapped[date | None]
    sent_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(120), default="")
    correction: Mapped[str] = mapped_column(Text, default="")
    is_shared: Mapped[bool]
    answered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
    edition: Mapped[PlanEdition] = relationship(lazy="raise")
    former: Mapped[str | None] = column_property(
        select(Municipality.name)
        .join(Place, Place.municipality_id != Municipality.id)
        .join(Journey, Journey.place_id == Place.id)
        .where(Municipality.id == municipality_id, Journey.id == journey_id)
        .correlate_except(Municipality, Place, Journey)
        .scalar_subquery()
    )


class PlanFollow(db.Model):
    """Somebody who wants to hear of the next edition of a place's plan."""

    __tablename__ = "plan_follows"
    __table_args__ = (UniqueConstraint("journey_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    followed_at: Mapped[datetime]
