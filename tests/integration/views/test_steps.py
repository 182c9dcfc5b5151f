"""A step's page, its checklist and sharing it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.extensions import db
from portal.models import Journey, Share, Tick, User
from portal.process.schema import ChecklistItem
from tests.client import PortalClient
from tests.factories import make_row
from tests.place_world import DRAFT, SECRET, PlaceWorld, counted, make_place_world

BASE = "/places/dals-rostock"
HTMX = {"HX-Request": "true"}
Browsers = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def item(world: PlaceWorld, *, derived: bool, step: str = "anchoring") -> ChecklistItem:
    found = world.workplace.process.step(step)
    assert found is not None
    return next(i for i in found.checklist if (i.derived is not None) is derived)


def test_the_team_sees_its_step(world: PlaceWorld, client_for: Browsers) -> None:
    page = client_for(world.leader).get(f"{BASE}/steps/mapping/").get_data(as_text=True)
    assert "Dela Kartläggning med coacherna" in page
    assert "allmän handling" in page
    assert "Bara ert team kan läsa det ni har skrivit här" in page
    shared = client_for(world.leader).get(f"{BASE}/steps/anchoring/").get_data(as_text=True)
    assert "Sluta dela Förankring" in shared


@pytest.mark.parametrize("who", ["coach", "region"])
def test_before_it_is_shared_others_see_titles_and_what_is_left(
    world: PlaceWorld, client_for: Browsers, who: str
) -> None:
    answer = client_for(getattr(world, who)).get(f"{BASE}/steps/mapping/")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Teamet har inte delat det här steget" in page
    assert "hjärtstartare" in page or "Kvar:" in page
    assert DRAFT not in page
    assert SECRET not in page
    assert "Checklista" not in page
    assert "/steps/mapping/homes" not in page


@pytest.mark.parametrize("who", ["coach", "region"])
def test_a_shared_step_is_read(world: PlaceWorld, client_for: Browsers, who: str) -> None:
    page = client_for(getattr(world, who)).get(f"{BASE}/steps/anchoring/").get_data(as_text=True)
    assert "Checklista" in page
    assert f'href="{BASE}/steps/anchoring/start"' in page
    assert "Sluta dela" not in page
    assert "<input" not in page.split("<main")[1]


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_others_do_not_find_it(world: PlaceWorld, client_for: Browsers, who: str) -> None:
    browser = client_for(getattr(world, who))
    assert browser.get(f"{BASE}/steps/anchoring/").status_code == 404
    assert browser.post(f"{BASE}/shares/anchoring").status_code == 404
    assert (
        browser.post(f"{BASE}/checks/{item(world, derived=False).key}", data={"done": "1"}).status_code == 404
    )


def test_unknown_steps(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    for path in ("nothing", "anchoring.start", "checkpoint_1", "organisations"):
        assert browser.get(f"{BASE}/steps/{path}/").status_code == 404


def test_tick_with_and_without_javascript(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    line = item(world, derived=False)
    plain = browser.post(f"{BASE}/checks/{line.key}", data={"done": "1"})
    assert (plain.status_code, plain.location) == (303, f"{BASE}/steps/anchoring/#c-{line.name}")
    assert db.session.scalars(select(Tick.item_key)).all() == [line.key]
    swapped = browser.post(f"{BASE}/checks/{line.key}", data={}, headers=HTMX)
    assert swapped.status_code == 200
    assert "checked" not in swapped.get_data(as_text=True)
    assert db.session.scalars(select(Tick.item_key)).all() == []


def test_ticks_that_are_refused(world: PlaceWorld, client_for: Browsers) -> None:
    leader, coach = client_for(world.leader), client_for(world.coach)
    own = item(world, derived=False).key
    assert (
        leader.post(f"{BASE}/checks/{item(world, derived=True).key}", data={"done": "1"}).status_code == 409
    )
    assert leader.post(f"{BASE}/checks/anchoring.nothing", data={"done": "1"}).status_code == 404
    track = world.workplace.process.track.items[0].key
    assert leader.post(f"{BASE}/checks/{track}", data={"done": "1"}).status_code == 404
    assert leader.post(f"{BASE}/checks/{own}", data={"done": "1", "on_date": "i går"}).status_code == 422
    assert coach.post(f"{BASE}/checks/{own}", data={"done": "1"}).status_code == 403
    unshared = item(world, derived=False, step="mapping").key
    assert coach.post(f"{BASE}/checks/{unshared}", data={"done": "1"}).status_code == 404
    db.session.execute(update(Journey).values(checkpoint_state="under_review"))
    assert leader.post(f"{BASE}/checks/{own}", data={"done": "1"}).status_code == 409
    assert db.session.scalars(select(Tick)).all() == []


def test_share_and_stop(world: PlaceWorld, client_for: Browsers) -> None:
    leader, coach = client_for(world.leader), client_for(world.coach)
    path = f"{BASE}/steps/mapping/homes"
    assert coach.get(path).status_code == 404
    answer = leader.post(f"{BASE}/shares/mapping")
    assert (answer.status_code, answer.location) == (303, f"{BASE}/steps/mapping/")
    assert leader.post(f"{BASE}/shares/mapping").status_code == 303
    assert DRAFT in coach.get(path).get_data(as_text=True)
    assert leader.post(f"{BASE}/shares/mapping/end").status_code == 303
    assert coach.get(path).status_code == 404
    assert coach.post(f"{BASE}/shares/mapping").status_code == 403
    assert leader.post(f"{BASE}/shares/nothing").status_code == 404
    open_shares = select(Share.subject_key).where(Share.ended_at.is_(None))
    assert db.session.scalars(open_shares).all() == ["anchoring"]


def test_steps_after_the_checkpoint_say_why_they_are_closed(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    page = browser.get(f"{BASE}/steps/vision/")
    assert page.status_code == 200
    assert "Steget är stängt just nu" in page.get_data(as_text=True)
    section = world.workplace.process.step("vision")
    assert section is not None
    path = f"{BASE}/steps/vision/{section.sections[0].name}"
    assert "<textarea" not in browser.get(path).get_data(as_text=True)
    assert browser.post(path, data={}).status_code == 403
    db.session.execute(update(Journey).values(checkpoint_state="go_on"))
    assert 'id="section"' in browser.get(path).get_data(as_text=True)


def test_queries_do_not_grow(world: PlaceWorld, client_for: Browsers) -> None:
    browsers = [client_for(u) for u in (world.leader, world.coach, world.region)]

    def count() -> list[int]:
        counts = []
        for browser in browsers:
            with counted() as statements:
                assert browser.get(f"{BASE}/steps/anchoring/").status_code == 200
            counts.append(len(statements))
        return counts

    count()  # the first look at a step is noted
    before = count()
    for number in range(40):
        make_row(world.workplace, "organisations", {"name": f"Förening {number}"}, world.leader, number)
    assert count() == before
    assert max(before) <= 10
