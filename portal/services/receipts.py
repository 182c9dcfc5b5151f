"""That an edition of a plan has come in to the municipality: the day, and its registry number there."""

from __future__ import annotations

from datetime import date

from portal.clock import STOCKHOLM, now, today
from portal.errors import N_, InvalidError, Message, StaleError
from portal.extensions import db
from portal.models import EditionReceipt, PlanEdition, User
from portal.policy import Workplace, can_answer_plan, require
from portal.process.action_answers import EARLIEST
from portal.queries.receipts import find_receipt
from portal.services.editions import mark_read
from portal.services.events import record
from portal.services.permits import hold
from portal.text import clean

NUMBER_LIMIT = 60


def receive(
    actor: User,
    *,
    workplace: Workplace,
    edition: PlanEdition,
    received_on: date | None,
    registry_number: str,
    seen: int,
) -> EditionReceipt:
    """Note that the edition has come in. A correction is a row of its own; saying the same again changes nothing.

    `seen`: the id of the note that the officer had before them, 0 for none. Raises NotAllowedError, InvalidError,
    StaleError when a colleague has noted it meanwhile.
    """
    require(can_answer_plan(actor, workplace, edition))
    hold(workplace)
    latest = find_receipt(edition)
    if (latest.id if latest is not None else 0) != seen:
        raise StaleError(N_("A colleague has noted it meanwhile. Look at what they wrote first."), latest)
    number = clean(registry_number)
    day = _checked(received_on, number, edition)
    if latest is not None and (latest.received_on, latest.registry_number) == (day, number):
        return latest
    made = EditionReceipt(
        edition_id=edition.id,
        municipality_id=workplace.place.municipality_id,
        received_on=day,
        registry_number=number,
        noted_by=actor.id,
        noted_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    kind = "edition_received" if latest is None else "edition_receipt_corrected"
    data = {"edition": edition.number, "receipt": made.id}
    record(actor, kind, journey=workplace.journey, data=data, touches=False)
    if edition.read_at is None:
        mark_read(actor, workplace=workplace, edition=edition)
    return made


def _checked(received_on: date | None, number: str, edition: PlanEdition) -> date:
    """Raises InvalidError."""
    fields: dict[str, Message] = {}
    shared = edition.reached_at.astimezone(STOCKHOLM).date() if edition.reached_at is not None else EARLIEST
    if received_on is None:
        fields["received_on"] = Message(N_("Write the day on which the plan came in."))
    elif received_on > today():
        fields["received_on"] = Message(N_("That day has not come yet."))
    elif received_on < EARLIEST:
        fields["received_on"] = Message(N_("Look at the year: it seems to be a slip."))
    elif received_on < shared:
        fields["received_on"] = Message(
            N_("The plan was shared %(day)s. Write that day or a later one."), {"day": shared}
        )
    if len(number) > NUMBER_LIMIT:
        fields["registry_number"] = Message(
            N_("A registry number has at most %(limit)s characters."), {"limit": NUMBER_LIMIT}
        )
    if fields or received_on is None:
        raise InvalidError(N_("The note is not complete."), fields)
    return received_on
