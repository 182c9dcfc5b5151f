"""Reading what was sent to a municipality's registrar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Event, Mail, Municipality, Place, PlanEdition

SENT = "plan_sent_to_registrar"


@dataclass(frozen=True, slots=True)
class Sending:
    """The last time that a place's plan was sent, and the letter, which is disposed of after a while."""

    event: Event
    mail: Mail | None

    @property
    def edition(self) -> int:
        return int(self.event.data["edition"])

    @property
    def answers(self) -> int:
        return len(self.event.data["said"]["answers"])

    @property
    def has_bounced(self) -> bool:
        return self.mail is not None and self.mail.bounced_at is not None


def find_last_sending(edition: PlanEdition) -> Sending | None:
    """Of the editions that have reached the same municipality. One query."""
    numbers = select(PlanEdition.number).where(
        PlanEdition.journey_id == edition.journey_id, PlanEdition.municipality_id == edition.municipality_id
    )
    query = (
        select(Event, Mail)
        .outerjoin(Mail, Mail.id == Event.data["mail"].as_integer())
        .where(Event.journey_id == edition.journey_id, Event.kind == SENT)
        .where(Event.data["edition"].as_integer().in_(numbers))
        .order_by(Event.id.desc())
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    return Sending(found[0], found[1]) if found is not None else None


def count_sendings(municipality: Municipality, *, since: datetime, limit: int) -> int:
    """How often the plans of a municipality's places were sent; counts no further than `limit`. One query."""
    query = (
        select(Event.id)
        .join(Place, Place.id == Event.place_id)
        .where(Event.kind == SENT, Event.at > since, Place.municipality_id == municipality.id)
        .limit(limit)
    )
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
