"""One answer that saves itself: what the save line tells, locks, two at once, queries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.extensions import db
from portal.models import Answer, Event, Journey, User
from tests.client import PortalClient
from tests.place_world import PlaceWorld, counted, make_place_world
from tests.races import at_once

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


def test_autosave(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    url = f"{ANSWERS}/anchoring.start.hours"
    answer = browser.post(url, data={"hours": "12", "hours--version": "0"}, headers=HTMX)
    assert answer.status_code == 200
    line = answer.get_data(as_text=True)
    assert 'data-save-state="saved"' in line
    assert '<input type="hidden" name="hours--version" value="1">' in line
    assert stored("anchoring.start.hours") == (12, None, 1)


@pytest.mark.parametrize(
    ("data", "status", "state"),
    [
        ({"hours": "tolv", "hours--version": "0"}, 422, "error"),
        ({"hours": "101", "hours--version": "0"}, 422, "error"),
        ({"hours--na": "1", "hours--version": "0"}, 422, "error"),
        ({"hours": "12", "hours--version": "7"}, 200, "saved"),
    ],
)
def test_autosave_tells(
    world: PlaceWorld, client_for: Browsers, data: dict[str, str], status: int, state: str
) -> None:
    if data["hours--version"] == "7":
        status, state = 409, "conflict"
        client_for(world.second).post(START, data={"hours": "3", "hours--version": "0"})
    answer = client_for(world.leader).post(f"{ANSWERS}/anchoring.start.hours", data=data, headers=HTMX)
    assert answer.status_code == status
    assert f'data-save-state="{state}"' in answer.get_data(as_text=True)


def test_autosave_keeps_a_half_typed_name_out_of_the_register(
    world: PlaceWorld, client_for: Browsers
) -> None:
    data = {"employer": str(world.organisation.id), "employer--new": "Bya", "employer--version": "1"}
    answer = client_for(world.leader).post(f"{ANSWERS}/anchoring.start.employer", data=data, headers=HTMX)
    assert answer.status_code == 200
    assert "Lägg till och välj" in answer.get_data(as_text=True)
    assert stored("anchoring.start.employer") == ([world.organisation.id], None, 1)


def test_autosave_signed_out_and_nonsense(
    world: PlaceWorld, client: PortalClient, client_for: Browsers
) -> None:
    url = f"{ANSWERS}/anchoring.start.hours"
    assert client.post(url, data={"hours": "1", "hours--version": "0"}, headers=HTMX).status_code == 401
    browser = client_for(world.leader)
    assert browser.post(url, headers=HTMX).status_code == 422
    assert browser.post(f"{ANSWERS}/anchoring.start.nothing", headers=HTMX).status_code == 404
    assert browser.post(f"{ANSWERS}/anchoring.start", headers=HTMX).status_code == 404


def test_locked_while_reviewed(world: PlaceWorld, client_for: Browsers) -> None:
    db.session.execute(update(Journey).values(checkpoint_state="submitted"))
    browser = client_for(world.leader)
    page = browser.get(START)
    assert page.status_code == 200
    assert "<textarea" not in page.get_data(as_text=True)
    assert "Kommunen ligger ute" in page.get_data(as_text=True)
    data = {"hours": "1", "hours--version": "0"}
    assert browser.post(START, data=data).status_code == 409
    answer = browser.post(f"{ANSWERS}/anchoring.start.hours", data=data, headers=HTMX)
    assert answer.status_code == 409
    assert 'data-save-state="error"' in answer.get_data(as_text=True)
    assert stored("anchoring.start.hours") is None


def test_queries(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    for path in (START, "/places/dals-rostock/steps/anchoring/voices", PLACE):
        with counted() as statements:
            assert browser.get(path).status_code == 200
        assert len(statements) <= 10, path
    with counted() as statements:
        browser.post(
            f"{ANSWERS}/anchoring.start.hours", data={"hours": "9", "hours--version": "0"}, headers=HTMX
        )
    assert len(statements) <= 10
    form = {"belongs": "a", "belongs--version": "0", "best--version": "0", "idea--version": "0"}
    with counted() as statements:
        assert browser.post(PLACE, data=form).status_code == 303
    assert len(statements) <= 10, "\n".join(s[:90] for s in statements)


def test_two_at_once(world: PlaceWorld, app: Flask) -> None:
    """Both write the first answer, both change it: one wins each time, the other is told."""
    url = f"{ANSWERS}/anchoring.start.hours"
    for version in ("0", "1"):
        presses = [
            (user, url, {"hours": hours + version, "hours--version": version})
            for user, hours in ((world.leader, "1"), (world.second, "2"))
        ]
        assert at_once(app, presses) == [303, 409]
    answer = stored("anchoring.start.hours")
    assert answer in ((11, None, 2), (21, None, 2))
    assert db.session.query(Event).filter_by(kind="answer_saved").count() == 2
