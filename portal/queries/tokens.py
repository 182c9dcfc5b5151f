"""Reading single-use links and invitations by their secret."""

import hashlib

from sqlalchemy import select

from portal.clock import now
from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Invitation, Token

DEAD_LINK = N_("The link has been used or is too old. Ask for a new one.")


def hash_of(secret: str) -> str:
    """What is stored of a secret. The secret is 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def get_open_token(secret: str, purpose: str) -> Token:
    """Raises NotFoundError, in the same words, for a link that is unknown, used or too old."""
    query = select(Token).where(
        Token.token_hash == hash_of(secret),
        Token.purpose == purpose,
        Token.used_at.is_(None),
        Token.expires_at > now(),
    )
    token = db.session.scalars(query.with_for_update()).one_or_none()
    if token is None:
        raise NotFoundError(DEAD_LINK)
    return token


def get_open_invitation(secret: str) -> Invitation:
    """Raises NotFoundError, in the same words, for an invitation that is unknown, used, revoked or too old."""
    query = select(Invitation).where(
        Invitation.token_hash == hash_of(secret),
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now(),
    )
    invitation = db.session.scalars(query.with_for_update()).one_or_none()
    if invitation is None:
        raise NotFoundError(
            N_("The invitation has been used or is too old. Ask whoever invited you for a new one.")
        )
    return invitation
