"""Notes of progress that reach the plan are frozen into its editions; others never are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import User
from portal.services import action_notes, editions
from tests.client import PortalClient
from tests.plan_world import PlanWorld
from tests.work_world import make_work_world, row_of

ClientFor = Callable[[User], PortalClient]
Stage = tuple[PlanWorld, dict[str, int]]


@pytest.fixture
def stage(app: Flask) -> Stage:
    world, ids = make_work_world()
    for reach in ("team", "coach", "plan"):
        note(world, ids, f"STRÄCKER SIG TILL {reach}", reach)
    return world, ids


def note(world: PlanWorld, ids: dict[str, int], body: str, reach: str = "plan") -> int:
    made = action_notes.add_note(
        world.leader, workplace=world.workplace, row=row_of(ids["plots"]), body=body, reach=reach
    )
    db.session.commit()
    return made.id


def share(world: PlanWorld) -> dict[str, list[str]]:
    """What the edition says of the progress, by row."""
    edition = editions.share(world.leader, workplace=world.workplace, audience="municipality")
    db.session.commit()
    return {row: [each["text"] for each in found] for row, found in edition.snapshot["progress"].items()}


def test_only_what_reaches_the_plan(stage: Stage, client_for: ClientFor) -> None:
    world, ids = stage
    assert share(world) == {str(ids["plots"]): ["STRÄCKER SIG TILL plan"]}
    page = client_for(world.officer).get("/plans/dals-rostock/").text
    assert [f"STRÄCKER SIG TILL {reach}" in page for reach in ("team", "coach", "plan")] == [
        False,
        False,
        True,
    ]


def test_a_new_note_makes_a_new_edition_and_a_removed_one_stays_in_the_old(stage: Stage) -> None:
    world, ids = stage
    first = editions.share(world.leader, workplace=world.workplace)
    assert editions.share(world.leader, workplace=world.workplace).id == first.id
    note(world, ids, "Granskning")
    second = editions.share(world.leader, workplace=world.workplace)
    assert [each["text"] for each in second.snapshot["progress"][str(ids["plots"])]] == [
        "STRÄCKER SIG TILL plan",
        "Granskning",
    ]
    assert (first.number, second.number, len(first.snapshot["progress"][str(ids["plots"])])) == (1, 2, 1)


def test_the_plan_says_of_which_actions_something_new_is_told(stage: Stage, client_for: ClientFor) -> None:
    world, ids = stage
    share(world)
    note(world, ids, "Bara för teamet", "team")
    note(world, ids, "Granskning")
    share(world)
    page = client_for(world.officer).get("/plans/dals-rostock/").text
    news = page.partition('class="block plan__new"')[2].partition("</section>")[0]
    assert re.findall(r"<dt>(.*?)</dt><dd><ul><li>(.*?)</li></ul>", news) == [
        ("Åtgärder där det har hänt något", "Ny detaljplan")
    ]


def test_what_looks_like_personal_data_is_warned_of(stage: Stage, client_for: ClientFor) -> None:
    world, ids = stage
    note(world, ids, "Ring 0700-12 34 56", "coach")
    browser = client_for(world.leader)
    link = f"/places/dals-rostock/actions/{ids['plots']}/#notes"
    assert link not in browser.get("/places/dals-rostock/editions/").text
    note(world, ids, "Ring 0700-12 34 56")
    assert browser.get("/places/dals-rostock/editions/").text.count(link) == 1
