"""Addresses that letters come back from: no more tries, marked on the account until a letter gets through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.clock import now
from portal.extensions import db
from portal.models import Mail, User
from portal.notifications import outbox
from portal.notifications.transport import SmtpTransport
from tests.factories import make_user
from tests.mail_server import Mailbox, serve_mail


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, SmtpTransport]]:
    with serve_mail() as served:
        yield served


def put(user: User) -> Mail:
    mail = outbox.put("test", to=user.email, user=user, subject="Hej", text="Hej")
    db.session.commit()
    return mail


def is_marked(user: User) -> bool:
    db.session.expire_all()
    return db.session.get_one(User, user.id).mail_bounced_at is not None


@pytest.mark.parametrize(
    ("answer", "bounces", "tries"),
    [
        ("550 5.1.1 No such user", True, 1),
        ("553 5.1.3 Bad address", True, 1),
        ("450 4.2.1 Try again later", False, 2),
        ("421 4.3.2 Closing", False, 2),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(
    app: Flask, mailbox: tuple[Mailbox, SmtpTransport], answer: str, bounces: bool, tries: int
) -> None:
    box, transport = mailbox
    user, other = make_user("gone@example.org"), make_user("other@example.org")
    box.unknown[user.email] = answer
    mail = put(user)
    assert outbox.send_next(transport) is True
    assert (is_marked(user), is_marked(other)) == (bounces, False)
    with time_machine.travel(now() + timedelta(days=1)):
        outbox.send_next(transport)
    db.session.refresh(mail)
    assert (mail.attempts, mail.sent_at, mail.bounced_at is not None) == (tries, None, bounces)


def test_a_letter_that_gets_through_takes_the_mark_away(
    app: Flask, mailbox: tuple[Mailbox, SmtpTransport]
) -> None:
    """A later one, that is: what was on its way already may be what came back."""
    _box, transport = mailbox
    user = make_user()
    before = put(user)
    runner = app.test_cli_runner()
    assert (
        runner.invoke(args=["mail-bounced", " Leader@Example.org "]).output == f"Marked: person {user.id}\n"
    )
    assert runner.invoke(args=["mail-bounced", user.email]).exit_code == 1
    assert runner.invoke(args=["mail-bounced", "nobody@example.org"]).exit_code == 1
    assert is_marked(user)
    assert outbox.send_next(transport) is True
    db.session.refresh(before)
    assert (before.sent_at is not None, is_marked(user)) == (True, True)
    put(user)
    assert outbox.send_next(transport) is True
    assert not is_marked(user)


def test_a_letter_to_nobody_known_marks_nobody(app: Flask, mailbox: tuple[Mailbox, SmtpTransport]) -> None:
    box, transport = mailbox
    user = make_user()
    box.unknown["invited@example.org"] = "550 No such user"
    outbox.put("invitation", to="invited@example.org", subject="Hej", text="Hej")
    db.session.commit()
    assert [outbox.send_next(transport) for _ in range(2)] == [True, False]
    assert not is_marked(user)
