"""Links by which anybody reads the open edition: made by the team, for a time, and ended by it."""

from __future__ import annotations

from datetime import timedelta

from portal.clock import now
from portal.errors import N_, InvalidError, Message
from portal.extensions import db
from portal.models import PlanLink, User
from portal.policy import Workplace, can_edit_place, require
from portal.queries.plan_links import get_link, list_working
from portal.queries.tokens import hash_of
from portal.services.events import record
from portal.services.permits import hold
from portal.services.tokens import new_secret
from portal.text import clean

DAYS = (7, 30, 90, 365)
"""How long a link may work."""

PURPOSE_LIMIT = 120
MOST = 20


def create(actor: User, *, workplace: Workplace, purpose: str, days: int) -> str:
    """A new link's secret, which is never to be read again. `purpose`: a note for the team on whom it is for.

    Raises NotAllowedError, InvalidError.
    """
    require(can_edit_place(actor, workplace))
    hold(workplace)
    words = clean(purpose)
    if len(words) > PURPOSE_LIMIT:
        message = Message(
            N_("The text has %(length)s characters; there is room for %(limit)s."),
            {"length": len(words), "limit": PURPOSE_LIMIT},
        )
        raise InvalidError(message.text, {"purpose": message}, **message.params)
    if days not in DAYS:
        raise InvalidError(N_("Choose how long the link works."))
    if len(list_working(workplace.journey)) >= MOST:
        raise InvalidError(N_("There are %(most)s links that work. End one of them first."), most=MOST)
    secret, moment = new_secret(), now()
    link = PlanLink(
        journey_id=workplace.journey.id,
        token_hash=hash_of(secret),
        purpose=words,
        created_by=actor.id,
        created_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    db.session.add(link)
    db.session.flush()
    data = {"link": link.id, "days": days}
    record(actor, "plan_link_created", journey=workplace.journey, data=data)
    return secret


def revoke(actor: User, *, workplace: Workplace, link_id: int) -> None:
    """The link stops working at once; one that has stopped already is left as it is. Raises NotAllowedError,
    NotFoundError."""
    require(can_edit_place(actor, workplace))
    hold(workplace)
    link = get_link(workplace.journey, link_id)
    if link.revoked_at is not None:
        return
    link.revoked_at, link.revoked_by = now(), actor.id
    db.session.flush()
    record(actor, "plan_link_revoked", journey=workplace.journey, data={"link": link.id})
