"""Rows that are listed in advance and answered with one tap; stored only once they have been answered.

The journey is held while they are saved, as with answers: a first tap meets the row that another first tap has stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm.attributes import flag_modified

from portal.clock import now
from portal.errors import N_, InvalidError, StaleError
from portal.extensions import db
from portal.models import Journey, Row, User
from portal.policy import Workplace
from portal.process.material import Value
from portal.process.schema import Preset, Register
from portal.services.cells import merge
from portal.services.events import Entry, record_all
from portal.services.permits import check_held_register, hold
from portal.services.revisions import keep

STALE = N_("Somebody else has answered the same row. Both answers are here; choose which one counts.")


@dataclass(frozen=True, slots=True)
class Tap:
    """What a person wants columns of a preset's row to be. `base_version` is 0 for a row that was not stored yet."""

    preset: Preset
    values: Mapping[str, Value]
    base_version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a save of presets has come to, by preset key: the rows as they stand, and what was not saved and why."""

    rows: Mapping[str, Row]
    stale: Mapping[str, StaleError]
    refused: Mapping[str, InvalidError]


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

    What says the same as before gets no new version. Raises NotAllowedError, LockedError, InvalidError (by column),
    StaleError when somebody else was first.
    """
    tap = Tap(preset, values, base_version)
    outcome = save_all(actor, workplace=workplace, register=register, taps=[tap])
    for error in (*outcome.stale.values(), *outcome.refused.values()):
        raise error
    return outcome.rows.get(preset.key)


def save_all(
    actor: User,
    *,
    workplace: Workplace,
    register: Register,
    taps: Sequence[Tap],
    stored: Mapping[str, Row] | None = None,
) -> Outcome:
    """Save many presets of a register at once; what is stale or refused is left as it was, everything else is saved.

    `stored`: the rows of the register's presets by preset, if the caller has held the journey and read them after
    that. Five statements at most, however many taps: rows that were there, new ones, revisions, events, the journey.
    Raises NotAllowedError, LockedError.
    """
    if stored is None:
        hold(workplace)
        stored = _find(workplace.journey, register, [tap.preset.key for tap in taps])
    check_held_register(actor, workplace, register)
    return _save(actor, workplace, register, taps, stored)


def _save(
    actor: User, workplace: Workplace, register: Register, taps: Sequence[Tap], stored: Mapping[str, Row]
) -> Outcome:
    stale: dict[str, StaleError] = {}
    refused: dict[str, InvalidError] = {}
    written: list[Row] = []
    new: list[tuple[str, dict[str, Any]]] = []
    for tap in taps:
        key, row = tap.preset.key, stored.get(tap.preset.key)
        before = row.values if row is not None else {}
        try:
            kept = merge(workplace, register, before, tap.values, tap.preset)
        except InvalidError as error:
            refused[key] = error
            continue
        if kept == before:
            continue
        if (row.version if row is not None else 0) != tap.base_version:
            stale[key] = StaleError(STALE, row)
        elif row is None:
            new.append((key, kept))
        else:
            _overwrite(actor, row, kept)
            written.append(row)
    written += _insert(actor, workplace.journey, register, new)
    keep(written)
    told: list[Entry] = [
        ("preset_saved", register.key, {"row": r.id, "version": r.version, "preset": r.preset_key})
        for r in written
    ]
    record_all(actor, journey=workplace.journey, entries=told)
    return Outcome({**stored, **{str(r.preset_key): r for r in written}}, stale, refused)


def _overwrite(actor: User, row: Row, values: dict[str, Any]) -> None:
    row.values = values
    row.version += 1
    row.updated_by, row.updated_at = actor.id, now()
    # All name the same columns, changed or not: then one statement takes them all.
    flag_modified(row, "updated_by")


def _insert(
    actor: User, journey: Journey, register: Register, new: Sequence[tuple[str, dict[str, Any]]]
) -> Sequence[Row]:
    """First taps, stored with one statement. The unit of work would send row by row, to learn which id is whose."""
    if not new:
        return ()
    moment = now()
    told = {
        "journey_id": journey.id,
        "register_key": register.key,
        "position": 0,
        "version": 1,
        "created_by": actor.id,
        "created_at": moment,
        "updated_by": actor.id,
        "updated_at": moment,
    }
    rows = [{**told, "preset_key": key, "values": values} for key, values in new]
    return db.session.scalars(insert(Row).returning(Row), rows).all()


def _find(journey: Journey, register: Register, keys: Sequence[str]) -> dict[str, Row]:
    """The rows as they are now: the journey is held, so nobody changes them under our hands."""
    query = (
        select(Row)
        .where(Row.journey_id == journey.id, Row.register_key == register.key, Row.preset_key.in_(keys))
        .execution_options(populate_existing=True)
    )
    return {str(row.preset_key): row for row in db.session.scalars(query)}
