"""A coach takes over a submission or a conversation for a place's own coaches, gives it back, or these take it back.

One at a time: of two who press at once exactly one has it, and the other reads who.
"""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from portal import policy
from portal.clock import now
from portal.errors import N_, ConflictError
from portal.extensions import db
from portal.models import Cover, Event, Place, Submission, Thread, User
from portal.notifications.notices import tell
from portal.policy import Conversation, Workplace
from portal.queries.covers import WAITING, find_cover
from portal.queries.receivers import list_place_coaches
from portal.services.events import record
from portal.services.permits import hold, hold_submission

TAKEN = N_("%(name)s has taken it over already.")
FREE = N_("Nobody has taken it over any more: the place's own coaches answer.")
ENDED = N_("The journey has ended, so nobody needs to answer any more.")


def take_submission(actor: User, *, workplace: Workplace, submission: Submission) -> Cover:
    """Take over a submission that waits for its verdict; who has it already has it. Raises NotAllowedError,
    ConflictError."""
    policy.require(policy.can_cover_submission(actor, workplace))
    hold_submission(workplace, submission)
    if submission.state not in WAITING:
        raise ConflictError(N_("There is a verdict already, or the submission was taken back."))
    return _take(actor, workplace, submission)


def take_thread(actor: User, *, conversation: Conversation) -> Cover:
    """Take over an open conversation; who has it already has it. Raises NotAllowedError, ConflictError."""
    policy.require(policy.can_cover(actor, conversation))
    _hold_thread(conversation)
    if conversation.thread.closed_at is not None:
        raise ConflictError(N_("The conversation is closed. Open it again to write."))
    return _take(actor, conversation.workplace, conversation.thread)


def end_submission(actor: User, *, workplace: Workplace, submission: Submission) -> None:
    """Give a submission back, or take it back. Raises NotAllowedError, ConflictError when nobody covers it."""
    policy.require(policy.can_end_submission_cover(actor, workplace, submission))
    hold_submission(workplace, submission)
    _end(actor, workplace, submission)


def end_thread(actor: User, *, conversation: Conversation) -> None:
    """Give a conversation back, or take it back. Raises NotAllowedError, ConflictError when nobody covers it."""
    policy.require(policy.can_end_cover(actor, conversation))
    _hold_thread(conversation)
    _end(actor, conversation.workplace, conversation.thread)


def list_stood_for(actor: User, place: Place) -> list[int]:
    """The ids of the place's coaches for whom somebody else answers; nobody for one of these themselves."""
    if policy.is_place_coach(actor, place):
        return []
    return [coach.id for coach in list_place_coaches(place)]


def _hold_thread(conversation: Conversation) -> None:
    hold(conversation.workplace)
    db.session.refresh(conversation.thread, ["closed_at"])


def _take(actor: User, workplace: Workplace, about: Submission | Thread) -> Cover:
    if workplace.journey.state == "ended":
        raise ConflictError(ENDED)
    cover = Cover(user_id=actor.id, since=now(), **_column(about))
    try:
        with db.session.begin_nested():
            db.session.add(cover)
    except IntegrityError as error:
        found = _find(about)
        if found is not None and found.user_id == actor.id:
            return found
        raise ConflictError(TAKEN, name=found.user.name if found is not None else "") from error
    event = _record(actor, workplace, about, "covered")
    place = workplace.place
    tell(event, to=list_place_coaches(place), path=_path(about), place=place.name, who=actor.name)
    return cover


def _end(actor: User, workplace: Workplace, about: Submission | Thread) -> None:
    found = _find(about)
    ended = found and db.session.scalar(
        update(Cover)
        .where(Cover.id == found.id, Cover.ended_at.is_(None))
        .values(ended_at=now())
        .returning(Cover.id)
        .execution_options(synchronize_session=False)
    )
    if found is None or ended is None:
        raise ConflictError(FREE)
    _record(actor, workplace, about, "cover_ended", covered_by=found.user_id)


def _find(about: Submission | Thread) -> Cover | None:
    return find_cover(submission=about) if isinstance(about, Submission) else find_cover(thread=about)


def _column(about: Submission | Thread) -> dict[str, int]:
    return {"submission_id": about.id} if isinstance(about, Submission) else {"thread_id": about.id}


def _path(about: Submission | Thread) -> str:
    return f"/reviews/{about.id}/" if isinstance(about, Submission) else f"/conversations/{about.id}/"


def _record(
    actor: User, workplace: Workplace, about: Submission | Thread, what: str, **data: object
) -> Event:
    kind = "submission" if isinstance(about, Submission) else "thread"
    subject = f"{kind}:{about.id}"
    return record(
        actor, f"{kind}_{what}", journey=workplace.journey, subject=subject, data=data, touches=False
    )
