"""What a place asks its municipality to put in, and the municipality's one answer to it."""

from __future__ import annotations

from sqlalchemy import update

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import ContributionRequest, User
from portal.models.contributions import MESSAGE_LIMIT
from portal.notifications import contributions as news
from portal.policy import Workplace, can_answer_for_municipality, can_edit_place, require
from portal.process.excerpt import excerpt, freeze_excerpt, is_empty
from portal.process.schema import Audience, Section
from portal.queries.attachments import files_of, list_attachments
from portal.queries.contributions import find_request
from portal.queries.material import get_written
from portal.services.events import record
from portal.services.permits import hold
from portal.text import clean

ANSWERS = ("confirmed", "changed", "declined")
ROLE = "municipality"
"""The section whose answers are sent."""


def send(actor: User, *, workplace: Workplace) -> ContributionRequest:
    """Send the municipality what the section with the role `municipality` says, as a copy that does not change.

    A newer request ends the older one, answered or not; sending the same again before it is answered changes nothing.
    Raises NotAllowedError, ConflictError when the definition has no such section, InvalidError when it is empty.
    """
    require(can_edit_place(actor, workplace))
    hold(workplace)
    process, journey = workplace.process, workplace.journey
    section = _section(workplace)
    material = get_written(journey).material
    if is_empty(excerpt(process, material, [section], Audience.MUNICIPALITY)):
        raise InvalidError(N_("Fill in what you ask the municipality for first."))
    files = files_of(list_attachments(journey))
    copy = freeze_excerpt(process, material, [section], Audience.MUNICIPALITY, files)
    older = find_request(journey)
    if older is not None and older.answer is None and older.snapshot == {"copy": copy}:
        return older
    moment = now()
    if older is not None:
        older.replaced_at = moment
        db.session.flush()
    request = ContributionRequest(
        journey_id=journey.id, snapshot={"copy": copy}, sent_by=actor.id, sent_at=moment
    )
    db.session.add(request)
    db.session.flush()
    event = record(actor, "contribution_asked", journey=journey, data={"request": request.id})
    news.tell_officers(event, workplace=workplace)
    return request


def answer(
    actor: User, *, workplace: Workplace, request: ContributionRequest, answer: str, message: str
) -> ContributionRequest:
    """Answer for the municipality, once: confirmed, changed (yes, with a change) or declined.

    Raises NotAllowedError, InvalidError for an unknown answer or one without the words that it needs, ConflictError
    when somebody has answered already or the place has sent a newer request.
    """
    require(can_answer_for_municipality(actor, workplace))
    message = _checked(answer, message)
    still_open = ContributionRequest.answer.is_(None) & ContributionRequest.replaced_at.is_(None)
    done = db.session.execute(
        update(ContributionRequest)
        .where(ContributionRequest.id == request.id, still_open)
        .values(answer=answer, message=message, answered_by=actor.id, answered_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(request)
    if done.rowcount != 1:  # type: ignore[attr-defined]  # an update answers with a CursorResult
        if request.replaced_at is not None:
            raise ConflictError(N_("The place has sent a newer question since. Answer that one instead."))
        raise ConflictError(N_("Somebody has answered already. An answer is given once."))
    data = {"request": request.id, "answer": answer}
    event = record(actor, "contribution_answered", journey=workplace.journey, data=data)
    news.tell_place(event, workplace=workplace, request=request)
    return request


def _section(workplace: Workplace) -> Section:
    section = workplace.process.section_with_role(ROLE)
    if section is None:
        raise ConflictError(N_("This process has nothing to ask the municipality."))
    return section


def _checked(answer: str, message: str) -> str:
    """The message, cleaned. Raises InvalidError."""
    fields: dict[str, Message] = {}
    message = clean(message)
    if answer not in ANSWERS:
        fields["answer"] = Message(N_("Choose one of the answers."))
    if len(message) > MESSAGE_LIMIT:
        fields["message"] = Message(
            N_("The text is too long. At most %(limit)s characters fit here."), {"limit": MESSAGE_LIMIT}
        )
    elif answer in ("changed", "declined") and not message:
        words = {
            "changed": N_("Write what the municipality wants to change."),
            "declined": N_("Write why the municipality says no."),
        }[answer]
        fields["message"] = Message(words)
    if fields:
        raise InvalidError(N_("The answer is not complete."), fields)
    return message
