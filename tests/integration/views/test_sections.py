"""A section's form: saving, refusing, conflicts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.extensions import db
from portal.models import Answer, Event, Row, User
from tests.client import PortalClient
from tests.place_world import PlaceWorld, make_place_world

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


def test_save_and_go_on_to_what_is_left(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    form = {
        "employer": str(world.organisation.id),
        "employer--version": "1",
        "hours": "12,5",
        "hours--version": "0",
        "cash_flow": "Kommunen ligger ute",
        "cash_flow--version": "1",
        "afterwards--na": "1",
        "afterwards--na_why": "Det vet vi inte",
        "afterwards--version": "0",
    }
    answer = browser.post(START, data=form)
    assert (answer.status_code, answer.location) == (303, "/places/dals-rostock/steps/anchoring/place")
    assert stored("anchoring.start.employer") == ([world.organisation.id], None, 1)
    assert stored("anchoring.start.hours") == (12.5, None, 1)
    assert stored("anchoring.start.cash_flow") == ("Kommunen ligger ute", None, 1)
    assert stored("anchoring.start.afterwards") == (None, "Det vet vi inte", 1)


def test_what_was_not_on_the_page_stays(world: PlaceWorld, client_for: Browsers) -> None:
    answer = client_for(world.leader).post(START, data={"hours": "10", "hours--version": "0"})
    assert answer.status_code == 303
    assert stored("anchoring.start.cash_flow") == ("Kommunen ligger ute", None, 1)


def test_a_mistake_saves_nothing_and_keeps_what_was_typed(world: PlaceWorld, client_for: Browsers) -> None:
    form = {"hours": "tolv", "hours--version": "0", "cash_flow": "En ny text", "cash_flow--version": "1"}
    answer = client_for(world.leader).post(START, data=form)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'href="#q-hours-in"' in page
    assert 'value="tolv"' in page
    assert 'value="En ny text"' in page
    assert stored("anchoring.start.hours") is None
    assert stored("anchoring.start.cash_flow") == ("Kommunen ligger ute", None, 1)


def test_a_mistake_does_not_take_over_what_somebody_else_wrote(
    world: PlaceWorld, client_for: Browsers
) -> None:
    browser = client_for(world.leader)
    own = Answer.question_key == "anchoring.start.cash_flow"
    db.session.execute(update(Answer).where(own).values(value="Den andras", version=2))
    form = {"hours": "tolv", "hours--version": "0", "cash_flow": "Min text", "cash_flow--version": "1"}
    page = browser.post(START, data=form).get_data(as_text=True)
    assert '<input type="hidden" name="cash_flow--version" value="1">' in page


def test_a_megabyte_is_refused_in_words(world: PlaceWorld, client_for: Browsers) -> None:
    form = {"cash_flow": "x" * 1_048_576, "cash_flow--version": "1"}
    answer = client_for(world.leader).post(START, data=form)
    assert answer.status_code == 422
    assert "Texten är för lång: 1048576 tecken. Här får högst 200 plats." in answer.get_data(as_text=True)


def test_html_is_text(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    browser.post(PLACE, data={"belongs": "<script>x</script>", "belongs--version": "0"})
    assert stored("anchoring.place.belongs") == ("<script>x</script>", None, 1)
    for user in (world.leader, world.coach):
        page = client_for(user).get(PLACE).get_data(as_text=True)
        assert "<script>x" not in page
        assert "&lt;script&gt;x" in page


def test_two_have_changed_the_same_answer(world: PlaceWorld, client_for: Browsers) -> None:
    mine, other = client_for(world.leader), client_for(world.second)
    other.post(START, data={"cash_flow": "Den andras text", "cash_flow--version": "1"})
    answer = mine.post(
        START,
        data={"cash_flow": "Min text", "cash_flow--version": "1", "hours": "8", "hours--version": "0"},
    )
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Min text" in page
    assert "Den andras text" in page
    assert '<input type="hidden" name="cash_flow--version" value="2">' in page
    assert '<input type="hidden" name="hours--version" value="1">' in page
    assert stored("anchoring.start.cash_flow") == ("Den andras text", None, 2)
    assert stored("anchoring.start.hours") == (8, None, 1)


CHOICES = [
    ("mine", ("Min text", None, 3)),
    ("theirs", ("Den andras text", None, 2)),
    ("merged", ("Båda texterna", None, 3)),
]


@pytest.mark.parametrize(("choice", "result"), CHOICES)
def test_choosing_between_two_texts(
    world: PlaceWorld, client_for: Browsers, choice: str, result: tuple[object, None, int]
) -> None:
    client_for(world.second).post(START, data={"cash_flow": "Den andras text", "cash_flow--version": "1"})
    browser = client_for(world.leader)
    form = {
        "cash_flow": "Min text",
        "cash_flow--version": "2",
        "cash_flow--conflict": "1",
        "cash_flow--merged": "Båda texterna",
    }
    waiting = browser.post(START, data=form)
    assert waiting.status_code == 409
    assert stored("anchoring.start.cash_flow") == ("Den andras text", None, 2)
    answer = browser.post(START, data={**form, "cash_flow--keep": choice})
    assert (answer.status_code, answer.location) == (303, START)
    assert stored("anchoring.start.cash_flow") == result


def test_a_new_name_becomes_a_row(world: PlaceWorld, client_for: Browsers) -> None:
    form = {"employer": "", "employer--new": "Byalaget", "employer--version": "1", "stay": "q-employer"}
    answer = client_for(world.leader).post(START, data=form)
    assert (answer.status_code, answer.location) == (303, START + "#q-employer")
    row = db.session.scalars(select(Row).order_by(Row.id.desc())).first()
    assert row is not None
    assert (row.register_key, row.values["name"]) == ("organisations", "Byalaget")
    assert stored("anchoring.start.employer") == ([row.id], None, 2)


def test_another_places_row_is_refused(world: PlaceWorld, client_for: Browsers) -> None:
    form = {"employer": str(world.foreign.id), "employer--version": "1"}
    answer = client_for(world.leader).post(START, data=form)
    assert answer.status_code == 422
    assert "Främmande förening" not in answer.get_data(as_text=True)
    assert stored("anchoring.start.employer") == ([world.organisation.id], None, 1)


def test_a_deleted_row_stays_chosen(world: PlaceWorld, client_for: Browsers) -> None:
    db.session.execute(
        update(Row).where(Row.id == world.organisation.id).values(deleted_at=world.journey.created_at)
    )
    browser = client_for(world.leader)
    page = browser.get(START).get_data(as_text=True)
    assert f'<option value="{world.organisation.id}" selected>Melleruds kommun</option>' in page
    assert "Melleruds kommun" in client_for(world.coach).get(START).get_data(as_text=True)


def test_saving_leaves_an_event_without_the_text(world: PlaceWorld, client_for: Browsers) -> None:
    client_for(world.leader).post(START, data={"cash_flow": "Hemligt", "cash_flow--version": "1"})
    event = db.session.scalars(select(Event).where(Event.kind == "answer_saved")).one()
    assert (event.subject, event.data, event.actor_id) == (
        "anchoring.start.cash_flow",
        {"version": 2},
        world.leader.id,
    )
