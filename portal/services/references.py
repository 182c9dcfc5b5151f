"""References that are chosen while typing: a name that the register does not hold yet becomes a row of it."""

from __future__ import annotations

from collections.abc import Iterable

from portal.errors import N_, InvalidError, NotFoundError
from portal.models import User
from portal.policy import Workplace
from portal.queries.rows import list_rows
from portal.services.permits import hold
from portal.services.rows import add_row
from portal.text import clean, fold


def resolve_references(
    actor: User, workplace: Workplace, register_key: str, chosen: Iterable[int], new_names: Iterable[str]
) -> list[int]:
    """The ids of what was chosen and of what was typed, in that order, without repeats.

    A typed name that some row of the register bears already (in any case) means that row; another one is added as a
    row. Raises InvalidError when the register cannot take a row by its name alone, NotAllowedError when the person may
    not add rows to it. That the chosen ids are rows of this place is checked when the referring row is saved.
    """
    register = workplace.process.register(register_key)
    if register is None:
        raise NotFoundError
    ids = list(dict.fromkeys(chosen))
    names = [name for name in (clean(n) for n in new_names) if name]
    if not names:
        return ids
    # Held before the names are read: of two who type the same new name one adds it and the other finds it.
    hold(workplace)
    known = {
        fold(str(r.values.get(register.title_column, ""))): r.id
        for r in list_rows(workplace.journey, register_key)
    }
    for name in names:
        if fold(name) not in known:
            if not register.takes_names:
                raise InvalidError(
                    N_("There is no “%(name)s” in the list. Add it where the list is written first."),
                    name=name,
                )
            row = add_row(actor, workplace=workplace, register=register, values={register.title_column: name})
            known[fold(name)] = row.id
        ids.append(known[fold(name)])
    return list(dict.fromkeys(ids))
