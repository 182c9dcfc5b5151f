"""What the region's forms and addresses do with input that nobody should send."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Place, User
from tests.client import PortalClient
from tests.factories import make_municipality, make_place, make_region

PLACE = {"name": "Åsarp", "municipality": "mellerud"}


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place(municipality=make_municipality())


@pytest.fixture
def browser(app: Flask, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(make_region())


HOSTILE = (
    "x" * 1_000_000,
    "<script>alert(1)</script>",
    "\u202egnirts",
    "tab\tand\x00null\x1b[31m",
    "🙂 Åsarp",
    "'; drop table places; --",
    "%(name)s %s {0} {{ 7 * 7 }}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(place: Place, browser: PortalClient, text: str) -> None:
    """Either refused with words at the field, or stored clean and shown as text."""
    for path, data in (
        ("/region/municipalities/new", {"name": text}),
        ("/region/places/new", {**PLACE, "name": text}),
        ("/region/places/new", {**PLACE, "municipality": text}),
        ("/region/places/new", {**PLACE, "population": text}),
        ("/region/places/new", {**PLACE, "latitude": text, "longitude": "12"}),
        ("/region/places/dals-rostock/journeys/", {"definition": text, "starts_on": text, "months": text}),
        ("/region/invitations/new/leader", {"email": text, "name": text, "place": text, "language": text}),
        (
            "/region/invitations/new/coach",
            {"email": "a@example.org", "name": text, "sectors": text, "language": "sv"},
        ),
    ):
        answer = browser.post(path, data=data)
        assert answer.status_code in {303, 422}, path
        page = (browser.get(answer.location) if answer.status_code == 303 else answer).text
        assert "<script>alert" not in page
        assert "\x00" not in page
        assert ("ds-error-summary" in page) == (answer.status_code == 422), path
    assert db.session.scalars(select(Place)).first() is not None


@pytest.mark.parametrize(
    "number", ["0", "999999", "2147483647", "2147483648", "9" * 30, "-1", "1x", "%00", "å"]
)
def test_ids_that_are_none(place: Place, browser: PortalClient, number: str) -> None:
    here = "/region/places/dals-rostock"
    for path in (
        f"/region/people/{number}/",
        f"/region/people/{number}/deactivation",
        f"/region/roles/{number}/end",
        f"/region/journeys/{number}/pause",
        f"/region/journeys/{number}/end",
        f"/region/invitations/{number}/revocation",
        f"{here}/coaches/{number}/replacement",
        f"/region/places/{number}/",
        f"/region/municipalities/{number}/",
        f"/region/invitations/new/{number}",
    ):
        assert (browser.get(path).status_code, browser.post(path).status_code) in {(404, 404), (404, 405)}, (
            path
        )
    person = {
        "person": number,
        "page": number,
        "q": number,
        "role": number,
        "show": number,
        "municipality": number,
    }
    for path in ("places/", "people/", "municipalities/", "invitations/"):
        assert browser.get(f"/region/{path}", query_string=person).status_code == 200
    assert browser.get("/region/invitations/new", query_string=person).status_code in {200, 404}
