"""How far a place has come, as its municipality sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import User
from tests.client import PortalClient
from tests.plan_world import make_plan_world

ClientFor = Callable[[User], PortalClient]


@pytest.mark.parametrize(
    ("state", "where"), [("not_submitted", ("fas 1", "på steg 1")), ("go_on", ("fas 2", "på steg 4"))]
)
def test_past_the_checkpoint_the_place_is_in_the_phase_after_it(
    app: Flask, client_for: ClientFor, state: str, where: tuple[str, str]
) -> None:
    """Also with something left in the steps before it."""
    world = make_plan_world()
    world.workplace.journey.checkpoint_state = state
    db.session.commit()
    text = unescape(client_for(world.officer).get("/municipality/").text)
    assert re.findall(r"fas \d|på steg \d", text) == [*where]
