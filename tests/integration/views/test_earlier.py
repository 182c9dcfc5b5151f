"""Saved, but the answer was lost on the way: whoever goes on typing goes on from their own text, and from no other."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Answer, Revision, Row, User
from tests.client import PortalClient
from tests.factories import make_row
from tests.place_world import PlaceWorld, make_place_world

HOME = "/places/dals-rostock"
BEST = f"{HOME}/answers/anchoring.place.best"
FUEL = f"{HOME}/registers/mapping.services.list/presets/fuel"
HTMX = {"HX-Request": "true"}
Browsers = Callable[[User], PortalClient]
Form = dict[str, str | list[str]]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def best(text: str, version: int = 0, *earlier: Form) -> Form:
    return {"best": text, "best--version": str(version), "earlier": [urlencode(form) for form in earlier]}


def fuel(state: str, version: int = 0, *earlier: Form) -> Form:
    told = [urlencode(form) for form in earlier]
    return {"list--fuel--state": state, "list--fuel--version": str(version), "earlier": told}


def test_one_goes_on_from_what_one_sent_oneself(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    for form in (best("Ett"), best("Ett"), best("Ett två", 0, best("Ett"))):
        assert browser.post(BEST, data=form, headers=HTMX).status_code == 200
    answer = db.session.query(Answer).filter_by(question_key="anchoring.place.best").one()
    assert (answer.value, answer.version) == ("Ett två", 2)
    kept = (
        db.session.query(Revision).filter_by(question_key="anchoring.place.best").order_by(Revision.version)
    )
    assert [revision.value for revision in kept] == ["Ett", "Ett två"]


NOT_ONES_OWN = {
    "nothing was sent before": (),
    "something else was sent before": (best("Något annat"),),
    "what was sent before is no form": ({"x" * 9: ""},),
}


@pytest.mark.parametrize("earlier", NOT_ONES_OWN.values(), ids=NOT_ONES_OWN)
def test_what_stands_there_is_from_elsewhere(
    world: PlaceWorld, client_for: Browsers, earlier: tuple[Form, ...]
) -> None:
    """The same person on another device is asked like anybody else."""
    browser = client_for(world.leader)
    browser.post(BEST, data=best("Ett"), headers=HTMX)
    assert browser.post(BEST, data=best("Två", 0, *earlier), headers=HTMX).status_code == 409


def test_somebody_else_says_the_same(world: PlaceWorld, client_for: Browsers) -> None:
    client_for(world.second).post(BEST, data=best("Ett"), headers=HTMX)
    answer = client_for(world.leader).post(BEST, data=best("Två", 0, best("Ett")), headers=HTMX)
    assert answer.status_code == 409


def test_an_old_request_that_comes_last_does_not_count(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    browser.post(BEST, data=best("Nytt", 0, best("Gammalt")), headers=HTMX)
    assert browser.post(BEST, data=best("Gammalt"), headers=HTMX).status_code == 409


def test_earlier_forms_are_bounded(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    browser.post(BEST, data=best("Ett"), headers=HTMX)
    form = best("Två", 0) | {"earlier": ["&".join(["x=1"] * 5000)]}
    assert browser.post(BEST, data=form, headers=HTMX).status_code == 409


def test_taps_and_rows_go_on_likewise(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    for form in (fuel("exists"), fuel("missing", 0, fuel("exists"))):
        assert browser.post(FUEL, data=form, headers=HTMX).status_code == 200
    assert browser.post(FUEL, data=fuel("threatened"), headers=HTMX).status_code == 409
    row = make_row(world.workplace, "ideas", {"idea": "Bastu"}, world.leader)
    address = f"{HOME}/rows/{row.id}"
    first: Form = {"ideas-row-idea": "Bastu vid sjön", "ideas-row-version": "1"}
    assert browser.post(address, data=first).status_code == 303
    more: Form = {**first, "ideas-row-idea": "Bastu vid sjön, med brygga"}
    assert browser.post(address, data=more).status_code == 409
    answer = browser.post(address, data=more | {"earlier": urlencode(first)}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (
        204,
        f"{HOME}/ideas/?row={row.id}#register-ideas",
    )
    assert db.session.get(Row, row.id).values == {"idea": "Bastu vid sjön, med brygga"}  # type: ignore[union-attr]
