"""A row whose matter starts one day does not end before."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.errors import InvalidError
from portal.services import rows
from tests.factories import make_leader, make_place, make_row, open_workplace

ACTIONS = "action_plan.actions.list"


def test_what_starts_does_not_end_before(app: Flask) -> None:
    """A row from before the rule that has its days the wrong way round can be changed in everything else."""
    workplace = open_workplace(make_place(checkpoint_state="go_on"))
    leader, register = make_leader(workplace.place), workplace.process.register(ACTIONS)
    assert register is not None
    days = {"start": "2027-05-01", "end": "2027-04-30"}
    with pytest.raises(InvalidError) as refused:
        rows.add_row(leader, workplace=workplace, register=register, values={"action": "Bänkar", **days})
    assert list(refused.value.fields) == ["end"]
    one_day = {"action": "Skyltar", "start": "2027-05-01", "end": "2027-05-01"}
    same = rows.add_row(leader, workplace=workplace, register=register, values=one_day)
    old = make_row(workplace, ACTIONS, {"action": "Stigen", **days}, leader)
    rows.edit_row(leader, workplace=workplace, row=old, values={"action": "Leden"}, base_version=1)
    for row, values in ((old, {"end": "2027-04-29"}), (same, {"start": "2027-05-02"})):
        with pytest.raises(InvalidError):
            rows.edit_row(leader, workplace=workplace, row=row, values=values, base_version=row.version)
