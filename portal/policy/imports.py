"""Who may add many rows at once: whoever may add them one by one to the goals or the actions."""

from __future__ import annotations

from portal.models import User
from portal.policy.places import can_write_register
from portal.process.schema import Process, Register
from portal.roles import YES, Ruling, Workplace, is_team, no

ROLES = ("goals", "actions")


def importable(process: Process) -> list[Register]:
    """The registers that a table can be imported to, in the definition's order."""
    return [r for r in process.all_registers() if r.role in ROLES and r.own_rows]


def can_import(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Import to one of the registers at least; else the reason why not to the first."""
    rulings = [can_write_register(user, workplace, r) for r in importable(workplace.process)]
    return next((ruling for ruling in rulings if ruling), rulings[0] if rulings else no())


def can_bring_table(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Send a table to be looked through: the team. Whether its rows may be saved now is said beside the table, so that
    what was pasted is not lost with it."""
    return YES if is_team(user, workplace.place) else no()
