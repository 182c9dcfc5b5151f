"""What the buttons of the spine cost: a bounded number of queries, however many places there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import User
from tests.checkpoint_world import make_world
from tests.client import PortalClient
from tests.factories import make_places
from tests.place_world import counted

HOME = "/places/dals-rostock/"
ROW = {"organisations-row-name": "Byalaget"}
POINT = {"point": "1", "point-1-text": "Skriv mer.", "point-1-about": "place anchoring.place"}
CORRECTION = {"verdict": "complete_first", "reasons": "Fel knapp.", **POINT}
FINAL = {"verdict": "go_on", "reasons": "Bra grund."}

PRESSES = [
    ("leader", HOME + "shares/anchoring", {}, 7),
    ("leader", HOME + "checks/mapping.plans_read", {"done": "1"}, 7),
    ("leader", HOME + "registers/organisations/rows", ROW, 16),
    ("leader", HOME + "submissions/", {}, 19),
    ("leader", HOME + "submissions/1/withdrawal", {}, 13),
    ("leader", HOME + "submissions/", {}, 19),
    ("coach", "/reviews/2/start", {}, 15),
    ("coach", "/reviews/2/draft", {**FINAL, "version": "1"}, 10),
    ("coach", "/reviews/2/decision", {**FINAL, "version": "2"}, 21),
    ("region", "/reviews/2/correction", CORRECTION, 18),
]
"""Who presses which button, one after the other, and what that may cost. What is pressed once in months may cost more:
it freezes a copy, records it and writes letters."""


@pytest.mark.parametrize("places", [1, 500])
def test_buttons(app: Flask, client_for: Callable[[User], PortalClient], places: int) -> None:
    world = make_world()
    if places > 1:
        make_places(places - 1, world.coach)
    db.session.commit()
    for who, path, form, limit in PRESSES:
        browser = client_for(getattr(world, who))
        with counted() as statements:
            answer = browser.post(path, data=form)
        assert (path, answer.status_code) == (path, 303)
        assert len(statements) <= limit, "\n".join([path, *(s[:110] for s in statements)])
