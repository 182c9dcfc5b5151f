"""Reading invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.clock import now
from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Invitation, Municipality, Place
from portal.queries.paging import Page, paginate
from portal.queries.searching import matches

SOON = timedelta(days=3)
"""An open invitation that is good for so long or less wants attention."""


def describe(invitation: Invitation) -> str:
    """The name of the place or municipality that an invitation is for; empty where the role has none."""
    if invitation.place_id is not None:
        return db.session.scalar(select(Place.name).where(Place.id == invitation.place_id)) or ""
    if invitation.municipality_id is not None:
        query = select(Municipality.name).where(Municipality.id == invitation.municipality_id)
        return db.session.scalar(query) or ""
    return ""


def unanswered() -> ColumnElement[bool]:
    """Neither accepted nor taken back; it may have become too old."""
    return Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)


def list_invitations(page: int, *, q: str = "") -> Page[Invitation]:
    """The unanswered ones whose name or address holds every word of `q`; the one that ends first stands first."""
    query = select(Invitation).where(unanswered(), *matches(Invitation.search_name, q))
    query = query.options(joinedload(Invitation.place), joinedload(Invitation.municipality))
    found: Page[Invitation] = paginate(query.order_by(Invitation.expires_at, Invitation.id), page)
    return found


def list_open_invitations(
    *, place: Place | None = None, municipality: Municipality | None = None
) -> Sequence[Invitation]:
    """The unanswered invitations to a place or a municipality, the oldest first."""
    query = select(Invitation).where(unanswered())
    if place is not None:
        query = query.where(Invitation.place_id == place.id)
    if municipality is not None:
        query = query.where(Invitation.municipality_id == municipality.id)
    return db.session.scalars(query.order_by(Invitation.created_at, Invitation.id)).all()


def get_invitation(invitation_id: int) -> Invitation:
    """With what it is for. Raises NotFoundError."""
    query = (
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .options(joinedload(Invitation.place), joinedload(Invitation.municipality))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(N_("There is no such invitation."))
    return found


def load_invitation(invitation_id: int) -> tuple[Invitation]:
    """Loader of routes under /region/invitations/<invitation_id>/."""
    return (get_invitation(invitation_id),)


def ends_soon() -> ColumnElement[bool]:
    """Unanswered, and too old already or within SOON."""
    return unanswered() & (Invitation.expires_at < now() + SOON)
