"""What the lists of actions tell outside the team of a step that is not shared."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from portal.extensions import db
from portal.models import User
from tests.client import PortalClient
from tests.factories import make_row, share
from tests.work_world import make_work_world, share_actions

HERE = "/places/dals-rostock/actions/"


def test_goals_of_a_step_that_is_not_shared(app: Flask, client_for: Callable[[User], PortalClient]) -> None:
    """Only those that a shared action names are known of, as where any row is referred to."""
    world, _ids = make_work_world()
    make_row(world.workplace, "vision.goals.list", {"goal": "Ett mål i utkast"}, world.leader, 3)
    share_actions(world)
    for by in ("goal", "status", "time"):
        page = client_for(world.coach).get(f"{HERE}?by={by}").text
        assert ("Ett mål i utkast" in page, "Ut i naturen" in page) == (False, True)
    share(world.workplace, "vision", world.leader)
    db.session.commit()
    assert "Ett mål i utkast" in client_for(world.coach).get(HERE).text
