"""References that are chosen while typing: a name that the register does not hold yet becomes a row of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.clock import now
from portal.errors import N_, InvalidError, NotFoundError
from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from portal.process.material import Material, Value
from portal.process.schema import Register
from portal.queries.rows import list_rows
from portal.services.cells import merge
from portal.services.events import Entry, record_all
from portal.services.permits import check_held_register, hold
from portal.services.revisions import keep
from portal.services.rows import end_not_relevant, next_position, require_room
from portal.text import clean, fold, is_seen


class NewNames:
    """Names typed in the references of one form. A name that some row bears already (in any case) means that row;
    another one is added as a row of its register, once, however often it was typed.

    The journey is held. `material`: what it holds, if the caller has read that afterwards; else the rows are read where
    they are needed. `added`: the new rows. Whoever uses it keeps their revisions and records `entries`.
    """

    def __init__(self, actor: User, workplace: Workplace, material: Material | None = None) -> None:
        self.actor, self.workplace, self.material = actor, workplace, material
        self.added: list[Row] = []

    @property
    def entries(self) -> list[Entry]:
        """The events about the new rows."""
        return [
            ("row_added", row.register_key, {"row": row.id, "version": row.version}) for row in self.added
        ]

    def ids(self, register_key: str, chosen: Iterable[int], names: Iterable[str]) -> list[int]:
        """The ids of what was chosen and of what was typed, in that order, without repeats.

        Raises InvalidError when the register cannot take a row by its name alone, NotAllowedError when the person may
        not add rows to it. That the chosen ids are rows of this place is checked when the referring row is saved.
        """
        register = self.workplace.process.register(register_key)
        if register is None:
            raise NotFoundError
        found = list(chosen)
        typed = [name for name in (clean(each) for each in names) if is_seen(name)]
        if typed:
            stored = self._stored(register)
            known = {fold(str(values.get(register.title_column, ""))): row for row, values in stored}
            count = len(stored)
            for name in typed:
                if fold(name) not in known:
                    require_room(count)
                    known[fold(name)] = self._add(register, name).id
                    count += 1
                found.append(known[fold(name)])
        return list(dict.fromkeys(found))

    def _stored(self, register: Register) -> list[tuple[int, Mapping[str, Value]]]:
        """Id and values of the register's rows, the new ones included."""
        if self.material is None:
            return [(row.id, row.values) for row in list_rows(self.workplace.journey, register.key)]
        there = [(entry.id, entry.values) for entry in self.material.entries(register.key)]
        return there + [(row.id, row.values) for row in self.added if row.register_key == register.key]

    def _add(self, register: Register, name: str) -> Row:
        if not register.takes_names:
            raise InvalidError(
                N_("There is no “%(name)s” in the list. Add it where the list is written first."), name=name
            )
        check_held_register(self.actor, self.workplace, register)
        moment = now()
        row = Row(
            journey_id=self.workplace.journey.id,
            register_key=register.key,
            position=next_position(self.workplace, register),
            values=merge(self.workplace, register, {}, {register.title_column: name}),
            version=1,
            created_by=self.actor.id,
            created_at=moment,
            updated_by=self.actor.id,
            updated_at=moment,
        )
        db.session.add(row)
        db.session.flush()
        end_not_relevant(self.actor, self.workplace, register)
        self.added.append(row)
        return row


def resolve_references(
    actor: User, workplace: Workplace, register_key: str, chosen: Iterable[int], new_names: Iterable[str]
) -> list[int]:
    """NewNames.ids for one reference by itself, with revisions kept and events recorded. Raises like it."""
    # Held before the names are read: of two who type the same new name one adds it and the other finds it.
    hold(workplace)
    names = NewNames(actor, workplace)
    ids = names.ids(register_key, chosen, new_names)
    keep(names.added)
    record_all(actor, journey=workplace.journey, entries=names.entries)
    return ids
