"""Invitations: one use, in time, until taken back or replaced."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.clock import now
from portal.errors import ConflictError, NotAllowedError, NotFoundError
from portal.extensions import db
from portal.models import Invitation, Mail, Place, User
from portal.policy import has_role
from portal.queries.people import find_user_by_email
from portal.queries.tokens import get_open_invitation
from portal.services import invitations, people
from tests.factories import make_place, make_region, make_user

PASSWORD = "en lång och trygg fras"


@pytest.fixture
def region(app: Flask) -> User:
    return make_region()


@pytest.fixture
def place(region: User) -> Place:
    return make_place()


def invite(region: User, place: Place, email: str = "new@example.org") -> tuple[Invitation, str]:
    """The invitation and the secret that its letter holds."""
    invitation = invitations.invite(region, email=email, role="leader", place=place)
    letter = db.session.query(Mail).order_by(Mail.id.desc()).first()
    found = re.search(r"/invitations/(\S+)", letter.body_text)
    return invitation, found[1]


def test_only_the_hash_is_stored(region: User, place: Place) -> None:
    invitation, secret = invite(region, place)
    assert secret not in {str(value) for value in vars(invitation).values()}
    assert get_open_invitation(secret) is invitation


def test_it_is_used_once(region: User, place: Place) -> None:
    invitation, secret = invite(region, place)
    user = invitations.accept(invitation, name="Ny Ledare", password=PASSWORD, language="sv")
    assert has_role(find_user_by_email(user.email), "leader", place_id=place.id)
    with pytest.raises(NotFoundError):
        get_open_invitation(secret)
    with pytest.raises(ConflictError):
        invitations.revoke(region, invitation=invitation)


@pytest.mark.parametrize(("days", "opens"), [(13, True), (15, False)])
def test_it_is_good_for_a_fortnight(region: User, place: Place, days: int, opens: bool) -> None:
    _invitation, secret = invite(region, place)
    with time_machine.travel(now() + timedelta(days=days)):
        if opens:
            assert get_open_invitation(secret)
        else:
            with pytest.raises(NotFoundError):
                get_open_invitation(secret)


def test_a_newer_one_replaces_it(region: User, place: Place) -> None:
    _first, old = invite(region, place)
    second, new = invite(region, place, " NEW@example.org")
    with pytest.raises(NotFoundError):
        get_open_invitation(old)
    assert get_open_invitation(new) is second
    renewed = invitations.renew(region, invitation=second)
    with pytest.raises(NotFoundError):
        get_open_invitation(new)
    assert (renewed.place_id, renewed.role, renewed.language) == (place.id, "leader", "sv")
    with pytest.raises(ConflictError):
        invitations.renew(region, invitation=second)


def test_it_is_taken_back(region: User, place: Place) -> None:
    invitation, secret = invite(region, place)
    invitations.revoke(region, invitation=invitation)
    invitations.revoke(region, invitation=invitation)
    with pytest.raises(NotFoundError):
        get_open_invitation(secret)


def test_it_is_for_one_address(region: User, place: Place) -> None:
    invitation, _secret = invite(region, place)
    with pytest.raises(ConflictError):
        invitations.accept_as(make_user("other@example.org"), invitation)
    assert invitation.accepted_at is None


def test_the_role_was_given_in_the_meantime(region: User, place: Place) -> None:
    invitation, _secret = invite(region, place)
    user = make_user("new@example.org")
    people.give_role(region, user=user, role="leader", place=place)
    invitations.accept_as(user, invitation)
    assert len(user.assignments) == 1
    assert invitation.accepted_at is not None


def test_the_account_was_made_in_the_meantime(region: User, place: Place) -> None:
    invitation, _secret = invite(region, place)
    make_user("new@example.org")
    with pytest.raises(ConflictError):
        invitations.accept(invitation, name="Någon", password=PASSWORD, language="sv")


def test_who_holds_the_role_is_not_invited(region: User, place: Place) -> None:
    user = make_user("new@example.org")
    people.give_role(region, user=user, role="leader", place=place)
    with pytest.raises(ConflictError):
        invitations.invite(region, email="NEW@example.org", role="leader", place=place)


def test_only_the_region(region: User, place: Place) -> None:
    nobody = make_user("nobody@example.org")
    invitation, _secret = invite(region, place)
    for attempt in (
        lambda: invitations.invite(nobody, email="a@example.org", role="region"),
        lambda: invitations.revoke(nobody, invitation=invitation),
        lambda: invitations.renew(nobody, invitation=invitation),
    ):
        with pytest.raises(NotAllowedError):
            attempt()
