"""Dals Rostock after its checkpoint, with the actions that stand in the municipality's own plan, in phase 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.extensions import db
from portal.models import Row
from portal.policy import Workplace
from tests.answers_world import ACTIONS
from tests.factories import make_row, share
from tests.plan_world import PlanWorld, make_plan_world, write_plan


def make_work_world() -> tuple[PlanWorld, dict[str, int]]:
    """The plan of `write_plan`, a need, an obstacle and an idea; the ids of the rows by name."""
    world = make_plan_world()
    ids = write_plan(world)
    workplace, leader = world.workplace, world.leader
    workplace.journey.checkpoint_state = "go_on"

    def row(register: str, position: int = 1, **values: object) -> int:
        return make_row(workplace, register, values, leader, position).id

    ids["need"] = row("analysis.needs.list", need="Tomter att bygga på", for_whom="Alla")
    ids["obstacle"] = row("analysis.obstacles.list", obstacle="Detaljplanen är från 1974")
    ids["idea"] = row("ideas", idea="Visa gården för inflyttare")
    db.session.commit()
    return world, ids


def share_actions(world: PlanWorld) -> Workplace:
    """With the coaches and the region."""
    workplace = share(world.workplace, "action_plan", world.leader)
    db.session.commit()
    return workplace


def row_of(row_id: int) -> Row:
    """The row as it is stored now."""
    row = db.session.get(Row, row_id, populate_existing=True)
    assert row is not None
    return row


def add_action(world: PlanWorld, position: int = 9, **values: Any) -> int:
    found: Mapping[str, Any] = {"action": "Ännu en åtgärd", **values}
    return make_row(world.workplace, ACTIONS, found, world.leader, position).id
