"""What the team writes to its plan before it publishes: an introduction, and who stands behind the plan."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, insert, update
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.errors import N_, InvalidError, Message, StaleError
from portal.extensions import db
from portal.models import PlanDraft, User
from portal.policy import Workplace, can_edit_place, require
from portal.queries.plan_drafts import get_words
from portal.services.events import record
from portal.services.permits import hold
from portal.text import clean

LIMITS = {"introduction": 5_000, "stands_behind": 1_000}
TOO_LONG = N_("The text has %(length)s characters; there is room for %(limit)s.")
STALE = N_("Somebody in your team has written here meanwhile.")


def save(
    actor: User, *, workplace: Workplace, introduction: str, stands_behind: str, version: int
) -> PlanDraft:
    """`version` is that of the draft read, 0 for none. What is the same already changes nothing.

    Raises NotAllowedError, InvalidError (too long), StaleError (its `current` is the draft as it is).
    """
    require(can_edit_place(actor, workplace))
    hold(workplace)
    texts = _checked({"introduction": introduction, "stands_behind": stands_behind})
    current = get_words(workplace.journey)
    if (current.introduction, current.stands_behind) == (texts["introduction"], texts["stands_behind"]):
        return current
    if not _store(actor, workplace.journey.id, version, texts):
        raise StaleError(STALE, get_words(workplace.journey))
    saved = get_words(workplace.journey)
    record(actor, "plan_draft_saved", journey=workplace.journey, data={"version": saved.version})
    return saved


def _checked(given: dict[str, str]) -> dict[str, str]:
    texts = {name: clean(text) for name, text in given.items()}
    fields = {
        name: Message(TOO_LONG, {"length": len(text), "limit": LIMITS[name]})
        for name, text in texts.items()
        if len(text) > LIMITS[name]
    }
    if fields:
        first = next(iter(fields.values()))
        raise InvalidError(first.text, fields, **first.params)
    return texts


def _store(actor: User, journey_id: int, version: int, texts: dict[str, str]) -> bool:
    values = {**texts, "version": version + 1, "updated_by": actor.id, "updated_at": now()}
    if version == 0:
        try:
            with db.session.begin_nested():
                db.session.execute(insert(PlanDraft).values(journey_id=journey_id, **values))
        except IntegrityError:
            return False
        return True
    saved = db.session.execute(
        update(PlanDraft)
        .where(PlanDraft.journey_id == journey_id, PlanDraft.version == version)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", saved).rowcount == 1
