"""When a coach is away: stated by the coach, or by the region for them, and taken back."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from portal import policy
from portal.clock import now, today
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import Absence, User
from portal.queries.duty import find_overlapping
from portal.services.events import record

LONGEST = timedelta(days=366)
LATEST = timedelta(days=2 * 366)
"""How far ahead an absence may begin."""


def state(actor: User, *, coach: User, first: date, last: date) -> Absence:
    """The coach does not answer from `first` to `last`, both days included.

    Raises NotAllowedError, InvalidError (the order, too long, in the past or far ahead, days that are stated already).
    """
    policy.require(policy.can_state_absence(actor, coach))
    _check(first, last)
    # Two at once would not see each other's days.
    db.session.execute(select(User.id).where(User.id == coach.id).with_for_update())
    other = find_overlapping(coach, first, last)
    if other is not None:
        text = N_(
            "The days from %(first)s to %(last)s are stated already. Take them back first, or choose others."
        )
        params = {"first": other.from_on.isoformat(), "last": other.until_on.isoformat()}
        raise InvalidError(text, {"first": Message(text, params)}, **params)
    absence = Absence(user_id=coach.id, from_on=first, until_on=last, noted_by=actor.id, noted_at=now())
    db.session.add(absence)
    db.session.flush()
    record(actor, "absence_stated", subject=f"absence:{absence.id}", data={"user": coach.id})
    return absence


def take_back(actor: User, *, absence: Absence) -> None:
    """The coach answers after all, from now on. Raises NotAllowedError, ConflictError (it is over, or taken back)."""
    policy.require(policy.can_take_back_absence(actor, absence))
    taken_back = db.session.scalar(
        update(Absence)
        .where(Absence.id == absence.id, Absence.cancelled_at.is_(None), Absence.until_on >= today())
        .values(cancelled_at=now())
        .returning(Absence.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(absence, ["cancelled_at"])
    if taken_back is None:
        raise ConflictError(N_("These days are over, or were taken back already."))
    record(actor, "absence_taken_back", subject=f"absence:{absence.id}", data={"user": absence.user_id})


def _check(first: date, last: date) -> None:
    wrong: dict[str, Message] = {}
    if last < first:
        wrong["last"] = Message(N_("The last day comes before the first one."))
    elif last < today():
        wrong["last"] = Message(N_("These days are over. Choose a last day from today on."))
    elif last - first >= LONGEST:
        wrong["last"] = Message(N_("An absence is at most a year. Ask the region for another coach instead."))
    if first > today() + LATEST:
        wrong["first"] = Message(N_("Choose a day at most two years ahead."))
    if wrong:
        raise InvalidError(N_("Something has to be changed first."), wrong)
