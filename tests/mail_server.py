"""A real mail server in the test process, which does as it is told; and a worker's dying."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from portal.notifications.transport import SmtpTransport


class Mailbox:
    """Keeps what it gets. `answer` is what it says to a letter, `unknown` maps addresses to what it says to them."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.receivers: list[list[str]] = []
        self.answer = "250 OK"
        self.unknown: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: object, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.unknown:
            return self.unknown[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
            self.receivers.append(envelope.rcpt_tos)
        return self.answer


class KilledError(BaseException):
    """The worker is killed: nothing in it catches this."""


class DyingTransport:
    """Kills its worker, before the server has the letter or just after it has taken it."""

    def __init__(self, transport: SmtpTransport, when: str) -> None:
        self.transport, self.when = transport, when

    def send(self, mail: object) -> None:
        if self.when == "after":
            self.transport.send(mail)  # type: ignore[arg-type]  # a Mail
        raise KilledError


@contextmanager
def serve_mail() -> Iterator[tuple[Mailbox, SmtpTransport]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield (
            box,
            SmtpTransport(
                f"smtp://127.0.0.1:{port}", "Platsportalen <portal@example.org>", "https://portal.example"
            ),
        )
    finally:
        server.stop()
