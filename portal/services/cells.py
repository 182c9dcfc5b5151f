"""What a row may hold: known columns, nothing that another column hides, all that is required, real references."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from portal.errors import N_, InvalidError, Message
from portal.extensions import db
from portal.models import Row
from portal.policy import Workplace
from portal.process.material import Value, has_value, rows_in
from portal.process.schema import Kind, Preset, Register

REQUIRED = N_("Fill this in: a row needs it.")
BACKWARDS = N_("This day is before the one on which it starts.")
GONE = N_("What you chose is no longer in the register. Choose again.")


def merge(
    workplace: Workplace,
    register: Register,
    stored: Mapping[str, Value],
    values: Mapping[str, Value],
    preset: Preset | None = None,
    *,
    known: Mapping[int, str] | None = None,
) -> dict[str, Any]:
    """The row's values with the given columns changed; what another column or the preset hides is left out.

    Raises InvalidError, by column, for what is missing, unknown or refers to a row that is not this place's. `known`:
    the register's key of each row of the place, if the caller has read them all: many rows then need no query each.
    """
    unknown = sorted(set(values) - {c.name for c in register.columns})
    if unknown:
        raise InvalidError(N_("The page could not be understood. Go back and try again."))
    merged = {**stored, **values}
    hidden = set(preset.hides) if preset else set()
    kept = {
        c.name: merged[c.name]
        for c in register.columns
        if c.name not in hidden and c.is_shown(merged) and has_value(merged.get(c.name))
    }
    problems: dict[str, Message] = {}
    if preset is None:
        missing = [c for c in register.columns if c.required and c.is_shown(merged) and c.name not in kept]
        problems |= {c.name: Message(REQUIRED) for c in missing}
    problems |= {name: Message(GONE) for name in _strays(workplace, register, kept, values, known)}
    days = register.days
    if days is not None and register.ends_too_early(kept) and any(kept.get(d) != stored.get(d) for d in days):
        problems[days[1]] = Message(BACKWARDS)
    if problems:
        raise InvalidError(N_("Not saved: something has to be put right first."), problems)
    return kept


def _strays(
    workplace: Workplace,
    register: Register,
    kept: Mapping[str, Value],
    changed: Mapping[str, Value],
    known: Mapping[int, str] | None,
) -> list[str]:
    """The changed reference columns that point to what is not a row of their register at this place."""
    columns = [
        c for c in register.columns if c.kind is Kind.REFERENCE and c.name in kept and c.name in changed
    ]
    wanted = {i for c in columns for i in rows_in(kept[c.name])}
    if not wanted:
        return []
    found = _registers_of(workplace, wanted) if known is None else known
    return [c.name for c in columns if any(found.get(i) != c.register for i in rows_in(kept[c.name]))]


def _registers_of(workplace: Workplace, rows: Collection[int]) -> dict[int, str]:
    query = select(Row.id, Row.register_key).where(Row.journey_id == workplace.journey.id, Row.id.in_(rows))
    return {row.id: row.register_key for row in db.session.execute(query)}
