"""A place that asks its municipality and shares its plan, the people around it, and words that never leave the team."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event

from portal.extensions import db
from portal.models import Event, Mail, Municipality, Place, User
from portal.policy import Workplace
from portal.process.definitions import register_folder
from portal.queries.people import find_user_by_email
from tests.client import PortalClient
from tests.factories import (
    give_role,
    make_answer,
    make_coach,
    make_leader,
    make_municipality,
    make_officer,
    make_place,
    make_region,
    make_row,
    make_user,
    open_workplace,
)

register_folder(Path(__file__).parent / "definitions")

TEAM_ONLY = "Bara för teamet: Kim Andersson, 0700-000000"
COACH_ONLY = "Bara för coachen"
SCRIPT = "<script>alert(1)</script> & “å”"


def _person(email: str) -> property:
    """The person, loaded as a request loads them: what a request has done has expired the one from before."""

    def load(_world: object) -> User:
        found = find_user_by_email(email)
        assert found is not None
        return found

    return property(load)


@dataclass
class PlanWorld:
    """`officer` serves the place's municipality, `stranger` another one; `nobody` is in the pool of coaches."""

    municipality: Municipality
    other: Municipality
    place: Place

    leader = _person("leader@example.org")
    coach = _person("coach@example.org")
    officer = _person("officer@example.org")
    stranger = _person("stranger@example.org")
    region = _person("region@example.org")
    nobody = _person("pool@example.org")

    @property
    def workplace(self) -> Workplace:
        return open_workplace(self.place)


def make_plan_world(slug: str = "dals-rostock") -> PlanWorld:
    """The place has written nothing yet."""
    municipality, other = make_municipality("Mellerud"), make_municipality("Åmål")
    place = make_place(slug, "Dals Rostock", municipality)
    make_leader(place)
    make_coach(place)
    make_officer(municipality)
    make_officer(other, "stranger@example.org")
    make_region()
    give_role(make_user("pool@example.org", "Coach"), "coach")
    db.session.commit()
    return PlanWorld(municipality, other, place)


def write_request(world: PlanWorld) -> None:
    """What the place asks the municipality for, and beside it what the municipality must not see."""
    workplace, leader = world.workplace, world.leader
    make_answer(workplace, "anchoring.municipality.contact", "Tillväxtenheten", leader)
    make_answer(workplace, "anchoring.municipality.contribution_hours", 10, leader)
    make_answer(workplace, "anchoring.start.cash_flow", COACH_ONLY, leader)
    db.session.commit()


def write_plan(world: PlanWorld) -> dict[str, int]:
    """A plan with two goals, three actions, a SWOT and services; the ids of the rows by name."""
    workplace, leader = world.workplace, world.leader

    def row(register: str, position: int = 1, preset: str | None = None, **values: object) -> int:
        return make_row(workplace, register, values, leader, position, preset).id

    ids = {"owner": row("organisations", name="Byalaget", contact=TEAM_ONLY, does=COACH_ONLY)}
    make_answer(workplace, "vision.vision.one_sentence", "Lätt att nå och gott att leva i.", leader)
    make_answer(workplace, "anchoring.place.best", SCRIPT, leader)
    make_answer(workplace, "anchoring.start.afterwards", COACH_ONLY, leader)
    make_answer(workplace, "anchoring.working_group.owner", [ids["owner"]], leader)
    row("anchoring.working_group.members", organisation=[ids["owner"]], role="Ordförande", name=TEAM_ONLY)
    ids["homes"] = row(
        "vision.goals.list", 1, goal="Fler kan bo här", how_seen="Det finns tomter", theme="housing"
    )
    ids["trails"] = row("vision.goals.list", 2, goal="Ut i naturen")
    ids["plots"] = row(
        "action_plan.actions.list",
        1,
        action="Ny detaljplan",
        goal=[ids["homes"]],
        status="planned",
        responsible=[ids["owner"]],
        start="2027-01-01",
        end="2027-06-30",
        theme="housing",
    )
    ids["trail"] = row(
        "action_plan.actions.list", 2, action="Pilgrimsleden", goal=[ids["trails"]], status="under_way"
    )
    ids["train"] = row("action_plan.actions.list", 3, action="Tågstopp", status="idea")
    row("analysis.swot.statements", 1, quadrant="strengths", statement="Kroppefjäll")
    row("mapping.services.list", 1, preset="grocery", state="exists")
    row("mapping.services.list", 2, preset="fuel", state="threatened", threat="Pumpen är gammal")
    db.session.commit()
    return ids


def make_link(leader: PortalClient, days: str = "30") -> str:
    """The path of a new link to the plan of Dals Rostock, as the page shows it, once."""
    page = "/places/dals-rostock/editions/"
    leader.post(f"{page}links", data={"purpose": "Byalagets styrelse", "days": days})
    address = re.search(r'id="new-link"[^>]*>\n[^<]*?(/plans/[^<]+)</textarea>', leader.get(page).text)
    assert address is not None
    assert address[1] not in leader.get(page).text
    return address[1]


def letters() -> list[tuple[str, str]]:
    """Kind and receiver of every letter, in order."""
    return [(m.kind, m.to_address) for m in db.session.query(Mail).order_by(Mail.id)]


def events() -> list[str]:
    return [e.kind for e in db.session.query(Event).order_by(Event.id)]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are executed meanwhile, without those that begin or end a transaction."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
