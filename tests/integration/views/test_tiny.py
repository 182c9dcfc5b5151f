"""Another definition walks through the same pages: other steps, a gate after the first, the region decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Decision, Journey, Place, User
from portal.process.definitions import register_folder
from tests.client import PortalClient
from tests.factories import give_role, make_leader, make_municipality, make_place, make_region, make_user
from tests.pages import send

register_folder(Path(__file__).parents[2] / "definitions")

PAGES = (
    "/places/adala/",
    "/places/adala/steps/listening/",
    "/places/adala/steps/listening/ground",
    "/places/adala/steps/listening/heard",
    "/places/adala/steps/trying/",
    "/places/adala/partners/",
    "/places/adala/checkpoint/",
    "/places/adala/checkpoint/answers",
    "/places/adala/editions/",
)


@pytest.fixture
def adala(app: Flask) -> tuple[Place, User, User, User]:
    """The place, its leader, the region and the municipality's officer."""
    town = make_municipality("Mellerud")
    place = make_place("adala", "Ådala", town, definition_key="tiny", definition_version=1)
    officer = give_role(make_user("officer@example.org", "Kommunens kontakt"), "officer", municipality=town)
    people = (place, make_leader(place), make_region(), officer)
    db.session.commit()
    return people


def sent(browser: PortalClient, path: str, action: str, expected: int = 303, **changes: Any) -> None:
    answer = send(browser, path, action, **changes)
    assert (path, answer.status_code) == (path, expected)


def test_the_whole_way(
    app: Flask, adala: tuple[Place, User, User, User], client_for: Callable[[User], PortalClient]
) -> None:
    _place, leader, region, officer = adala
    team, decider = client_for(leader), client_for(region)
    for path in PAGES:
        assert (path, team.get(path).status_code) == (path, 200)
    assert team.get("/places/adala/steps/trying/aims").status_code == 200
    sent(team, "/places/adala/checkpoint/", "/submissions/", 422)
    sent(team, "/places/adala/partners/", "/rows", name="Bygdegården", sector="business")
    sent(team, "/places/adala/steps/listening/ground", "/ground", name="Ådala")
    sent(team, "/places/adala/steps/listening/heard", "/heard", young__state="heard")
    sent(team, "/places/adala/checkpoint/", "/submissions/")
    assert db.session.query(Journey).one().checkpoint_state == "submitted"
    assert decider.get("/inbox/?whose=all").status_code == 200
    sent(decider, "/reviews/1/", "/start")
    sent(decider, "/reviews/1/", "/decision", verdict="go_on", reasons="Ni har lyssnat.")
    assert db.session.query(Decision).one().verdict == "go_on"
    sent(team, "/places/adala/steps/trying/aims", "/rows", aim="Ett torg som lever")
    chosen = {"publish": "1", "audience": "municipality"}  # the button, which is no field
    assert team.post("/places/adala/editions/", data=chosen).status_code == 303
    for path in ("/plans/adala/", "/municipality/"):
        assert client_for(officer).get(path).status_code == 200
