"""The outbox: letters are put in with the change that they tell of, and taken out by the worker."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select, update

from portal.clock import now
from portal.extensions import db
from portal.models import Mail, User
from portal.notifications.transport import Transport, TransportError

log = logging.getLogger("portal.outbox")

CLAIM = timedelta(minutes=5)
"""How long a worker may hold a letter before another may take it."""
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
"""How long to wait after each failed try; after the last one the letter stays for a person to look at."""


def put(kind: str, *, to: str, subject: str, text: str, user: User | None = None) -> Mail:
    """Put a letter into the outbox; it leaves only if the change around it is committed."""
    moment = now()
    mail = Mail(
        to_address=to,
        to_user_id=user.id if user else None,
        kind=kind,
        subject=" ".join(subject.split()),
        body_text=text,
        created_at=moment,
        next_try_at=moment,
    )
    db.session.add(mail)
    return mail


def claim_next() -> Mail | None:
    """Take one letter that is due, so that no other worker takes it; commits. None when nothing is due."""
    moment = now()
    due = (
        select(Mail.id)
        .where(Mail.sent_at.is_(None), Mail.attempts <= len(WAITS), Mail.next_try_at <= moment)
        .order_by(Mail.next_try_at, Mail.id)
        .limit(1)
    )
    mail_id = db.session.scalar(due)
    if mail_id is None:
        db.session.rollback()
        return None
    taken = db.session.scalar(
        update(Mail)
        .where(Mail.id == mail_id, Mail.sent_at.is_(None), Mail.next_try_at <= moment)
        .values(claimed_at=moment, next_try_at=moment + CLAIM, attempts=Mail.attempts + 1)
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if taken is None:
        return claim_next()
    return db.session.get(Mail, mail_id, populate_existing=True)


def send_next(transport: Transport) -> bool:
    """Send one letter that is due. True if there was one; a failure is written down and tried again later."""
    mail = claim_next()
    if mail is None:
        return False
    try:
        transport.send(mail)
    except TransportError as error:
        mail.last_error = str(error)[:300]
        mail.next_try_at = now() + WAITS[min(mail.attempts, len(WAITS)) - 1]
        log.warning("mail_failed", extra={"mail_id": mail.id, "kind": mail.kind, "attempts": mail.attempts})
    else:
        mail.sent_at = now()
        mail.last_error = ""
        log.info("mail_sent", extra={"mail_id": mail.id, "kind": mail.kind})
    db.session.commit()
    return True
