"""Values that no page sends: refused in words on both databases, never a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.extensions import db
from portal.models import Review, User
from portal.queries.people import find_user_by_email
from portal.services.accounts import create_user
from tests.checkpoint_world import CheckpointWorld, make_world
from tests.client import PortalClient
from tests.factories import make_municipality, make_region, make_user

Browser = Callable[[User], PortalClient]
MANY_DIGITS = "9" * 5000  # more than Python turns into a number
LONG_WHEN_FOLDED = "\ufb03" * 120  # a ligature: one character, three when folded
PASSWORD = "ett långt lösenord"


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    return make_world()


@pytest.mark.one_database
@pytest.mark.parametrize(
    "sent",
    [
        {"version": MANY_DIGITS, "strengths": "Bra"},
        {"version": "1", "point": MANY_DIGITS},
        {"version": "1", "remove_point": MANY_DIGITS},
    ],
)
def test_a_number_of_thousands_of_digits_in_a_review(
    world: CheckpointWorld, client_for: Browser, sent: dict[str, str]
) -> None:
    submission = world.begin(world.submit())
    answer = client_for(world.coach).post(f"/reviews/{submission.id}/draft", data=sent)
    assert answer.status_code == (409 if sent["version"] == MANY_DIGITS else 303)


@pytest.mark.one_database
def test_a_number_of_thousands_of_digits_in_a_note(world: CheckpointWorld, client_for: Browser) -> None:
    key = world.workplace.process.checkpoint.criteria[0].key
    url = f"/places/dals-rostock/checkpoint/notes/{key}"
    answer = client_for(world.leader).post(url, data={"version": MANY_DIGITS, "comment": "Hej"})
    assert answer.status_code == 409


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["log/?removed=", "log/?row=", "log/?page="])
def test_a_number_of_thousands_of_digits_in_an_address(
    world: CheckpointWorld, client_for: Browser, path: str
) -> None:
    answer = client_for(world.leader).get(f"/places/dals-rostock/{path}{MANY_DIGITS}")
    assert answer.status_code == 200


@pytest.mark.parametrize("state", ["not_submitted", "submitted", "under_review"])
def test_only_a_verdict_is_a_verdict(world: CheckpointWorld, client_for: Browser, state: str) -> None:
    """These are states of the checkpoint, too, but nobody decides them."""
    submission = world.begin(world.submit())
    sent = {"version": "1", "verdict": state, "reasons": "Bra"}
    browser = client_for(world.coach)
    for action in ("draft", "decision"):
        answer = browser.post(f"/reviews/{submission.id}/{action}", data=sent)
        assert answer.status_code == 422
    assert db.session.scalars(select(Review.verdict)).all() == [None]


@pytest.mark.parametrize("name", ["q", "place", "municipality", "sector", "state", "whose", "page"])
def test_control_characters_in_the_inbox(world: CheckpointWorld, client_for: Browser, name: str) -> None:
    answer = client_for(world.coach).get("/inbox/", query_string={name: "a\0b"})
    assert answer.status_code == 200


def test_a_name_that_grows_when_folded_is_a_name(app: Flask, client_for: Browser) -> None:
    user = create_user(email=f"{'a' * 60}@{'b' * 60}.example", name=LONG_WHEN_FOLDED, password=PASSWORD)
    browser = client_for(user)
    sent = {"name": LONG_WHEN_FOLDED, "language": "sv"}
    assert browser.post("/account", data=sent).status_code == 303
    found = find_user_by_email(user.email)
    assert found is not None
    assert found.name == LONG_WHEN_FOLDED


def test_what_the_region_names_may_grow_when_folded(app: Flask, client_for: Browser) -> None:
    make_municipality("Mellerud")
    browser = client_for(make_region())
    for url, more in (
        ("/region/places/new", {"municipality": "mellerud"}),
        ("/region/municipalities/new", {}),
        ("/region/invitations/new/coach", {"email": "ny@example.org", "language": "sv"}),
    ):
        assert browser.post(url, data={"name": LONG_WHEN_FOLDED, **more}).status_code == 303, url


@pytest.mark.one_database
def test_a_crash_is_logged_without_what_people_wrote(app: Flask) -> None:
    user = make_user("samma@example.org")
    db.session.add(User(email=user.email, name="Hemligt namn", created_at=user.created_at, sectors=[]))
    with pytest.raises(IntegrityError) as crash:
        db.session.flush()
    assert "Hemligt namn" not in str(crash.value)
