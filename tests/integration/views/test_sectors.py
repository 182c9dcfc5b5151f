"""What coaches know about: said by themselves or by the region."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import User
from tests.client import PortalClient
from tests.talk_world import make_talk_world

Browser = Callable[[User], PortalClient]
OWN = "/account/sectors"


@pytest.mark.parametrize("who", ["coach", "pool", "leader", "officer", "region"])
def test_on_the_own_account(app: Flask, client_for: Browser, who: str) -> None:
    world, is_coach = make_talk_world(), who in ("coach", "pool")
    browser = client_for(getattr(world, who))
    assert (f'action="{OWN}"' in browser.get("/account").text) == is_coach
    saved = browser.post(OWN, data={"sectors": ["transport", "culture"]})
    assert saved.status_code == (303 if is_coach else 403)
    sectors = db.session.scalars(select(User.sectors).where(User.id == getattr(world, who).id)).one()
    assert sectors == (["culture", "transport"] if is_coach else [])


def test_what_is_not_in_the_list(app: Flask, client_for: Browser) -> None:
    world = make_talk_world()
    assert client_for(world.coach).post(OWN, data={"sectors": ["witchcraft"]}).status_code == 422
    assert client_for(world.coach).post(f"/region/people/{world.coach.id}/sectors").status_code == 404
    assert (
        client_for(world.region)
        .post(f"/region/people/{world.coach.id}/sectors", data={"sectors": ["culture"]})
        .status_code
        == 303
    )
    assert db.session.scalars(select(User.sectors).where(User.id == world.coach.id)).one() == ["culture"]
