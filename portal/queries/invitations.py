"""Reading invitations."""

from sqlalchemy import select

from portal.extensions import db
from portal.models import Invitation, Municipality, Place


def describe(invitation: Invitation) -> str:
    """The name of the place or municipality that an invitation is for; empty where the role has none."""
    if invitation.place_id is not None:
        return db.session.scalar(select(Place.name).where(Place.id == invitation.place_id)) or ""
    if invitation.municipality_id is not None:
        query = select(Municipality.name).where(Municipality.id == invitation.municipality_id)
        return db.session.scalar(query) or ""
    return ""
