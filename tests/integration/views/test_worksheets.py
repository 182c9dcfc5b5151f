"""Empty worksheets: who prints them, that nothing written stands on them, and what is on the paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import User
from portal.process.definitions import register_folder
from tests.client import PortalClient
from tests.factories import make_leader, make_place
from tests.place_world import DRAFT, SECRET, PlaceWorld, counted, make_place_world

register_folder(Path(__file__).parents[2] / "definitions")

Browser = Callable[[User], PortalClient]
STEPS = "/places/dals-rostock/steps/"
QUERIES = 4
"""The person, the place with its shares, the rows to count, and what the menu counts."""


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def paths(world: PlaceWorld) -> list[str]:
    process = world.workplace.process
    steps = [f"{STEPS}{step.key}/worksheet" for step in process.steps]
    return steps + [f"{STEPS}{step.key}/{s.name}/worksheet" for step in process.steps for s in step.sections]


def test_who_prints_them(world: PlaceWorld, client_for: Browser) -> None:
    for path in (STEPS + "mapping/worksheet", STEPS + "mapping/services/worksheet"):
        found = {
            name: client_for(getattr(world, name)).get(path).status_code
            for name in ("leader", "coach", "region", "officer", "stranger")
        }
        assert found == {"leader": 200, "coach": 200, "region": 200, "officer": 404, "stranger": 404}
    browser = client_for(world.leader)
    for path in ("nowhere/worksheet", "mapping/nowhere/worksheet", "worksheet/worksheet"):
        assert browser.get(STEPS + path).status_code == 404


def test_nothing_that_is_written_stands_on_them(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    for path in paths(world):
        page = browser.get(path)
        assert page.status_code == 200
        assert (DRAFT in page.text, SECRET in page.text, world.organisation.values["name"] in page.text) == (
            False,
            False,
            False,
        )


def test_what_is_the_teams_own_is_marked_and_on_the_teams_sheet_alone(
    world: PlaceWorld, client_for: Browser
) -> None:
    path = STEPS + "anchoring/stakeholders/worksheet"
    head = re.compile(r"<th scope=\"col\"[^>]*>(.*?)(?: <span class=\"hint\">|</th>)", re.DOTALL)
    found = {
        name: [
            re.sub(r"<.*?>", "", cell)
            for cell in head.findall(client_for(getattr(world, name)).get(path).text)
        ]
        for name in ("leader", "coach")
    }
    assert found == {
        "leader": ["Organisation", "Nästa steg (bara ert team ser det)"],
        "coach": ["Organisation"],
    }
    team_only = "Vad är ni inte överens om?"
    path = STEPS + "analysis/disagreements/worksheet"
    assert team_only in client_for(world.leader).get(path).text
    coach = client_for(world.coach).get(path).text
    assert (team_only in coach, "Här finns inget för dig att fylla i." in coach) == (False, True)


def test_the_way_there(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    assert f'href="{STEPS}mapping/worksheet"' in browser.get(STEPS + "mapping/").text
    assert f'href="{STEPS}mapping/people/worksheet"' in browser.get(STEPS + "mapping/people").text
    coach = client_for(world.coach)
    assert f'href="{STEPS}anchoring/place/worksheet"' in coach.get(STEPS + "anchoring/place").text
    # Back leads only where the person may go: a section that is not shared has no page for the coach.
    assert f'href="{STEPS}mapping/people"' not in coach.get(STEPS + "mapping/people/worksheet").text
    assert f'href="{STEPS}mapping/people"' in browser.get(STEPS + "mapping/people/worksheet").text


def test_room_to_write(world: PlaceWorld, client_for: Browser) -> None:
    page = client_for(world.leader).get(STEPS + "mapping/services/worksheet").text
    services = world.workplace.process.register("mapping.services.list")
    assert services is not None
    assert page.count('<th scope="row">') == len(services.presets)
    assert page.count("<tr>") == 1 + len(services.presets) + 3
    assert page.count('class="ws-box"') == 4 * (len(services.presets) + 3)


def test_few_queries(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    for path in (STEPS + "anchoring/worksheet", STEPS + "mapping/services/worksheet"):
        with counted() as statements:
            assert browser.get(path).status_code == 200
        assert len(statements) <= QUERIES, "\n".join(statements)


def test_another_definition(app: Flask, client_for: Browser) -> None:
    place = make_place("adala", "Ådala", definition_key="tiny", definition_version=1)
    leader = make_leader(place)
    db.session.commit()
    browser = client_for(leader)
    for path in ("listening/worksheet", "listening/ground/worksheet", "listening/heard/worksheet"):
        assert browser.get("/places/adala/steps/" + path).status_code == 200
    assert "Fråga grannen" not in browser.get("/places/adala/steps/listening/ground").text
    leader.extra_help = True
    assert "Fråga grannen. Tio minuter räcker." in browser.get("/places/adala/steps/listening/ground").text
