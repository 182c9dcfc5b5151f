"""Adding many rows of a register at once, from a table that somebody has looked through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from portal.clock import now
from portal.errors import N_, InvalidError
from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from portal.process.material import Value
from portal.process.schema import Register
from portal.queries.material import get_material
from portal.services.cells import merge
from portal.services.events import record_all
from portal.services.permits import check_register
from portal.services.references import NewNames
from portal.services.revisions import keep
from portal.services.rows import check_room, end_not_relevant
from portal.services.tables import ROWS_LIMIT


@dataclass(frozen=True, slots=True)
class Draft:
    """A row to add: its values, and by column of references the ids that are chosen and the names that are typed."""

    values: Mapping[str, Value]
    names: Mapping[str, tuple[Sequence[int], Sequence[str]]]


def import_rows(
    actor: User, *, workplace: Workplace, register: Register, drafts: Sequence[Draft]
) -> list[Row]:
    """Add all the rows at the end, or none. Raises like `rows.add_row`."""
    check_register(actor, workplace, register)
    if not register.own_rows:
        raise InvalidError(N_("Rows cannot be added to this list."))
    if not drafts or len(drafts) > ROWS_LIMIT:
        raise InvalidError(N_("The page could not be understood. Go back and try again."))
    check_room(workplace, register, len(drafts))
    material = get_material(workplace.journey)
    names = NewNames(actor, workplace, material)
    known = {entry.id: key for key, entries in material.rows.items() for entry in entries}
    rows = _add(actor, workplace, register, [_values(workplace, register, names, d, known) for d in drafts])
    end_not_relevant(actor, workplace, register)
    keep([*names.added, *rows])
    added = [("row_added", register.key, {"row": row.id, "version": row.version}) for row in rows]
    record_all(actor, journey=workplace.journey, entries=[*names.entries, *added])
    return rows


def _values(
    workplace: Workplace, register: Register, names: NewNames, draft: Draft, known: dict[int, str]
) -> dict[str, Value]:
    values = dict(draft.values)
    for column, (chosen, typed) in draft.names.items():
        found = register.column(column)
        if found is not None and found.register is not None:
            values[column] = names.ids(found.register, chosen, typed)
    known |= {row.id: row.register_key for row in names.added}
    return merge(workplace, register, {}, values, known=known)


def _add(
    actor: User, workplace: Workplace, register: Register, values: Sequence[dict[str, Value]]
) -> list[Row]:
    # The journey is held: nobody else takes these positions. The unit of work would send row by row.
    query = select(func.coalesce(func.max(Row.position), 0)).where(
        Row.journey_id == workplace.journey.id, Row.register_key == register.key
    )
    last, moment = db.session.scalar(query) or 0, now()
    told = {
        "journey_id": workplace.journey.id,
        "register_key": register.key,
        "version": 1,
        "created_by": actor.id,
        "created_at": moment,
        "updated_by": actor.id,
        "updated_at": moment,
    }
    new = [{**told, "position": last + number, "values": each} for number, each in enumerate(values, 1)]
    rows = db.session.scalars(insert(Row).returning(Row), new).all()
    return sorted(rows, key=lambda row: row.position)
