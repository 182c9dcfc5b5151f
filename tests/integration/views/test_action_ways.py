"""What the lists of actions lead on to: why one was dropped, what is on paper, the ways of the team."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.clock import now, today
from portal.extensions import db
from portal.models import ActionFollowUp, User
from tests.client import PortalClient
from tests.plan_world import PlanWorld
from tests.work_world import make_work_world, row_of, share_actions

ClientFor = Callable[[User], PortalClient]
World = tuple[PlanWorld, dict[str, int]]
HERE = "/places/dals-rostock/actions/"
HTMX = {"HX-Request": "true", "HX-Target": "lists"}


@pytest.fixture
def place(app: Flask) -> World:
    return make_work_world()


def test_a_dropped_action(place: World, client_for: ClientFor) -> None:
    """Whoever drops one is asked why; nobody need follow it up."""
    world, ids = place
    browser, path = client_for(world.leader), f"{HERE}{ids['plots']}/column?by=status"
    journey, leader = world.workplace.journey.id, world.leader.id
    db.session.add(
        ActionFollowUp(
            journey_id=journey,
            row_id=ids["plots"],
            due_on=today(),
            what="",
            made_by=leader,
            made_at=now(),
        )
    )
    db.session.commit()
    why = f'href="{HERE}{ids["plots"]}/?by=status#notes"'
    assert "Nästa uppföljning" in browser.get(HERE).text
    for status, asked in (("done", False), ("dropped", True)):
        version = str(row_of(ids["plots"]).version)
        moved = browser.post(path, data={"status": status, "version": version}, headers=HTMX).text
        assert (why in moved, "Nästa uppföljning" in browser.get(HERE).text) == (asked, False), status
        assert ("Skriv varför" in browser.get(f"{HERE}{ids['plots']}/").text) is asked


def test_on_paper_the_lists_say_what_they_are(place: World, client_for: ClientFor) -> None:
    world, _ids = place
    page = client_for(world.leader).get(f"{HERE}?by=time&only=unkept&status=planned&q=plan").text
    line = page.partition('class="worklist__paper">')[2].partition("</p>")[0]
    assert line.startswith("Dals Rostock. ")
    assert line.endswith(". Efter tid. Ingen håller koll. Planerad. ”plan”.")


def test_coaches_read_the_goals_and_have_no_ways_of_the_team(place: World, client_for: ClientFor) -> None:
    world, _ids = place
    share_actions(world)
    page = client_for(world.coach).get(HERE).text
    assert ("/rows/" in page, "worklist__ways" in page) == (False, False)
