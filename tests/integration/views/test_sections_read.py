"""Who reads a section: the team always, coaches and region once it is shared, without what is the team's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Answer, User
from tests.client import PortalClient
from tests.factories import share
from tests.place_world import DRAFT, SECRET, PlaceWorld, make_place_world

START = "/places/dals-rostock/steps/anchoring/start"
PLACE = "/places/dals-rostock/steps/anchoring/place"
ANSWERS = "/places/dals-rostock/answers"
HTMX = {"HX-Request": "true"}
Browsers = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def stored(key: str) -> tuple[object, str | None, int] | None:
    answer = db.session.scalars(select(Answer).where(Answer.question_key == key)).one_or_none()
    return (answer.value, answer.not_relevant, answer.version) if answer else None


@pytest.mark.parametrize("who", ["coach", "region"])
def test_an_unshared_section_is_not_there(world: PlaceWorld, client_for: Browsers, who: str) -> None:
    browser = client_for(getattr(world, who))
    for section in ("homes", "assets", "services"):
        path = f"/places/dals-rostock/steps/mapping/{section}"
        assert browser.get(path).status_code == 404
        assert browser.get(path, headers=HTMX).status_code == 404
        assert browser.post(path, data={}).status_code == 404
    url = f"{ANSWERS}/mapping.homes.more_residents"
    assert browser.post(url, data={"more_residents--version": "0"}, headers=HTMX).status_code == 404


@pytest.mark.parametrize("who", ["coach", "region"])
def test_a_shared_section_is_read_without_what_is_the_teams(
    world: PlaceWorld, client_for: Browsers, who: str
) -> None:
    browser = client_for(getattr(world, who))
    for step in world.workplace.process.steps:
        for section in step.sections:
            answer = browser.get(f"/places/dals-rostock/steps/{step.key}/{section.name}")
            assert answer.status_code == (200 if step.key == "anchoring" else 404)
            assert SECRET not in answer.get_data(as_text=True)
            assert DRAFT not in answer.get_data(as_text=True)
    page = browser.get(START).get_data(as_text=True)
    assert "Kommunen ligger ute" in page
    assert "<textarea" not in page
    assert browser.post(START, data={"hours": "1", "hours--version": "0"}).status_code == 403
    url = f"{ANSWERS}/anchoring.start.hours"
    assert browser.post(url, data={"hours": "1", "hours--version": "0"}, headers=HTMX).status_code == 403
    assert stored("anchoring.start.hours") is None


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_others_do_not_find_it(world: PlaceWorld, client_for: Browsers, who: str) -> None:
    browser = client_for(getattr(world, who))
    assert browser.get(START).status_code == 404
    assert browser.post(START, data={}).status_code == 404
    assert browser.post(f"{ANSWERS}/anchoring.start.hours", data={}, headers=HTMX).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("coach", 404), ("region", 404)])
def test_a_section_for_the_team_alone_is_nowhere_to_be_seen(
    world: PlaceWorld, client_for: Browsers, who: str, status: int
) -> None:
    """That it is filled in would tell already that there is something."""
    share(world.workplace, "analysis", world.leader)
    browser = client_for(getattr(world, who))
    step = "/places/dals-rostock/steps/analysis/"
    title = "Det vi inte är överens om"
    assert browser.get(f"{step}disagreements").status_code == status
    pages = [browser.get(step).text, browser.get(f"{step}conclusions").text]
    assert [title in page for page in pages] == ([True, False] if who == "leader" else [False, False])
