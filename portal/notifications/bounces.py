"""Addresses that letters come back from: marked on the account, shown to the region."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from portal.clock import now
from portal.extensions import db
from portal.models import User


def mark(address: str) -> int | None:
    """Letters to this address come back. The account's id; None if nobody has the address or it is marked already."""
    return db.session.scalar(
        update(User)
        .where(User.email == address.strip().casefold(), User.mail_bounced_at.is_(None))
        .values(mail_bounced_at=now())
        .returning(User.id)
        .execution_options(synchronize_session=False)
    )


def clear(address: str, *, written_at: datetime) -> None:
    """A letter has got through. One that was written before the mark says nothing: it may be what came back."""
    db.session.execute(
        update(User)
        .where(User.email == address.casefold(), User.mail_bounced_at < written_at)
        .values(mail_bounced_at=None)
        .execution_options(synchronize_session=False)
    )
