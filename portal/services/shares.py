"""Sharing a step or a place-wide register with the coaches and the region. What was once shared counts as received."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Share, User
from portal.policy import Workplace, can_share, require
from portal.services.events import record
from portal.services.permits import hold


def share(actor: User, *, workplace: Workplace, subject: str) -> Share:
    """Share a step or register by its key; sharing what is shared already changes nothing. Raises NotAllowedError,
    NotFoundError for a key that is neither."""
    _check(actor, workplace, subject)
    found = _find_open(workplace, subject)
    if found is not None:
        return found
    shared = Share(journey_id=workplace.journey.id, subject_key=subject, shared_by=actor.id, shared_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(shared)
    except IntegrityError:
        # The other half of a double click was first.
        found = _find_open(workplace, subject)
        if found is None:
            raise
        return found
    record(actor, "share_started", journey=workplace.journey, subject=subject)
    return shared


def end_share(actor: User, *, workplace: Workplace, subject: str) -> None:
    """Stop sharing: coaches and region see nothing new. What they have received stays received. Ending what is not
    shared changes nothing. Raises NotAllowedError, NotFoundError."""
    _check(actor, workplace, subject)
    ended = db.session.execute(
        update(Share)
        .where(
            Share.journey_id == workplace.journey.id, Share.subject_key == subject, Share.ended_at.is_(None)
        )
        .values(ended_at=now(), ended_by=actor.id)
    )
    if ended.rowcount:  # type: ignore[attr-defined]  # an update answers with a CursorResult
        record(actor, "share_ended", journey=workplace.journey, subject=subject)


def _check(actor: User, workplace: Workplace, subject: str) -> None:
    hold(workplace)  # the journey may just have ended
    require(can_share(actor, workplace))
    register = workplace.process.register(subject)
    if workplace.process.step(subject) is None and (register is None or not register.is_place_wide):
        raise NotFoundError(N_("There is nothing by that name to share."))


def _find_open(workplace: Workplace, subject: str) -> Share | None:
    query = select(Share).where(
        Share.journey_id == workplace.journey.id, Share.subject_key == subject, Share.ended_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()
