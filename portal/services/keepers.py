"""Who in the team keeps an eye on an action."""

from __future__ import annotations

from portal.clock import now
from portal.errors import N_, InvalidError, Message
from portal.extensions import db
from portal.models import ActionKeeper, Row, User
from portal.policy import Workplace
from portal.queries.receivers import list_team
from portal.services.events import record
from portal.services.permits import check_action

STRAY = N_("Choose somebody of the team.")


def set_keeper(actor: User, *, workplace: Workplace, row: Row, keeper: int | None) -> None:
    """Let a person of the team, by id, keep an eye on an action in place of whoever did; nobody for None.

    Raises NotAllowedError, NotFoundError for a removed action, InvalidError for somebody outside the team.
    """
    check_action(actor, workplace, row)
    if keeper is not None and keeper not in {user.id for user in list_team(workplace.place)}:
        raise InvalidError(STRAY, {"keeper": Message(STRAY)})
    known = db.session.get(ActionKeeper, row.id, populate_existing=True)
    if (known.user_id if known is not None else None) == keeper:
        return
    if keeper is None:
        db.session.delete(known)
    elif known is None:
        db.session.add(
            ActionKeeper(
                row_id=row.id,
                journey_id=workplace.journey.id,
                user_id=keeper,
                chosen_by=actor.id,
                since=now(),
            )
        )
    else:
        known.user_id, known.chosen_by, known.since = keeper, actor.id, now()
    db.session.flush()
    data = {"row": row.id, "keeper": keeper}
    record(actor, "action_keeper_set", journey=workplace.journey, subject=row.register_key, data=data)
