"""One tap on a row that is listed in advance, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import make_coach, make_leader, make_place, make_row, open_workplace, share

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
FUEL = HOME + "/registers/mapping.services.list/presets/fuel"
SECTION = HOME + "/steps/mapping/services"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


def cells(preset: str = "fuel", version: int = 0, **values: str) -> dict[str, str]:
    return {f"list--{preset}--{k}": v for k, v in {**values, "version": str(version)}.items()}


def stored() -> list[tuple[str | None, int, dict[str, Any]]]:
    return [(r.preset_key, r.version, r.values) for r in db.session.query(Row).order_by(Row.id)]


def test_a_tap_answers_with_the_save_line_and_the_new_version(leader: User, client_for: Browser) -> None:
    answer = client_for(leader).post(FUEL, data=cells(state="missing", distance="12,5"), headers=HTMX)
    line = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'data-save-state="saved"' in line
    assert 'name="list--fuel--version" value="1"' in line
    assert stored() == [("fuel", 1, {"state": "missing", "distance": 12.5})]


def test_what_is_wrong_is_said_in_the_line_and_nothing_is_stored(leader: User, client_for: Browser) -> None:
    browser = client_for(leader)
    for values in (
        {"state": "missing", "distance": "långt"},
        {"state": "burning"},
        {"state": "exists", "note": "x" * 1001},
    ):
        answer = browser.post(FUEL, data=cells(**values), headers=HTMX)
        assert answer.status_code == 422
        assert 'data-save-state="error"' in answer.get_data(as_text=True)
    assert stored() == []


def test_of_two_the_second_chooses_which_answer_counts(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    make_row(
        workplace, "mapping.services.list", {"state": "threatened", "threat": "Pumpen"}, leader, 0, "fuel"
    )
    browser = client_for(leader)
    answer = browser.post(FUEL, data=cells(state="exists"), headers=HTMX)
    words = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for part in (
        "Hotat",
        "Pumpen",
        'name="list--fuel--state--keep" value="mine" checked',
        'name="list--fuel--threat--keep" value="theirs" checked',
        'name="list--fuel--version" value="1"',
    ):
        assert part in words
    chosen = {"list--fuel--state--keep": "theirs", "list--fuel--threat--keep": "theirs"}
    theirs = browser.post(SECTION, data=cells(version=1, state="exists") | chosen)
    assert theirs.status_code == 303
    assert stored() == [("fuel", 1, {"state": "threatened", "threat": "Pumpen"})]
    chosen = {"list--fuel--state--keep": "mine", "list--fuel--threat--keep": "theirs"}
    mine = browser.post(SECTION, data=cells(version=1, state="exists") | chosen)
    assert mine.status_code == 303
    assert stored() == [("fuel", 2, {"state": "exists"})]


def test_the_section_form_saves_every_tap_without_scripts(leader: User, client_for: Browser) -> None:
    browser = client_for(leader)
    data = (
        cells(state="exists")
        | cells("cash", state="not_relevant", why_not="Swish")
        | cells("school", state="")
    )
    assert browser.post(SECTION, data=data).status_code == 303
    assert stored() == [
        ("fuel", 1, {"state": "exists"}),
        ("cash", 1, {"state": "not_relevant", "why_not": "Swish"}),
    ]
    page = browser.get(SECTION).get_data(as_text=True)
    assert "2 av 12 är bedömda" in page
    assert "Swish" in page


def test_the_section_form_says_what_is_wrong_and_keeps_what_was_typed(
    leader: User, client_for: Browser
) -> None:
    data = cells(state="missing", distance="långt") | cells("cash", state="exists")
    answer = client_for(leader).post(SECTION, data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#q-list--fuel--distance-in"' in page
    assert 'value="långt"' in page
    assert stored() == []


def test_a_stale_tap_without_scripts_shows_both_answers(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    make_row(workplace, "mapping.services.list", {"state": "threatened"}, leader, 0, "fuel")
    answer = client_for(leader).post(SECTION, data=cells(state="exists") | cells("cash", state="exists"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'name="list--fuel--state--keep"' in page
    assert stored() == [("fuel", 1, {"state": "threatened"}), ("cash", 1, {"state": "exists"})]


def test_others_do_not_tap(workplace: Workplace, leader: User, client_for: Browser) -> None:
    coach = client_for(make_coach(workplace.place))
    stranger = client_for(make_leader(make_place("fargelanda", "Färgelanda"), "leader3@example.org"))
    assert coach.post(FUEL, data=cells(state="exists")).status_code == 403
    assert stranger.post(FUEL, data=cells(state="exists")).status_code == 404
    share(workplace, "mapping", leader)
    assert coach.post(FUEL, data=cells(state="exists")).status_code == 403
    assert stored() == []


@pytest.mark.parametrize("path", ["mapping.services.list/presets/moon", "mapping.nothing/presets/fuel"])
def test_unknown_presets_and_registers_are_not_there(leader: User, client_for: Browser, path: str) -> None:
    answer = client_for(leader).post(f"{HOME}/registers/{path}", data=cells(state="exists"))
    assert answer.status_code == 404


def test_locked_while_under_review_also_for_a_page_that_stood_open(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    workplace.journey.checkpoint_state = "submitted"
    answer = client_for(leader).post(FUEL, data=cells(state="exists"), headers=HTMX)
    assert answer.status_code in (403, 409)
    assert stored() == []
