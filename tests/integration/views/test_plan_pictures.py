"""Pictures in the plan's page: in place with what they show in words, small, for nobody who may not read the plan."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image

from portal.extensions import db
from portal.models import User
from portal.process.reach import Reach
from portal.services import attachments, editions
from tests.client import PortalClient
from tests.plan_world import PlanWorld, make_plan_world, write_plan

PLAN = "/plans/dals-rostock/"
WIDE = 3000
ClientFor = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


def add(world: PlanWorld, content: bytes, name: str, alt: str) -> str:
    question = world.workplace.process.question("anchoring.place.pictures")
    return attachments.add_attachment(
        world.leader, workplace=world.workplace, content=content, name=name, alt=alt, question=question
    ).id


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (WIDE, 40), "green").save(out, "JPEG")
    return out.getvalue()


def test_a_picture_stands_in_the_plan(world: PlanWorld, client_for: ClientFor, client: PortalClient) -> None:
    picture = add(world, photo(), "parken.jpg", "Brunnsparken & bänkarna")
    paper = add(world, b"Kartan finns i butiken.", "karta.txt", "")
    editions.share(world.leader, workplace=world.workplace, audience=Reach.MUNICIPALITY)
    db.session.commit()
    officer = client_for(world.officer)
    page = officer.get(PLAN).text
    address = f"{PLAN}files/{picture}?picture=1"
    assert f'<img src="{address}" alt="Brunnsparken &amp; bänkarna"' in page
    assert '<figcaption class="small"><span>Brunnsparken &amp; bänkarna</span><a class="a noprint"' in page
    assert f'<a href="{PLAN}files/{paper}">' in page
    shown = officer.get(address)
    with Image.open(io.BytesIO(shown.data)) as small:
        assert (shown.mimetype, small.format, small.width < WIDE) == ("image/jpeg", "JPEG", True)
    again = officer.get(address, headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, shown.headers["Cache-Control"]) == (304, "private, no-cache")
    whole = officer.get(f"{PLAN}files/{picture}")
    assert (whole.status_code, "attachment" in whole.headers["Content-Disposition"]) == (200, True)
    asked = officer.get(f"{PLAN}files/{paper}?picture=1")
    assert (asked.mimetype, "attachment" in asked.headers["Content-Disposition"]) == ("text/plain", True)
    assert client.get(address).status_code == 404


def test_a_preview_shows_what_the_team_has_now(world: PlanWorld, client_for: ClientFor) -> None:
    picture = add(world, photo(), "parken.jpg", "Brunnsparken")
    db.session.commit()
    leader, address = client_for(world.leader), "/places/dals-rostock/"
    page = leader.get(f"{address}editions/preview").text
    assert f'<img src="{address}attachments/{picture}?picture=1" alt="Brunnsparken"' in page
    assert leader.get(f"{address}attachments/{picture}?picture=1").mimetype == "image/jpeg"
