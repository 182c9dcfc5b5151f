"""Dals Rostock's six actions with what they need from the municipality, shared with it, to be answered.

The actions, who is responsible and with whom stand in the municipality's own plan; what is needed is an example.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.extensions import db
from portal.models import ActionAnswer, PlanEdition
from portal.process.action_answers import Said
from portal.queries.action_answers import find_answer, load_action
from portal.services import action_answers, editions
from tests.factories import make_row
from tests.plan_world import PlanWorld, make_plan_world

ACTIONS = "action_plan.actions.list"
SIX = (
    ("Ny detaljplan för Kroppefjäll", "Tillväxtenheten", "planned", "Kommunen tar fram planen"),
    ("Led Sunnanå–Vita Sannar–Östra Järn", "Samhällsbyggnadsförvaltningen", "planned", "Avtal om marken"),
    ("Pilgrimsleden", "Samhällsbyggnadsförvaltningen", "under_way", "Skyltar och skötsel"),
    ("Rusta upp motionsspåret vid Vita Sannar", "Samhällsbyggnadsförvaltningen", "planned", "Belysning"),
    ("Tågstopp i Dals Rostock", None, "idea", "Verka för ett tågstopp"),
    ("Cykelvägar och bussar till besöksmålen", None, "idea", "Verka för cykelvägar och bussar"),
)
UNTIL = date(2027, 6, 30)


def make_answers_world() -> tuple[PlanWorld, list[int]]:
    """The world, and the ids of the six rows in their order. The plan is shared."""
    world = make_plan_world()
    workplace, leader = world.workplace, world.leader
    units = {
        name: make_row(workplace, "organisations", {"name": name}, leader, n).id
        for n, name in enumerate(dict.fromkeys(unit for _t, unit, _s, _n in SIX if unit), 1)
    }
    goal = make_row(
        workplace,
        "vision.goals.list",
        {"goal": "Lätt att nå och gott att leva i", "theme": "housing"},
        leader,
    )
    rows = []
    for position, (title, unit, status, need) in enumerate(SIX, 1):
        values: dict[str, Any] = {"action": title, "goal": [goal.id], "status": status, "need_from": need}
        if unit:
            values["responsible"] = [units[unit]]
        rows.append(make_row(workplace, ACTIONS, values, leader, position).id)
    share_plan(world)
    return world, rows


def share_plan(world: PlanWorld) -> PlanEdition:
    edition = editions.share(world.leader, workplace=world.workplace)
    db.session.commit()
    return edition


def reply(
    world: PlanWorld,
    row: int,
    *,
    sent: bool = True,
    who: str = "officer",
    reader: str = "officer",
    seen: int | None = None,
    **said: Any,
) -> ActionAnswer:
    """An answer as the officer gives it; the rest of what it needs is filled in. `reader`: whose plan it is about."""
    workplace, edition, action = load_action(getattr(world, reader), world.place.slug, row)
    latest = find_answer(workplace, row, shared=False)
    answer = action_answers.answer(
        getattr(world, who),
        workplace=workplace,
        edition=edition,
        action=action,
        said=Said(**{"outcome": "will_do", "function": "Samhällsbyggnad", **said}),
        seen=seen if seen is not None else (latest.id if latest else 0),
        is_shared=sent,
    )
    db.session.commit()
    return answer
