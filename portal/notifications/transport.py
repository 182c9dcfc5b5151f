"""How a letter leaves: over SMTP."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Protocol
from urllib.parse import unquote, urlsplit

from portal.models import Mail

log = logging.getLogger("portal.outbox")

TIMEOUT_SECONDS = 20
REFUSED_FOR_GOOD = 500
"""From here on, a mail server's answer says that another try is no use."""


class TransportError(Exception):
    """The letter could not be handed over; it is worth another try later."""


class AddressRefusedError(TransportError):
    """The server knows no such receiver, or takes nothing for them: another try is no use."""


class Transport(Protocol):
    """What hands letters over."""

    def send(self, mail: Mail) -> None:
        """Hand over one letter. Raises TransportError, of which AddressRefusedError is one."""


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """`url`: smtp://[user:password@]host[:port] (STARTTLS when offered) or smtps://…; `portal`: where links begin;
    `read`: the bytes of an attached file by its hash, or FileNotFoundError."""

    url: str
    sender: str
    portal: str = ""
    read: Callable[[str], bytes] | None = None

    def send(self, mail: Mail) -> None:
        try:
            with self._connect() as server:
                server.send_message(self._message(mail))
        except smtplib.SMTPRecipientsRefused as error:
            # There is one receiver. A code of the 400s asks for patience.
            code = max(code for code, _reason in error.recipients.values())
            refused = AddressRefusedError if code >= REFUSED_FOR_GOOD else TransportError
            raise refused(f"{type(error).__name__} {code}") from error
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
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"
        if mail.unsubscribe_path:
            # RFC 8058: the mail program's own button, which needs neither a page nor a sign-in.
            message["List-Unsubscribe"] = f"<{self.portal}{mail.unsubscribe_path}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        content = self._attached(mail)
        is_missing = bool(mail.attachment_sha256) and content is None
        message.set_content(
            f"{mail.body_text}\n\n{mail.attachment_missing}" if is_missing else mail.body_text
        )
        if mail.body_html:
            message.add_alternative(mail.body_html, subtype="html")
        if content is not None:
            kind, _, subtype = mail.attachment_type.partition("/")
            message.add_attachment(content, maintype=kind, subtype=subtype, filename=mail.attachment_name)
        return message

    def _attached(self, mail: Mail) -> bytes | None:
        """None when the letter carries no file, or the file is gone: the letter leaves all the same."""
        if not mail.attachment_sha256 or self.read is None:
            return None
        try:
            return self.read(mail.attachment_sha256)
        except FileNotFoundError:
            log.warning("mail_file_missing", extra={"mail_id": mail.id, "kind": mail.kind})
            return None
