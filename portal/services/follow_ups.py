"""Follow-ups of an action: a day to look again, done with what came out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from portal.clock import now, today
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import ActionFollowUp, Row, User
from portal.policy import Workplace
from portal.process.action_answers import LATEST
from portal.services.action_removals import bring_back, take_away
from portal.services.events import record
from portal.services.permits import check_action
from portal.text import clean

LIMITS = {"what": 300, "outcome": 1000}
"""Characters."""

LONG = N_("The text is too long. At most %(limit)s characters fit here.")
PAST = N_("Choose today or a later day.")
STRANGE_YEAR = N_("Look at the year: it seems to be a slip.")
NOT_SAVED = N_("The follow-up is not saved.")


def plan_follow_up(
    actor: User, *, workplace: Workplace, row: Row, due_on: date, what: str = ""
) -> ActionFollowUp:
    """Decide on which day to look again, and at what. The same sent again is the same. Raises NotAllowedError,
    NotFoundError for a removed action, InvalidError (by field)."""
    check_action(actor, workplace, row)
    what, problems = _checked("what", what)
    if not today() <= due_on < LATEST:
        problems["due_on"] = Message(PAST if due_on < today() else STRANGE_YEAR)
    if problems:
        raise InvalidError(NOT_SAVED, problems)
    query = select(ActionFollowUp).where(
        ActionFollowUp.row_id == row.id,
        ActionFollowUp.due_on == due_on,
        ActionFollowUp.what == what,
        ActionFollowUp.done_at.is_(None),
        ActionFollowUp.removed_at.is_(None),
    )
    known = db.session.scalars(query.limit(1)).one_or_none()
    if known is not None:
        return known
    made = ActionFollowUp(
        journey_id=workplace.journey.id,
        row_id=row.id,
        due_on=due_on,
        what=what,
        made_by=actor.id,
        made_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    _record(actor, workplace, "follow_up_planned", row, made)
    return made


def complete(
    actor: User, *, workplace: Workplace, row: Row, follow_up: ActionFollowUp, outcome: str = ""
) -> None:
    """Somebody has looked, and this came out. Done again with the same words it changes nothing.

    Raises NotAllowedError, InvalidError, ConflictError where somebody else has done it or removed it.
    """
    check_action(actor, workplace, row)
    outcome, problems = _checked("outcome", outcome)
    if problems:
        raise InvalidError(NOT_SAVED, problems)
    db.session.refresh(follow_up)
    if follow_up.done_at is not None and follow_up.outcome == outcome:
        return
    if follow_up.done_at is not None or follow_up.removed_at is not None:
        raise ConflictError(N_("Somebody has marked this follow-up as done, or removed it, meanwhile."))
    follow_up.outcome, follow_up.done_at, follow_up.done_by = outcome, now(), actor.id
    db.session.flush()
    _record(actor, workplace, "follow_up_completed", row, follow_up)


def remove_follow_up(actor: User, *, workplace: Workplace, row: Row, follow_up: ActionFollowUp) -> None:
    """Take it away; one that is removed already stays so."""
    check_action(actor, workplace, row)
    if take_away(follow_up):
        _record(actor, workplace, "follow_up_removed", row, follow_up)


def restore_follow_up(actor: User, *, workplace: Workplace, row: Row, follow_up: ActionFollowUp) -> None:
    """Bring it back."""
    check_action(actor, workplace, row)
    if bring_back(follow_up):
        _record(actor, workplace, "follow_up_restored", row, follow_up)


def _checked(name: str, text: str) -> tuple[str, dict[str, Message]]:
    text, limit = clean(text), LIMITS[name]
    return text, {name: Message(LONG, {"limit": limit})} if len(text) > limit else {}


def _record(actor: User, workplace: Workplace, kind: str, row: Row, follow_up: ActionFollowUp) -> None:
    data = {"row": row.id, "follow_up": follow_up.id}
    record(actor, kind, journey=workplace.journey, subject=row.register_key, data=data)
