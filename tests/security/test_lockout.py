"""Guessing is slow, and a stranger's guesses do not keep anybody out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Mail, User
from portal.services import accounts
from tests.client import PortalClient
from tests.factories import make_account

PASSWORD = "en riktigt lång fras"


@pytest.fixture
def user(app: Flask) -> User:
    return make_account("person@example.org", PASSWORD)


def sign_in(app: Flask, password: str, address: str) -> TestResponse:
    sent = {"email": "person@example.org", "password": password}
    return app.test_client().post("/login", data=sent, environ_base={"REMOTE_ADDR": address})


def test_a_stranger_closes_the_account_for_their_own_address_only(user: User, app: Flask) -> None:
    statuses = [sign_in(app, "wrong", "192.0.2.66").status_code for _ in range(8)]
    assert statuses == [422] * 6 + [429] * 2
    assert sign_in(app, PASSWORD, "192.0.2.66").status_code == 429
    assert sign_in(app, PASSWORD, "192.0.2.1").status_code == 303


def test_the_owner_coming_in_gives_the_stranger_no_new_tries(user: User, app: Flask) -> None:
    for _ in range(6):
        sign_in(app, "wrong", "192.0.2.66")
    sign_in(app, PASSWORD, "192.0.2.1")
    assert sign_in(app, "wrong", "192.0.2.66").status_code == 429


@pytest.mark.one_database
def test_an_ipv6_neighbourhood_is_one_address(user: User, app: Flask) -> None:
    for number in range(6):
        sign_in(app, "wrong", f"2001:db8:1:2::{number}")
    assert sign_in(app, "wrong", "2001:db8:1:2:ffff::1").status_code == 429
    assert sign_in(app, PASSWORD, "2001:db8:1:3::1").status_code == 303


@pytest.mark.one_database
@pytest.mark.parametrize("new", ["taken@example.org", "free@example.org"])
def test_a_change_of_address_does_not_tell_who_has_an_account(
    user: User, client_for: Callable[[User], PortalClient], new: str
) -> None:
    """Whoever asks reads their own mailbox: what comes there is the same."""
    make_account("taken@example.org", PASSWORD)
    answer = client_for(user).post("/account/email", data={"new-email": new, "new-password": PASSWORD})
    own = db.session.scalars(db.select(Mail.kind).where(Mail.to_address == user.email)).all()
    assert (answer.status_code, own) == (303, ["email_change_notice"])


@pytest.mark.one_database
@pytest.mark.parametrize("taken", [0, 1])
def test_nobody_fills_strangers_mailboxes_by_changes_of_address(
    user: User, client_for: Callable[[User], PortalClient], monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    """Asking for addresses that have accounts counts as well: else the limit would tell."""
    for number in range(taken):
        make_account(f"{number}@example.org", PASSWORD)
    monkeypatch.setattr(accounts, "EMAIL_CHANGES_AN_HOUR", 2)
    browser = client_for(user)
    statuses = [
        browser.post(
            "/account/email", data={"new-email": f"{number}@example.org", "new-password": PASSWORD}
        ).status_code
        for number in range(3)
    ]
    assert statuses == [303, 303, 429]
    assert db.session.query(Mail).filter_by(kind="email_change").count() == 2 - taken
