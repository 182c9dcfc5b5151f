"""Reminders of follow-ups whose day has come, each made once: to who keeps an eye on the action, else to the team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from portal.extensions import db
from portal.models import ActionFollowUp, ActionKeeper, Journey, Place, Row, User
from portal.notifications.notices import tell
from portal.process.definitions import find_definition
from portal.process.work import shape_of
from portal.queries.receivers import list_team
from portal.services.events import record
from portal.services.reminders import BATCH, is_first, list_told

LATE = timedelta(days=14)
"""A follow-up whose day lies longer back is not reminded of: the pages of the actions show it."""

Found = tuple[ActionFollowUp, Row, Journey, Place, int | None]
"""With the id of who keeps an eye on the action."""


def remind_of_follow_ups(day: date, *, after: int = 0) -> int | None:
    """Remind of the next follow-ups by id whose day is this one or came a little before. The last of them; None at the
    end.

    None for what is finished or dropped, removed, or belongs to a journey that is paused or has ended. Run for a day
    again, or by two workers at once, it reminds nobody twice.
    """
    found = _list_due(day, after)
    told = list_told(journey.id for _follow_up, _row, journey, _place, _keeper in found)
    for follow_up, row, journey, place, keeper in found:
        key = f"follow_up:{follow_up.id}"
        if _is_open(row, journey) and (journey.id, key) not in told and is_first(journey.id, key):
            data = {"row": row.id, "follow_up": follow_up.id}
            event = record(None, "follow_up_due", place=place, subject=f"row:{row.id}", data=data)
            path = f"/places/{place.slug}/actions/{row.id}/"
            tell(event, to=_receivers(place, keeper), path=path, place=place.name, day=follow_up.due_on)
    return found[-1][0].id if found else None


def _list_due(day: date, after: int) -> list[Found]:
    query = (
        select(ActionFollowUp, Row, Journey, Place, ActionKeeper.user_id)
        .join(Row, Row.id == ActionFollowUp.row_id)
        .join(Journey, Journey.id == ActionFollowUp.journey_id)
        .join(Place, Place.id == Journey.place_id)
        .outerjoin(ActionKeeper, ActionKeeper.row_id == Row.id)
        .where(
            ActionFollowUp.done_at.is_(None),
            ActionFollowUp.removed_at.is_(None),
            ActionFollowUp.due_on.between(day - LATE, day),
            ActionFollowUp.id > after,
            Row.deleted_at.is_(None),
            Journey.is_current,
            Journey.state == "active",
        )
        .order_by(ActionFollowUp.id)
        .limit(BATCH)
        .execution_options(populate_existing=True)
    )
    lines = db.session.execute(query)
    return [(follow_up, row, journey, place, keeper) for follow_up, row, journey, place, keeper in lines]


def _is_open(row: Row, journey: Journey) -> bool:
    """Whether there is anything left to follow up: it is neither finished nor dropped."""
    shape = shape_of(find_definition(journey.definition_key, journey.definition_version))
    status = shape.status_of(row.values) if shape is not None else None
    return status is None or not status.ended


def _receivers(place: Place, keeper: int | None) -> Sequence[User]:
    """Who has left the team keeps no eye on anything."""
    team = list_team(place)
    return [user for user in team if user.id == keeper] or team
