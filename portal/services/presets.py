"""Rows that are listed in advance and answered with one tap; stored only once they have been answered."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.errors import N_, StaleError
from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from portal.process.material import Value
from portal.process.schema import Preset, Register
from portal.queries.rows import find_preset_row
from portal.services.cells import merge
from portal.services.events import record
from portal.services.permits import check_register
from portal.services.rows import change

STALE = N_("Somebody else has answered the same row. Both answers are here; choose which one counts.")


def save_preset(
    actor: User,
    *,
    workplace: Workplace,
    register: Register,
    preset: Preset,
    values: Mapping[str, Value],
    base_version: int,
) -> Row | None:
    """Change the given columns of a preset's row and give the row; None while nothing has been answered.

    `base_version` is 0 for a row that was not stored yet. What says the same as before gets no new version.
    Raises NotAllowedError, LockedError, InvalidError (by column), StaleError when somebody else was first.
    """
    check_register(actor, workplace, register)
    row = find_preset_row(workplace.journey, register.key, preset.key)
    kept = merge(workplace, register, row.values if row else {}, values, preset)
    if kept == (row.values if row else {}):
        return row
    if (row.version if row else 0) != base_version:
        raise StaleError(STALE, row)
    if row is not None:
        return change(actor, workplace, row, kept, "preset_saved")
    return _insert(actor, workplace, register, preset, kept)


def _insert(
    actor: User, workplace: Workplace, register: Register, preset: Preset, values: dict[str, Value]
) -> Row:
    moment = now()
    row = Row(
        journey_id=workplace.journey.id,
        register_key=register.key,
        preset_key=preset.key,
        position=0,
        values=values,
        version=1,
        created_by=actor.id,
        created_at=moment,
        updated_by=actor.id,
        updated_at=moment,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Somebody else answered it first at the same moment.
        raise StaleError(STALE, find_preset_row(workplace.journey, register.key, preset.key)) from None
    data = {"row": row.id, "version": row.version, "preset": preset.key}
    record(actor, "preset_saved", journey=workplace.journey, subject=register.key, data=data)
    return row
