"""What a row may hold: known columns, nothing that another column hides, all that is required, real references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from portal.errors import N_, InvalidError, Message
from portal.extensions import db
from portal.models import Row
from portal.policy import Workplace
from portal.process.material import Value, has_value, rows_in
from portal.process.schema import Kind, Preset, Register

REQUIRED = N_("Fill this in: a row needs it.")
GONE = N_("What you chose is no longer in the register. Choose again.")


def merge(
    workplace: Workplace,
    register: Register,
    stored: Mapping[str, Value],
    values: Mapping[str, Value],
    preset: Preset | None = None,
) -> dict[str, Any]:
    """The row's values with the given columns changed; what another column or the preset hides is left out.

    Raises InvalidError, by column, for what is missing, unknown or refers to a row that is not this place's.
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
    problems |= {name: Message(GONE) for name in _strays(workplace, register, kept, values)}
    if problems:
        raise InvalidError(N_("Not saved: something has to be put right first."), problems)
    return kept


def _strays(
    workplace: Workplace, register: Register, kept: Mapping[str, Value], changed: Mapping[str, Value]
) -> list[str]:
    """The changed reference columns that point to what is not a row of their register at this place."""
    columns = [
        c for c in register.columns if c.kind is Kind.REFERENCE and c.name in kept and c.name in changed
    ]
    wanted = {i for c in columns for i in rows_in(kept[c.name])}
    if not wanted:
        return []
    query = select(Row.id, Row.register_key).where(Row.journey_id == workplace.journey.id, Row.id.in_(wanted))
    found = {row.id: row.register_key for row in db.session.execute(query)}
    return [c.name for c in columns if any(found.get(i) != c.register for i in rows_in(kept[c.name]))]
