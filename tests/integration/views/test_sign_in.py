"""Signing in: what it says and does not say, how often one may try, and what a session is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from portal.clock import now
from portal.extensions import db
from portal.models import SignInFailure, User
from portal.queries.people import find_user_by_email
from portal.services import accounts, passwords, people
from tests.client import PortalClient
from tests.factories import make_account, make_region, make_user

PASSWORD = "en lång och trygg fras"


@pytest.fixture
def user(app: Flask) -> User:
    return make_account("person@example.org", PASSWORD)


def sign_in(
    client: PortalClient,
    password: str = PASSWORD,
    email: str = "person@example.org",
    address: str = "192.0.2.1",
    **more: str,
) -> TestResponse:
    return client.post(
        "/login",
        data={"email": email, "password": password, **more},
        environ_base={"REMOTE_ADDR": address},
    )


def cookie(answer: TestResponse, name: str) -> dict[str, str]:
    """The attributes of a cookie that the answer sets, names in small letters."""
    for header in answer.headers.getlist("Set-Cookie"):
        parsed = SimpleCookie(header)
        if name in parsed:
            return {key: str(value) for key, value in parsed[name].items() if value} | {
                "value": parsed[name].value
            }
    return {}


def test_the_right_password_in_any_case_of_the_address(user: User, client: PortalClient) -> None:
    answer = sign_in(client, email=" Person@EXAMPLE.org ")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [("person@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("closed@example.org", PASSWORD)],
)
def test_the_same_words_whatever_is_wrong(
    user: User, client: PortalClient, email: str, password: str
) -> None:
    make_account("closed@example.org", PASSWORD).active = False
    answer = sign_in(client, password, email)
    assert answer.status_code == 422
    assert answer.text.count("hör inte ihop") == 1
    assert f'value="{email}"' in answer.text
    assert PASSWORD not in answer.text
    assert db.session.query(SignInFailure).count() == 1


@pytest.mark.one_database
def test_an_unknown_address_costs_the_same_work(
    user: User, client: PortalClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            checked.append(stored.split("$")[3])
            return original.verify(stored, password)

    original = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", Counting())
    sign_in(client, "wrong")
    sign_in(client, "wrong", "nobody@example.org")
    assert len(checked) == 2
    assert checked[0] == checked[1]


@pytest.mark.parametrize("email", ["person@example.org", "nobody@example.org"])
def test_many_failures_close_the_account_for_a_while(
    user: User,
    client_for: Callable[..., PortalClient],
    app: Flask,
    email: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accounts, "TRIES_PER_ACCOUNT", 6)
    for number in range(6):
        other_process = app.test_client()
        assert sign_in(other_process, "wrong", email, f"192.0.2.{number}").status_code == 422
    locked = sign_in(app.test_client(), PASSWORD, email, "192.0.2.99")
    assert locked.status_code == 429
    assert "kvart" in locked.text
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert sign_in(app.test_client(), "wrong", email).status_code == 422


def test_many_accounts_from_one_address(user: User, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "TRIES_PER_ADDRESS", 3)
    for number in range(3):
        sign_in(app.test_client(), "wrong", f"somebody{number}@example.org")
    assert sign_in(app.test_client()).status_code == 429
    assert sign_in(app.test_client(), address="192.0.2.2").status_code == 303


def test_success_forgets_the_failures_and_stores_no_address(user: User, app: Flask) -> None:
    for _ in range(5):
        sign_in(app.test_client(), "wrong")
    stored = db.session.query(SignInFailure).first()
    assert "example" not in stored.account_hash
    assert "192.0" not in stored.address_hash
    assert sign_in(app.test_client()).status_code == 303
    assert db.session.query(SignInFailure).count() == 0


def test_signing_in_begins_a_fresh_session(user: User, client: PortalClient) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["_user_id"] = "999.1"
    sign_in(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] == user.get_id()


@pytest.mark.one_database
def test_cookies_are_out_of_reach_of_scripts(user: User, client: PortalClient) -> None:
    answer = sign_in(client, remember="y")
    for name in ("portal", "remember_token"):
        flags = cookie(answer, name)
        assert (flags["httponly"], flags["samesite"], flags["path"]) == ("True", "Lax", "/")
        assert "domain" not in flags
    assert cookie(sign_in(client), "remember_token") == {}


@pytest.mark.one_database
def test_cookies_are_secure_in_production(user: User, app: Flask, make_app: Callable[..., Flask]) -> None:
    db.session.commit()
    secret = "a-secret-that-is-long-enough-" * 2
    production = make_app(
        app.config["SQLALCHEMY_DATABASE_URI"], ENV={"PORTAL_ENV": "production", "SECRET_KEY": secret}
    )
    answer = sign_in(production.test_client(), remember="y")
    assert [cookie(answer, name)["secure"] for name in ("portal", "remember_token")] == ["True", "True"]
    with production.app_context():
        db.engine.dispose()


def test_the_remembered_come_back_and_leave_for_good(user: User, client: PortalClient) -> None:
    sign_in(client, remember="y")
    client.delete_cookie("portal")
    assert client.get("/account").status_code == 200
    answer = client.post("/logout")
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get_cookie("remember_token") is None
    assert client.get("/account").status_code == 302


def test_a_closed_account_is_out_at_once_everywhere(user: User, client: PortalClient) -> None:
    sign_in(client, remember="y")
    assert client.get("/account").status_code == 200
    region = make_region()
    people.deactivate(region, user=user)
    assert client.get("/account").status_code == 302
    people.reactivate(find_user_by_email(region.email), user=user)
    assert client.get("/account").status_code == 302


def test_a_new_password_ends_the_other_sessions(user: User, app: Flask) -> None:
    here, there = app.test_client(), app.test_client()
    sign_in(here)
    sign_in(there)
    new = {"current": PASSWORD, "password": "en helt annan lång fras"}
    assert here.post("/account/password", data=new).status_code == 303
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 302)


@pytest.mark.parametrize(
    ("password", "status"),
    [("short", 422), ("x" * 201, 422), ("person@example.org", 422), ("x" * 1_000_000, 422), ("å" * 12, 303)],
)
@pytest.mark.one_database
def test_new_passwords(
    user: User, client_for: Callable[..., PortalClient], password: str, status: int
) -> None:
    answer = client_for(user).post("/account/password", data={"current": PASSWORD, "password": password})
    assert answer.status_code == status


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example"])
@pytest.mark.one_database
def test_a_hostile_next_leads_home(user: User, client: PortalClient, target: str) -> None:
    assert sign_in(client, next=target).location == "/account"


def test_a_good_next_leads_there(user: User, client: PortalClient) -> None:
    asked = client.get("/account?x=1")
    assert (asked.status_code, asked.location) == (302, "/login?next=/account?x%3D1")
    assert sign_in(client, next="/account?x=1").location == "/account?x=1"


@pytest.mark.parametrize(
    "email", ["a" * 1_000_000, "<script>@example.org", "a\x00b@example.org", "\u202e", "🙂"]
)
@pytest.mark.one_database
def test_bad_input_is_answered_in_words(user: User, client: PortalClient, email: str) -> None:
    answer = sign_in(client, email=email)
    assert answer.status_code == 422
    assert "<script>@" not in answer.text


def test_who_is_signed_in_needs_no_form(client_for: Callable[..., PortalClient], app: Flask) -> None:
    answer = client_for(make_user()).get("/login")
    assert (answer.status_code, answer.location) == (302, "/account")
