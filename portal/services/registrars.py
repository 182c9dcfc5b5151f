"""The municipality's registrar: where they read, and sending them a plan with the municipality's answers."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email

from portal.clock import now
from portal.documents.registrar import file_name, in_short
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import Municipality, PlanEdition, User
from portal.notifications import letters
from portal.notifications.letters import REGISTRAR_LANGUAGE
from portal.policy import Workplace, can_answer_plan, can_set_registrar, require
from portal.process.replies import Replies
from portal.queries.registrars import SENT, Sending, count_sendings, find_last_sending
from portal.services.events import record
from portal.services.permits import hold
from portal.storage import Storage, open_storage

ADDRESS_LIMIT = 254
SAME_WITHIN = timedelta(minutes=10)
"""The same again this soon is a second press of the button, wherever it would go."""
DAILY_LIMIT = 10
"""Letters of one municipality within 24 hours: more than an office sends, too few to flood a stranger with."""


def set_address(actor: User, *, municipality: Municipality, address: str) -> None:
    """Where the registrar reads; "" for none. Raises NotAllowedError, InvalidError (field `address`).

    The event holds the old and the new one: they belong to a function, and somebody may ask where letters went."""
    require(can_set_registrar(actor, municipality))
    address = _checked(address) if address.strip() else ""
    before = municipality.registrar_address
    if address == before:
        return
    municipality.registrar_address = address
    db.session.flush()
    data = {"old": before, "new": address}
    record(actor, "registrar_address_set", subject=f"municipality:{municipality.id}", data=data)


def send(
    actor: User,
    *,
    workplace: Workplace,
    edition: PlanEdition,
    content: bytes,
    said: dict[str, Any],
    replies: Replies,
    storage: Storage | None = None,
) -> Sending | None:
    """Put a letter to the registrar into the outbox with the plan and the answers, `content`, a PDF. `said`: which
    receipt and answers stand in it; `replies`: the same in words, for the letter. The same again within SAME_WITHIN
    changes nothing, and is answered with None.

    Raises NotAllowedError, InvalidError when the municipality has no address for its registrar, ConflictError when it
    has sent DAILY_LIMIT letters.
    """
    require(can_answer_plan(actor, workplace, edition))
    hold(workplace)
    place = workplace.place
    # Held, so that two places of a municipality are counted one after the other.
    db.session.refresh(place.municipality, ["registrar_address"], with_for_update=True)
    address = place.municipality.registrar_address
    if not address:
        raise InvalidError(N_("Write the registrar's address first."))
    last = find_last_sending(edition)
    if last is not None and _is_the_same(last, edition, said):
        return None
    if count_sendings(place.municipality, since=now() - timedelta(days=1), limit=DAILY_LIMIT) >= DAILY_LIMIT:
        raise ConflictError(
            N_("%(limit)s letters have gone to the registrar in a day. Try again tomorrow."),
            limit=DAILY_LIMIT,
        )
    sha256 = hashlib.sha256(content).hexdigest()
    mail = letters.register(
        to=address,
        place=place,
        number=edition.number,
        sha256=sha256,
        name=file_name(place.slug, edition.number, replies.until, REGISTRAR_LANGUAGE),
        said="\n".join(in_short(replies, REGISTRAR_LANGUAGE)),
    )
    db.session.flush()
    data = {"edition": edition.number, "said": said, "sha256": sha256, "mail": mail.id}
    event = record(actor, SENT, journey=workplace.journey, data=data, touches=False)
    (storage or open_storage()).put(content)
    return Sending(event, mail)


def _is_the_same(last: Sending, edition: PlanEdition, said: dict[str, Any]) -> bool:
    """By what it says, not by the file's bytes: those change with the software that writes them."""
    is_recent = last.event.at > now() - SAME_WITHIN
    return is_recent and (last.edition, last.event.data["said"]) == (edition.number, said)


def _checked(address: str) -> str:
    """As the validator writes it: the domain in lower case, what stands before the @ as it was typed."""
    try:
        found = validate_email(address.strip()[: ADDRESS_LIMIT + 1], check_deliverability=False)
    except EmailNotValidError as error:
        text = N_("That does not look like an e-mail address. It should look like name@example.se.")
        raise InvalidError(text, {"address": Message(text)}) from error
    return found.normalized
