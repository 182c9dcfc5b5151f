"""Single-use links. The link holds a random secret; the database holds only its hash."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import func, select, update

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
    cancel(user, purpose=purpose)
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


def count_recent(user: User, *, purpose: str) -> int:
    """How many links for this purpose were made during the last hour."""
    query = (
        select(func.count())
        .select_from(Token)
        .where(
            Token.user_id == user.id,
            Token.purpose == purpose,
            Token.created_at > now() - timedelta(hours=1),
        )
    )
    return db.session.scalar(query) or 0


def cancel(user: User, *, purpose: str) -> None:
    """The person's open links for this purpose stop working."""
    db.session.execute(
        update(Token)
        .where(Token.user_id == user.id, Token.purpose == purpose, Token.used_at.is_(None))
        .values(used_at=now())
    )
