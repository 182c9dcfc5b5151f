"""The way back in, and a change of address: one use, in time, and no way round."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.clock import now
from portal.extensions import db
from portal.models import Mail, Token, User
from tests.client import PortalClient
from tests.factories import make_account, make_leader, make_place, make_user

PASSWORD = "en lång och trygg fras"
NEW = {"password": "en helt annan lång fras"}


@pytest.fixture
def user(app: Flask) -> User:
    return make_account("person@example.org", PASSWORD)


def newest_link(start: str) -> str:
    """The path of the link in the newest letter that has one."""
    for mail in db.session.query(Mail).order_by(Mail.id.desc()):
        found = re.search(rf"http://localhost({start}\S+)", mail.body_text)
        if found:
            return found[1]
    raise AssertionError(start)


def ask(client: PortalClient, email: str = "person@example.org") -> str:
    answer = client.post("/password-resets/", data={"email": email})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def test_the_answer_does_not_tell_who_has_an_account(user: User, client: PortalClient) -> None:
    make_account("closed@example.org", PASSWORD).active = False
    known, unknown, closed = (ask(client, f"{who}@example.org") for who in ("person", "nobody", "closed"))
    assert known == unknown == closed
    assert [mail.to_address for mail in db.session.query(Mail)] == ["person@example.org"]


def test_a_link_works_once_and_signs_in(user: User, client: PortalClient) -> None:
    ask(client)
    link = newest_link("/password-resets/")
    assert db.session.query(Token).filter(Token.token_hash.contains(link[-20:])).count() == 0
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "short"}).status_code == 422
    answer = client.post(link, data=NEW)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert client.get("/account").status_code == 200
    assert (client.get(link).status_code, client.post(link, data=NEW).status_code) == (404, 404)


def test_a_leader_comes_back_to_the_place(client: PortalClient, app: Flask) -> None:
    make_leader(make_place(), "leader@example.org")
    ask(client, "leader@example.org")
    assert client.post(newest_link("/password-resets/"), data=NEW).location == "/places/dals-rostock/"


def test_a_link_grows_old(user: User, client: PortalClient) -> None:
    ask(client)
    link = newest_link("/password-resets/")
    with time_machine.travel(now() + timedelta(hours=5)):
        assert (client.get(link).status_code, client.post(link, data=NEW).status_code) == (404, 404)


def test_a_newer_link_replaces_the_older(user: User, client: PortalClient) -> None:
    ask(client)
    old = newest_link("/password-resets/")
    ask(client)
    assert client.get(old).status_code == 404
    assert client.get(newest_link("/password-resets/")).status_code == 200


def test_a_link_does_not_open_a_closed_account(user: User, client: PortalClient) -> None:
    ask(client)
    user.active = False
    assert client.post(newest_link("/password-resets/"), data=NEW).status_code == 404


def test_nobody_fills_a_mailbox(user: User, client: PortalClient) -> None:
    for _ in range(8):
        ask(client)
    assert db.session.query(Mail).count() == 5


def test_a_link_of_one_kind_is_none_of_another(user: User, client_for: Callable[..., PortalClient]) -> None:
    browser = client_for(user)
    ask(browser)
    secret = newest_link("/password-resets/").rsplit("/", 1)[1]
    assert browser.post(f"/email-changes/{secret}").status_code == 404


@pytest.mark.parametrize("secret", ["x", "å", "%00", "x" * 5000, "' or 1=1 --"])
def test_an_invented_link(client: PortalClient, secret: str) -> None:
    assert client.get(f"/password-resets/{secret}").status_code == 404
    assert client.get(f"/invitations/{secret}").status_code == 404
    assert client.post(f"/email-changes/{secret}").status_code == 404


def test_a_new_address_begins_without_bounces(
    user: User, client: PortalClient, client_for: Callable[..., PortalClient]
) -> None:
    user.mail_bounced_at = now()
    assert change(client_for(user), "new@example.org") == 303
    assert user.mail_bounced_at is not None
    client.post(newest_link("/email-changes/"))
    assert (user.email, user.mail_bounced_at) == ("new@example.org", None)


def change(browser: PortalClient, email: str, password: str = PASSWORD) -> int:
    return browser.post("/account/email", data={"new-email": email, "new-password": password}).status_code


def test_a_new_address_counts_when_its_link_is_opened(
    user: User, client: PortalClient, client_for: Callable[..., PortalClient]
) -> None:
    browser = client_for(user)
    ask(client)
    reset = newest_link("/password-resets/")
    assert change(browser, "New@Example.org") == 303
    letters = [(m.kind, m.to_address) for m in db.session.query(Mail).order_by(Mail.id)][1:]
    assert letters == [("email_change", "new@example.org"), ("email_change_notice", "person@example.org")]
    assert user.email == "person@example.org"
    link = newest_link("/email-changes/")
    assert client.get(link).status_code == 200
    assert user.email == "person@example.org"
    assert client.post(link).status_code == 303
    assert (user.email, user.search_name) == ("new@example.org", "new@example.org person")
    assert client.post(link).status_code == 404
    # The old mailbox no longer opens the account.
    assert client.post(reset, data=NEW).status_code == 404


def test_the_password_is_asked_for(user: User, client_for: Callable[..., PortalClient]) -> None:
    assert change(client_for(user), "new@example.org", "wrong") == 422
    assert db.session.query(Mail).count() == 0


def test_a_taken_address_is_not_told(user: User, client_for: Callable[..., PortalClient]) -> None:
    make_user("taken@example.org")
    browser = client_for(user)
    assert (change(browser, "taken@example.org"), change(browser, "free@example.org")) == (303, 303)
    assert {m.to_address for m in db.session.query(Mail)} == {"free@example.org", "person@example.org"}


def test_an_address_that_was_taken_meanwhile(user: User, client_for: Callable[..., PortalClient]) -> None:
    browser = client_for(user)
    change(browser, "wanted@example.org")
    make_user("wanted@example.org")
    assert browser.post(newest_link("/email-changes/")).status_code == 409
    assert user.email == "person@example.org"


def test_a_thief_cannot_move_the_account(user: User, client: PortalClient, app: Flask) -> None:
    """Who knows the old password asks for another address; the owner chooses a new password in time."""
    thief = app.test_client().sign_in(user)
    change(thief, "thief@example.org")
    theirs = newest_link("/email-changes/")
    ask(client)
    client.post(newest_link("/password-resets/"), data=NEW)
    assert client.post(theirs).status_code == 404
    assert user.email == "person@example.org"


def test_name_and_language(user: User, client_for: Callable[..., PortalClient]) -> None:
    browser = client_for(user)
    answer = browser.post("/account", data={"name": " Åsa\u202e <b> \n Öberg ", "language": "en"})
    assert answer.status_code == 303
    assert (user.name, user.language, user.sort_key) == ("Åsa <b> Öberg", "en", "{sa <b> }berg")
    page = browser.get("/account").text
    assert "Your account is saved." in page
    assert "Åsa &lt;b&gt; Öberg" in page
    for wrong in ({"name": "", "language": "sv"}, {"name": "x" * 121, "language": "sv"}, {"name": "x"}):
        expected = 303 if wrong == {"name": "x"} else 422
        assert browser.post("/account", data=wrong).status_code == expected
    assert browser.post("/account", data={"name": "x", "language": "xx"}).status_code == 422
