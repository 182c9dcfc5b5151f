"""Reading the links by which a plan is read without signing in."""

from __future__ import annotations

from sqlalchemy import select

from portal.clock import now
from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Journey, PlanEdition, PlanLink
from portal.policy import Workplace
from portal.process.reach import Reach, wide_as
from portal.queries.plans import load_plan
from portal.queries.tokens import hash_of

SHOWN = 50
"""Of the newest links, those that no longer work among them."""
UNREADABLE = N_(
    "This link opens nothing now. It has been ended, is too old, or the plan is no longer shared with those who"
    " have a link. Ask whoever sent it to you."
)


def list_links(journey: Journey) -> list[PlanLink]:
    query = (
        select(PlanLink).where(PlanLink.journey_id == journey.id).order_by(PlanLink.id.desc()).limit(SHOWN)
    )
    return list(db.session.scalars(query))


def list_working(journey: Journey) -> list[PlanLink]:
    """Those that open the plan now, as far as the links themselves go."""
    query = select(PlanLink).where(
        PlanLink.journey_id == journey.id, PlanLink.revoked_at.is_(None), PlanLink.expires_at > now()
    )
    return list(db.session.scalars(query))


def get_link(journey: Journey, link_id: int) -> PlanLink:
    """Raises NotFoundError for one of another place, too."""
    found = db.session.get(PlanLink, link_id)
    if found is None or found.journey_id != journey.id:
        raise NotFoundError
    return found


def get_linked_plan(slug: str, secret: str) -> tuple[Workplace, PlanEdition]:
    """The open edition of a place, read by a link. Raises NotFoundError, in the same words, for a link that is unknown,
    of another place, revoked or too old, and where the edition does not reach those with a link."""
    try:
        workplace, edition = load_plan(slug)
    except NotFoundError:
        raise NotFoundError(UNREADABLE) from None
    query = select(PlanLink.id).where(
        PlanLink.token_hash == hash_of(secret),
        PlanLink.journey_id == workplace.journey.id,
        PlanLink.revoked_at.is_(None),
        PlanLink.expires_at > now(),
    )
    if edition.audience not in wide_as(Reach.LINK) or db.session.scalar(query) is None:
        raise NotFoundError(UNREADABLE)
    return workplace, edition
