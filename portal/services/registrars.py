"""The municipality's registrar: where they read, and sending them a plan with the municipality's answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email

from portal.clock import now
from portal.errors import N_, InvalidError, Message
from portal.extensions import db
from portal.models import Municipality, PlanEdition, User
from portal.notifications import letters
from portal.policy import Workplace, can_answer_plan, can_set_registrar, require
from portal.queries.registrars import SENT, Sending, find_last_sending
from portal.services.events import record
from portal.services.permits import hold
from portal.storage import Storage, open_storage

ADDRESS_LIMIT = 254
SAME_WITHIN = timedelta(minutes=1)
"""The same again this soon is a second press of the button."""


def set_address(actor: User, *, municipality: Municipality, address: str) -> None:
    """Where the registrar reads; "" for none. Raises NotAllowedError, InvalidError (field `address`)."""
    require(can_set_registrar(actor, municipality))
    address = _checked(address) if address.strip() else ""
    if address == municipality.registrar_address:
        return
    municipality.registrar_address = address
    db.session.flush()
    record(actor, "registrar_address_set", subject=f"municipality:{municipality.id}")


def send(
    actor: User,
    *,
    workplace: Workplace,
    edition: PlanEdition,
    content: bytes,
    said: dict[str, Any],
    storage: Storage | None = None,
) -> Sending | None:
    """Put a letter to the registrar into the outbox with the plan and the answers, `content`, a PDF. `said`: which
    receipt and answers stand in it. The same again within a minute changes nothing, and is answered with None.

    Raises NotAllowedError, InvalidError when the municipality has no address for its registrar.
    """
    require(can_answer_plan(actor, workplace, edition))
    hold(workplace)
    place = workplace.place
    address = place.municipality.registrar_address
    if not address:
        raise InvalidError(N_("Write the registrar's address first."))
    sha256 = (storage or open_storage()).put(content)
    last = find_last_sending(workplace.journey)
    if last is not None and _is_the_same(last, sha256, address):
        return None
    mail = letters.register(to=address, place=place, number=edition.number, sha256=sha256)
    db.session.flush()
    data = {"edition": edition.number, "said": said, "sha256": sha256, "mail": mail.id}
    return Sending(record(actor, SENT, journey=workplace.journey, data=data, touches=False), mail)


def _is_the_same(last: Sending, sha256: str, address: str) -> bool:
    is_recent = last.event.at > now() - SAME_WITHIN
    return (
        is_recent
        and last.event.data["sha256"] == sha256
        and (last.mail is None or last.mail.to_address == address)
    )


def _checked(address: str) -> str:
    try:
        validate_email(address.strip()[: ADDRESS_LIMIT + 1], check_deliverability=False)
    except EmailNotValidError as error:
        text = N_("That does not look like an e-mail address. It should look like name@example.se.")
        raise InvalidError(text, {"address": Message(text)}) from error
    return address.strip().casefold()
