"""The test client refuses what it promises to refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal.extensions import db
from portal.models import User
from portal.web.access import public
from tests.client import PortalClient
from tests.markup import faults

SOUND = "<!doctype html><html lang=sv><head><title>Sida</title></head><body><h1>Sida</h1></body></html>"


def add_person(email: str) -> User:
    person = User(email=email, name="Prov", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    db.session.add(person)
    db.session.flush()
    return person


@pytest.fixture
def visit(app: Flask, make_app: Callable[..., Flask]) -> Callable[..., Any]:
    """visit(view, method): ask a portal that has this one extra route, and return the answer."""

    def ask(view: Callable[[], Any], method: str = "POST") -> Any:
        other = make_app(app.config["SQLALCHEMY_DATABASE_URI"])
        other.add_url_rule("/extra", view_func=public(view), endpoint="extra", methods=[method])
        browser = other.test_client()
        assert isinstance(browser, PortalClient)
        try:
            return browser.open("/extra", method=method)
        finally:
            with other.app_context():
                db.engine.dispose()

    return ask


def count_people() -> int:
    return db.session.scalars(select(func.count()).select_from(User)).one()


def test_each_test_starts_empty(app: Flask) -> None:
    assert count_people() == 0
    add_person("left-behind@demo.example")
    db.session.commit()


def test_each_test_starts_empty_once_more(app: Flask) -> None:
    assert count_people() == 0


def test_what_a_request_commits_is_seen(visit: Callable[..., Any]) -> None:
    def view() -> str:
        add_person("kept@demo.example")
        return SOUND

    assert visit(view).status_code == 200
    assert count_people() == 1


def test_a_request_sees_what_the_test_wrote(visit: Callable[..., Any]) -> None:
    person = add_person("arranged@demo.example")

    def view() -> str:
        db.session.execute(update(User).values(name="Ändrad"))
        return SOUND

    assert person.name == "Prov"
    visit(view)
    assert person.name == "Ändrad"


def test_a_get_that_writes_fails(visit: Callable[..., Any]) -> None:
    def view() -> str:
        add_person("lost@demo.example")
        return SOUND

    with pytest.raises(pytest.fail.Exception, match="what it wrote was rolled back"):
        visit(view, "GET")


def test_a_refused_post_may_roll_back(visit: Callable[..., Any]) -> None:
    def view() -> tuple[str, int]:
        add_person("refused@demo.example")
        return SOUND, 422

    assert visit(view).status_code == 422
    assert count_people() == 0


def test_a_crash_fails(visit: Callable[..., Any]) -> None:
    def view() -> str:
        raise LookupError("broken")

    with pytest.raises(pytest.fail.Exception, match="the page crashed"):
        visit(view)


@pytest.mark.one_database
def test_an_unsound_page_fails(visit: Callable[..., Any]) -> None:
    with pytest.raises(pytest.fail.Exception, match="the page has 0 h1, not 1"):
        visit(lambda: SOUND.replace("h1", "p"))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<!doctype html>", "", "line 1"),
        (" lang=sv", "", "<html> has no lang"),
        ("<title>Sida</title>", "<title> </title>", "missing-title: "),
        ("<h1>Sida</h1>", "", "the page has 0 h1, not 1"),
        ("<body>", "<body><h1>Två</h1>", "the page has 2 h1, not 1"),
        ("<h1>", "<p id=a></p><h1 id=a>", "duplicate-id: id a "),
        ("<h1>", "<p id=''></p><h1>", "id '' is empty or holds a space"),
        ("<h1>", "<img src=x><h1>", "img-missing-alt: "),
        ("<h1>", "<div><h1>", "line 1, column 85: </body> is written, </div> is read"),
        ("</h1>", "</h1><p>", "line 1"),
        ("</h1>", "</h1></p>", "line 1"),
        ("</h1>", "</h1><tr></tr>", "line 1"),
        ("<h1>", "<div/></div><h1>", "line 1"),
        ("<h1>", "<svg viewBox='0 0 1 1'><path d='M0 0'/><h1>", "line 1"),
        ("<h1>", "<label for=b>B</label><h1>", "<label for='b'> refers to an id that is not on the page"),
        ("<h1>", "<p><div></div></p><h1>", "line 1"),
        ("<h1>", "<h1 class=x class=y>", "line 1"),
    ],
)
def test_page_faults(old: str, new: str, fault: str) -> None:
    assert faults(SOUND) == []
    assert [found[: len(fault)] for found in faults(SOUND.replace(old, new, 1))] == [fault]
