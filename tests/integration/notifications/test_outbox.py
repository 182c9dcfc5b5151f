"""Letters leave by a real mail server, each once; what fails is tried again, and nothing blocks the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.clock import now
from portal.extensions import db
from portal.models import Mail
from portal.notifications import outbox
from portal.notifications.transport import SmtpTransport, TransportError
from tests.mail_server import DyingTransport, KilledError, Mailbox, serve_mail


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, SmtpTransport]]:
    with serve_mail() as served:
        yield served


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


@pytest.mark.parametrize(("when", "copies"), [("before", 1), ("after", 2)])
def test_a_worker_is_killed_in_the_middle_of_a_delivery(
    app: Flask, mailbox: tuple[Mailbox, SmtpTransport], when: str, copies: int
) -> None:
    """Another takes over after a while. Only after the server has taken the letter there is a second copy, and a mail
    program knows it for the same: nothing of it differs."""
    box, transport = mailbox
    mail = put()
    with pytest.raises(KilledError):
        outbox.send_next(DyingTransport(transport, when))
    db.session.remove()
    assert outbox.send_next(transport) is False
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert [outbox.send_next(transport) for _ in range(2)] == [True, False]
    db.session.expire_all()
    mail = db.session.get_one(Mail, mail.id)
    assert (mail.sent_at is not None, mail.attempts, len(box.letters)) == (True, 2, copies)
    assert {letter["Message-ID"] for letter in box.letters} == {mail.message_id}
    assert len({letter.get_content() for letter in box.letters}) == 1


def test_a_letter_has_one_name_for_good(app: Flask, mailbox: tuple[Mailbox, SmtpTransport]) -> None:
    """Of the portal's address, not the machine's; another letter has another name."""
    one, other = put(), put()
    assert one.message_id.endswith("@localhost>")
    assert one.message_id != other.message_id


def test_text_and_html_and_a_way_to_turn_it_off(app: Flask, mailbox: tuple[Mailbox, SmtpTransport]) -> None:
    box, transport = mailbox
    mail = put()
    mail.body_html, mail.unsubscribe_path = "<p>Hej från Åmål!</p>", "/unsubscribe/token"
    put()
    db.session.commit()
    while outbox.send_next(transport):
        pass
    news, plain = box.letters
    assert [part.get_content_type() for part in news.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    html = news.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == "<p>Hej från Åmål!</p>"
    assert news["List-Unsubscribe"] == "<https://portal.example/unsubscribe/token>"
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (plain["List-Unsubscribe"], plain["List-Unsubscribe-Post"]) == (None, None)
    assert plain.get_content_type() == "text/plain"
