"""Following a place's plan: whoever does hears of its next edition."""

from __future__ import annotations

from sqlalchemy import delete

from portal.clock import now
from portal.errors import NotFoundError
from portal.extensions import db
from portal.models import PlanEdition, PlanFollow, User
from portal.policy import Workplace, can_follow_plan, require
from portal.queries.action_answers import is_following
from portal.queries.follows import has_followed
from portal.services.events import record
from portal.services.permits import hold


def follow(actor: User, *, workplace: Workplace, edition: PlanEdition) -> None:
    """Following twice changes nothing. Raises NotAllowedError."""
    require(can_follow_plan(actor, workplace, edition))
    hold(workplace)
    if is_following(actor, workplace.journey):
        return
    db.session.add(PlanFollow(journey_id=workplace.journey.id, user_id=actor.id, followed_at=now()))
    db.session.flush()
    record(actor, "plan_followed", journey=workplace.journey, touches=False)


def unfollow(actor: User, *, workplace: Workplace, edition: PlanEdition | None = None) -> None:
    """Whoever follows may stop, whatever else they may do; stopping twice changes nothing. `edition`: the one that is
    open. Raises NotFoundError to whoever has never followed the plan and may not."""
    done = db.session.execute(
        delete(PlanFollow).where(
            PlanFollow.journey_id == workplace.journey.id, PlanFollow.user_id == actor.id
        )
    )
    if done.rowcount:  # type: ignore[attr-defined]  # a delete answers with a CursorResult
        record(actor, "plan_unfollowed", journey=workplace.journey, touches=False)
        return
    may_follow = edition is not None and bool(can_follow_plan(actor, workplace, edition))
    if not (may_follow or has_followed(actor, workplace.journey)):
        raise NotFoundError
