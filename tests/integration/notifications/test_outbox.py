"""Letters leave by a real mail server, each once; what fails is tried again, and nothing blocks the others."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session
from flask import Flask

from portal.clock import now
from portal.extensions import db
from portal.models import Mail
from portal.notifications import outbox
from portal.notifications.transport import SmtpTransport, TransportError


class Mailbox:
    """The far end: keeps what it gets, or refuses with `answer`."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.receivers: list[list[str]] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: object, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
            self.receivers.append(envelope.rcpt_tos)
        return self.answer


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, SmtpTransport]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, SmtpTransport(f"smtp://127.0.0.1:{port}", "Platsportalen <portal@example.org>")
    server.stop()


def put(to: str = "person@example.org", subject: str = "Välkommen till Åmål") -> Mail:
    mail = outbox.put("test", to=to, subject=subject, text="Hej!\n\nÅ, ä och ö.\n.\nEn punkt.\n")
    db.session.commit()
    return mail


def test_a_letter_arrives_once_as_it_was_written(app: Flask, mailbox: tuple[Mailbox, SmtpTransport]) -> None:
    box, transport = mailbox
    mail = put()
    assert [outbox.send_next(transport) for _ in range(2)] == [True, False]
    (letter,) = box.letters
    assert (letter["Subject"], letter["To"]) == ("Välkommen till Åmål", "person@example.org")
    assert letter["From"] == "Platsportalen <portal@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == "Hej!\n\nÅ, ä och ö.\n.\nEn punkt.\n"
    assert box.receivers == [["person@example.org"]]
    assert (mail.sent_at is not None, mail.attempts, mail.last_error) == (True, 1, "")


def test_no_change_no_letter(app: Flask, mailbox: tuple[Mailbox, SmtpTransport]) -> None:
    outbox.put("test", to="person@example.org", subject="Nej", text="Nej")
    db.session.rollback()
    assert outbox.send_next(mailbox[1]) is False


def test_a_refused_letter_is_tried_again_later(app: Flask, mailbox: tuple[Mailbox, SmtpTransport]) -> None:
    box, transport = mailbox
    box.answer = "451 Come back later"
    mail = put()
    assert outbox.send_next(transport) is True
    assert (mail.sent_at, mail.attempts, mail.last_error) == (None, 1, "SMTPDataError")
    assert outbox.send_next(transport) is False
    box.answer = "250 OK"
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert outbox.send_next(transport) is True
    assert (mail.sent_at is not None, mail.attempts, len(box.letters)) == (True, 2, 1)


@pytest.mark.one_database
def test_after_the_last_try_the_letter_stays(app: Flask) -> None:
    transport = SmtpTransport("smtp://127.0.0.1:9", "portal@example.org")
    mail = put()
    moment = now()
    tries = 0
    for _ in range(12):
        with time_machine.travel(moment):
            tries += outbox.send_next(transport)
        moment += timedelta(days=1)
    assert (tries, mail.attempts, mail.sent_at) == (6, 6, None)
    assert mail.last_error == "ConnectionRefusedError"


def test_a_letter_that_cannot_be_written_holds_up_nobody(
    app: Flask, mailbox: tuple[Mailbox, SmtpTransport]
) -> None:
    box, transport = mailbox
    bad, good = put("person@example.org\nBcc: other@example.org"), put("good@example.org")
    assert [outbox.send_next(transport) for _ in range(3)] == [True, True, False]
    assert (bad.sent_at, bad.last_error, good.last_error) == (None, "ValueError", "")
    assert box.receivers == [["good@example.org"]]


def test_a_subject_is_one_line(app: Flask) -> None:
    assert put(subject="Rad ett\r\nBcc: other@example.org").subject == "Rad ett Bcc: other@example.org"


def test_two_workers_do_not_send_the_same_letter(app: Flask) -> None:
    put()
    first = outbox.claim_next()
    assert first is not None
    assert outbox.claim_next() is None
    # A worker that died in between: after a while another takes over.
    with time_machine.travel(now() + timedelta(minutes=6)):
        again = outbox.claim_next()
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 2)


@pytest.mark.one_database
def test_a_wrong_password_of_the_mail_server_is_a_failure(
    app: Flask, mailbox: tuple[Mailbox, SmtpTransport]
) -> None:
    url = mailbox[1].url.replace("://", "://user:p%40ss@")
    with pytest.raises(TransportError):
        SmtpTransport(url, "portal@example.org").send(put())
