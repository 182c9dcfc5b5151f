"""Accepting an invitation: new people, people with an account, and links that are dead."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Mail, Place, User
from portal.policy import has_role
from portal.queries.people import find_user_by_email
from portal.services import invitations
from tests.client import PortalClient
from tests.factories import make_place, make_region, make_user

JOIN = {"name": "Ny Ledare", "password": "en lång och trygg fras", "language": "sv"}


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place()


@pytest.fixture
def link(place: Place) -> str:
    invitations.invite(make_region(), email="new@example.org", name="Ny", role="leader", place=place)
    return re.search(r"/invitations/\S+", db.session.query(Mail).one().body_text)[0]


def test_somebody_new_begins_at_the_place(link: str, place: Place, client: PortalClient) -> None:
    page = client.get(link).text
    assert "Dals Rostock" in page
    assert 'value="Ny"' in page
    answer = client.post(link, data=JOIN)
    assert (answer.status_code, answer.location) == (303, "/places/dals-rostock/")
    user = find_user_by_email("new@example.org")
    assert has_role(user, "leader", place_id=place.id)
    assert client.get("/account").status_code == 200
    assert (client.get(link).status_code, client.post(link, data=JOIN).status_code) == (404, 404)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\u202e\u0000"},
        {"name": "x" * 1_000_000},
        {"password": "short"},
        {"password": "new@example.org"},
        {"password": ""},
        {"language": "xx"},
    ],
)
@pytest.mark.one_database
def test_what_is_wrong_is_said_and_the_rest_kept(
    link: str, client: PortalClient, wrong: dict[str, str]
) -> None:
    answer = client.post(link, data={**JOIN, **wrong})
    assert answer.status_code == 422
    assert "ds-error-summary" in answer.text
    assert JOIN["password"] not in answer.text
    assert ('value="Ny Ledare"' in answer.text) == ("name" not in wrong)
    assert find_user_by_email("new@example.org") is None
    assert client.get(link).status_code == 200


def test_who_has_an_account_accepts_as_themselves(
    link: str, place: Place, client: PortalClient, client_for: Callable[[User], PortalClient]
) -> None:
    user = make_user("new@example.org")
    assert "/login?next=/invitations/" in client.get(link).text
    browser = client_for(user)
    assert f'action="{link}/acceptance"' in browser.get(link).text
    assert browser.post(f"{link}/acceptance").status_code == 303
    assert has_role(find_user_by_email("new@example.org"), "leader", place_id=place.id)
    assert browser.post(f"{link}/acceptance").status_code == 404


def test_nobody_accepts_for_somebody_else(
    link: str, client: PortalClient, client_for: Callable[[User], PortalClient]
) -> None:
    other = make_user("other@example.org")
    assert client_for(other).post(f"{link}/acceptance").status_code == 409
    assert client.post(f"{link}/acceptance").status_code == 302
    make_user("new@example.org")
    assert client.post(link, data=JOIN).status_code == 409
    assert client.get(link).status_code == 200


def test_text_from_outside_is_shown_as_text(app: Flask, client: PortalClient) -> None:
    region = make_region()
    invitations.invite(region, email="new@example.org", name="<script>alert(1)</script>", role="coach")
    link = re.search(r"/invitations/\S+", db.session.query(Mail).one().body_text)[0]
    page = client.get(link).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
