"""The outbox: letters are put in with the change that they tell of, and taken out by the worker."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from portal.clock import now
from portal.extensions import db
from portal.models import Mail, User
from portal.notifications import bounces
from portal.notifications.transport import AddressRefusedError, Transport, TransportError

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
SUBJECT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """As text and as HTML. `unsubscribe_path`: where a mail program's own button sends its request."""

    subject: str
    text: str
    html: str
    unsubscribe_path: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that lies in the storage. `if_missing`: what the letter says when it no longer does."""

    name: str
    sha256: str
    media_type: str
    if_missing: str


def put(
    kind: str,
    *,
    to: str,
    subject: str,
    text: str,
    user: User | None = None,
    attached: Attached | None = None,
) -> Mail:
    """Put a letter into the outbox; it leaves only if the change around it is committed."""
    mail = Mail(**_columns(kind, to, user, subject), body_text=text)
    if attached is not None:
        mail.attachment_name, mail.attachment_sha256 = attached.name, attached.sha256
        mail.attachment_type, mail.attachment_missing = attached.media_type, attached.if_missing
    db.session.add(mail)
    return mail


def put_all(kind: str, letters: Sequence[tuple[User, Letter]]) -> dict[int, int]:
    """Put a letter for each of these people into the outbox, with one statement. The letters' ids by the person's."""
    if not letters:
        return {}
    rows = [
        _columns(kind, user.email, user, letter.subject)
        | {
            "body_text": letter.text,
            "body_html": letter.html,
            "unsubscribe_path": letter.unsubscribe_path,
        }
        for user, letter in letters
    ]
    found = db.session.execute(insert(Mail).returning(Mail.message_id, Mail.id), rows)
    ids = {message_id: mail_id for message_id, mail_id in found}  # noqa: C416  a Row is no pair to dict()
    return {row["to_user_id"]: ids[row["message_id"]] for row in rows}


def take_back(user: User) -> None:
    """Letters to a person that no worker has taken yet are not sent. One that is on its way stays."""
    db.session.execute(
        delete(Mail)
        .where(Mail.to_user_id == user.id, Mail.claimed_at.is_(None))
        .execution_options(synchronize_session=False)
    )


def _columns(kind: str, to: str, user: User | None, subject: str) -> dict[str, Any]:
    moment = now()
    return {
        "to_address": to,
        "to_user_id": user.id if user else None,
        "kind": kind,
        "subject": _one_line(subject),
        "message_id": _new_message_id(),
        "created_at": moment,
        "next_try_at": moment,
    }


def _one_line(subject: str) -> str:
    line = " ".join(subject.split())
    return line if len(line) <= SUBJECT_LIMIT else line[: SUBJECT_LIMIT - 1] + "…"


def _new_message_id() -> str:
    """Of random letters, at the portal's own name: not the machine's."""
    host = urlsplit(current_app.config["PORTAL_URL"]).hostname or "platsportalen.invalid"
    return f"<{secrets.token_hex(16)}@{host}>"


def claim_next() -> Mail | None:
    """Take one letter that is due, so that no other worker takes it; commits. None when nothing is due."""
    while True:
        moment = now()
        waiting = and_(
            Mail.sent_at.is_(None),
            Mail.bounced_at.is_(None),
            Mail.attempts <= len(WAITS),
            Mail.next_try_at <= moment,
        )
        # Another worker's letter is passed over, not waited for (PostgreSQL; SQLite lets one write at a time).
        due = select(Mail.id).where(waiting).order_by(Mail.next_try_at, Mail.id).limit(1)
        mail_id = db.session.scalar(due.with_for_update(skip_locked=True))
        if mail_id is None:
            db.session.rollback()
            return None
        mail = _take(mail_id, waiting)
        # Nothing is held while the letter is on its way.
        db.session.commit()
        if mail is not None:
            return mail


def _take(mail_id: int, waiting: ColumnElement[bool]) -> Mail | None:
    """The letter, claimed; None if somebody else was first."""
    moment = now()
    taken = db.session.scalar(
        update(Mail)
        .where(Mail.id == mail_id, waiting)
        .values(claimed_at=moment, next_try_at=moment + CLAIM, attempts=Mail.attempts + 1)
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.get(Mail, mail_id, populate_existing=True) if taken is not None else None


def send_next(transport: Transport) -> bool:
    """Send one letter that is due. True if there was one; a failure is written down and tried again later."""
    mail = claim_next()
    if mail is None:
        return False
    try:
        transport.send(mail)
    except AddressRefusedError as error:
        mail.last_error = str(error)[:300]
        mail.bounced_at = now()
        bounces.mark(mail.to_address)
        log.warning("mail_bounced", extra={"mail_id": mail.id, "kind": mail.kind, "user_id": mail.to_user_id})
    except TransportError as error:
        mail.last_error = str(error)[:300]
        mail.next_try_at = now() + WAITS[min(mail.attempts, len(WAITS)) - 1]
        log.warning("mail_failed", extra={"mail_id": mail.id, "kind": mail.kind, "attempts": mail.attempts})
    else:
        mail.sent_at = now()
        mail.last_error = ""
        bounces.clear(mail.to_address, written_at=mail.created_at)
        log.info("mail_sent", extra={"mail_id": mail.id, "kind": mail.kind})
    db.session.commit()
    return True
