"""What the region decides for all its places."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, insert, update
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.errors import N_, InvalidError, Message, StaleError
from portal.extensions import db
from portal.models import RegionSettings, User
from portal.policy import can_administer, require
from portal.process.promises import LONGEST_DAYS
from portal.queries.settings import find_settings
from portal.services.events import record

OUT_OF_RANGE = N_("Write a number of working days from 1 to %(most)s.")
STALE = N_("Somebody else has changed this since you opened it. Look at what it says now, then save again.")


def set_answer_days(actor: User, *, days: int, version: int) -> None:
    """Within how many working days questions that are asked from now on are answered; what was promised before stays.

    `version` is that of the settings read, 0 for none. Raises NotAllowedError, InvalidError, StaleError (its `current`
    are the settings as they are).
    """
    require(can_administer(actor))
    if not 1 <= days <= LONGEST_DAYS:
        message = Message(OUT_OF_RANGE, {"most": LONGEST_DAYS})
        raise InvalidError(message.text, {"answer_days": message}, **message.params)
    found = find_settings()
    if found is not None and found.answer_days == days:
        return
    if not (_change(actor, days, version) if version else _begin(actor, days)):
        current = db.session.get(RegionSettings, 1, populate_existing=True)
        raise StaleError(STALE, current)
    record(actor, "region_settings_saved", subject="region_settings:1", data={"answer_days": days})


def _begin(actor: User, days: int) -> bool:
    try:
        with db.session.begin_nested():
            values = {"id": 1, "answer_days": days, "version": 1}
            db.session.execute(insert(RegionSettings).values(**values, updated_by=actor.id, updated_at=now()))
    except IntegrityError:
        return False
    return True


def _change(actor: User, days: int, version: int) -> bool:
    saved = db.session.execute(
        update(RegionSettings)
        .where(RegionSettings.id == 1, RegionSettings.version == version)
        .values(answer_days=days, version=version + 1, updated_by=actor.id, updated_at=now())
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", saved).rowcount == 1
