"""Reading what was sent to a municipality's registrar."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.extensions import db
from portal.models import Event, Journey, Mail

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


def find_last_sending(journey: Journey) -> Sending | None:
    """One query."""
    query = (
        select(Event, Mail)
        .outerjoin(Mail, Mail.id == Event.data["mail"].as_integer())
        .where(Event.journey_id == journey.id, Event.kind == SENT)
        .order_by(Event.id.desc())
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    return Sending(found[0], found[1]) if found is not None else None
