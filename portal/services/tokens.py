"""Single-use links. The link holds a random secret; the database holds only its hash."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import update

from portal.clock import now
from portal.extensions import db
from portal.models import Token, User
from portal.queries.tokens import hash_of

SECRET_BYTES = 32


def new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def issue(user: User, *, purpose: str, lasts: timedelta, email: str | None = None) -> str:
    """A new link's secret; older links for the same purpose stop working."""
    moment = now()
    db.session.execute(
        update(Token)
        .where(Token.user_id == user.id, Token.purpose == purpose, Token.used_at.is_(None))
        .values(used_at=moment)
    )
    secret = new_secret()
    db.session.add(
        Token(
            token_hash=hash_of(secret),
            user_id=user.id,
            purpose=purpose,
            email=email,
            created_at=moment,
            expires_at=moment + lasts,
        )
    )
    db.session.flush()
    return secret
