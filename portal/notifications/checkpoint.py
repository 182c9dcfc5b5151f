"""News of the checkpoint: to those who decide when a place submits or takes back, to the team with what comes of it."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from portal.extensions import db
from portal.models import Assignment, Decision, Event, Submission, User
from portal.notifications.notices import tell
from portal.policy import Workplace
from portal.process.schema import Decider
from portal.queries.duty import receivers_for

TO_DECIDERS = frozenset({"checkpoint_submitted", "checkpoint_withdrawn"})
TO_COACHES_TOO = frozenset({"checkpoint_corrected"})


def send(event: Event, *, workplace: Workplace, submission: Submission) -> None:
    """Tell of one event at the checkpoint: deciders where they review, the team what it has submitted."""
    place = workplace.place
    path = (
        f"/reviews/{submission.id}/"
        if event.kind in TO_DECIDERS
        else f"/places/{place.slug}/submissions/{submission.number}/"
    )
    tell(
        event,
        to=_receivers(event.kind, workplace, submission),
        path=path,
        place=place.name,
        checkpoint=workplace.process.checkpoint.title,
    )


def tell_of_mark(event: Event, *, workplace: Workplace, decision: Decision) -> None:
    """Whoever sent the verdict hears what the team makes of a point of it; where they review, for a coach from outside
    the place reads nothing else of it."""
    decider = db.session.get_one(User, decision.decided_by)
    path = f"/reviews/{decision.submission_id}/"
    tell(event, to=[decider], path=path, kind="verdict_point_marked", place=workplace.place.name)


def _receivers(kind: str, workplace: Workplace, submission: Submission) -> list[User]:
    place = Assignment.place_id == workplace.place.id
    team = and_(Assignment.role == "leader", place)
    coaches = and_(Assignment.role == "place_coach", place)
    if kind in TO_DECIDERS:
        decider = workplace.process.checkpoint.decider
        if decider is Decider.COACH:
            cover = submission.cover if kind == "checkpoint_withdrawn" else None
            return receivers_for(workplace.place, beside=cover.user if cover is not None else None)
        who = {
            Decider.OTHER_COACH: Assignment.role == "coach",
            Decider.REGION: Assignment.role == "region",
        }[decider]
    else:
        who = or_(team, coaches) if kind in TO_COACHES_TOO else team
    holds = select(Assignment.user_id).where(who, Assignment.ended_at.is_(None))
    return list(db.session.scalars(select(User).where(User.id.in_(holds), User.active).order_by(User.id)))
