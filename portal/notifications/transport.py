"""How a letter leaves: over SMTP."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol
from urllib.parse import unquote, urlsplit

from portal.models import Mail

TIMEOUT_SECONDS = 20


class TransportError(Exception):
    """The letter could not be handed over; it is worth another try later."""


class Transport(Protocol):
    """What hands letters over."""

    def send(self, mail: Mail) -> None:
        """Hand over one letter. Raises TransportError."""


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """`url`: smtp://[user:password@]host[:port] (STARTTLS when offered) or smtps://…"""

    url: str
    sender: str

    def send(self, mail: Mail) -> None:
        try:
            with self._connect() as server:
                server.send_message(self._message(mail))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # ValueError: an address that no header can hold; the letter waits for a person, the others go on.
            raise TransportError(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host = parts.hostname or "localhost"
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo()
            if parts.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = mail.to_address
        message["Subject"] = mail.subject
        message["Date"] = formatdate(localtime=True)
        message["Message-ID"] = make_msgid(idstring=f"portal-{mail.id}")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body_text)
        return message
