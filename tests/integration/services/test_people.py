"""Roles given and ended, coaches changed, accounts closed: once, with letters, by the region."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now
from portal.errors import ConflictError, InvalidError, NotAllowedError
from portal.extensions import db
from portal.models import Assignment, Event, Invitation, Mail, Place, User
from portal.notifications import outbox
from portal.queries.people import find_user_by_email, find_user_for_session
from portal.services import people
from tests.factories import make_coach, make_leader, make_municipality, make_place, make_region, make_user


@pytest.fixture
def region(app: Flask) -> User:
    return make_region()


@pytest.fixture
def place(region: User) -> Place:
    return make_place(name="Åsarp", slug="asarp")


def open_roles() -> list[tuple[str, str, int | None]]:
    query = (
        select(User.email, Assignment.role, Assignment.place_id)
        .join(Assignment.user)
        .where(Assignment.ended_at.is_(None), Assignment.role != "region")
        .order_by(User.email, Assignment.role)
    )
    return [tuple(row) for row in db.session.execute(query)]


def letters() -> list[tuple[str, str]]:
    return [(mail.kind, mail.to_address) for mail in db.session.query(Mail).order_by(Mail.id)]


def test_somebody_with_an_account_gets_the_role_at_once(region: User, place: Place) -> None:
    known = make_user("known@example.org")
    given = people.bring_in(region, email=" KNOWN@example.org ", role="leader", place=place)
    assert isinstance(given, Assignment)
    assert open_roles() == [("known@example.org", "leader", place.id)]
    assert letters() == [("role_given", "known@example.org")]
    letter = db.session.query(Mail).one()
    assert "lokal processledare, Åsarp" in letter.body_text
    assert "http://localhost/login" in letter.body_text
    assert find_user_by_email("known@example.org") is known
    assert [a.role for a in known.assignments] == ["leader"]


def test_somebody_new_is_invited(region: User, place: Place) -> None:
    given = people.bring_in(
        region, email="New@Example.org", name="Åsa", role="place_coach", place=place, sectors=["tourism"]
    )
    assert isinstance(given, Invitation)
    assert (given.email, given.sectors, given.search_name) == (
        "new@example.org",
        ["tourism"],
        "new@example.org åsa",
    )
    assert letters() == [("invitation", "new@example.org")]
    assert open_roles() == []


def test_a_letter_speaks_the_receivers_language(region: User, place: Place) -> None:
    make_user("english@example.org").language = "en"
    people.bring_in(region, email="english@example.org", role="leader", place=place)
    people.bring_in(region, email="invited@example.org", role="leader", place=place, language="en")
    subjects = [mail.subject for mail in db.session.query(Mail).order_by(Mail.id)]
    assert subjects == ["You have a new role in Platsportalen", "You are invited to Platsportalen"]


def test_a_role_is_held_once(region: User, place: Place) -> None:
    leader = make_leader(place)
    with pytest.raises(ConflictError):
        people.give_role(region, user=leader, role="leader", place=place)
    with pytest.raises(ConflictError):
        people.bring_in(region, email=leader.email, role="leader", place=place)
    assert letters() == []


def test_nobody_leads_and_coaches_the_same_place(region: User, place: Place) -> None:
    leader, coach = make_leader(place), make_coach(place)
    other = make_place("other", "Annan")
    for user, role in ((leader, "place_coach"), (coach, "leader")):
        with pytest.raises(ConflictError):
            people.give_role(region, user=user, role=role, place=place)
        people.give_role(region, user=user, role=role, place=other)


def test_a_coach_is_changed_in_one_step(region: User, place: Place) -> None:
    old, new = make_coach(place), make_user("new@example.org")
    assignment = db.session.scalars(select(Assignment).where(Assignment.user_id == old.id)).one()
    people.replace_coach(region, assignment=assignment, place=place, user=new)
    assert open_roles() == [("new@example.org", "place_coach", place.id)]
    with pytest.raises(ConflictError):
        people.replace_coach(region, assignment=assignment, place=place, user=old)
    assert open_roles() == [("new@example.org", "place_coach", place.id)]


def test_a_role_that_ended_can_be_given_again(region: User, place: Place) -> None:
    leader = make_leader(place)
    people.end_role(region, assignment=leader.assignments[0])
    people.end_role(region, assignment=leader.assignments[0])
    assert open_roles() == []
    people.give_role(region, user=leader, role="leader", place=place)
    kinds = list(db.session.scalars(select(Event.kind).order_by(Event.id)))
    assert kinds == ["role_ended", "role_given"]


def test_the_region_never_locks_itself_out(region: User) -> None:
    with pytest.raises(ConflictError):
        people.end_role(region, assignment=region.assignments[0])
    with pytest.raises(ConflictError):
        people.deactivate(region, user=region)


def test_a_closed_account_has_no_session_and_gets_no_role(region: User, place: Place) -> None:
    user = make_user("closed@example.org")
    epoch = user.sign_in_epoch
    people.deactivate(region, user=user)
    assert find_user_for_session(user.id, epoch) is None
    with pytest.raises(ConflictError):
        people.bring_in(region, email=user.email, role="leader", place=place)
    people.reactivate(region, user=user)
    assert find_user_for_session(user.id, epoch) is None
    assert find_user_for_session(user.id, epoch + 1) is user


def test_letters_to_a_closed_account_are_not_sent(region: User) -> None:
    user, other = make_user("closed@example.org"), make_user("open@example.org")
    _waiting, taken, sent, _others = (
        outbox.put(kind, to=to.email, user=to, subject="Hej", text="Hej")
        for kind, to in (("waiting", user), ("taken", user), ("sent", user), ("others", other))
    )
    taken.claimed_at = sent.claimed_at = sent.sent_at = now()
    db.session.flush()
    people.deactivate(region, user=user)
    assert [kind for kind, _to in letters()] == ["taken", "sent", "others"]


def test_sectors_are_of_the_list(region: User) -> None:
    coach = make_user("coach@example.org")
    people.set_sectors(region, user=coach, sectors=["tourism", "culture", "tourism"])
    assert coach.sectors == ["culture", "tourism"]
    with pytest.raises(InvalidError):
        people.set_sectors(region, user=coach, sectors=["witchcraft"])


def test_an_officer_answers_for_a_municipality(region: User) -> None:
    municipality = make_municipality()
    user = make_user("officer@example.org")
    people.give_role(region, user=user, role="officer", municipality=municipality)
    with pytest.raises(ConflictError):
        people.give_role(region, user=user, role="officer", municipality=municipality)
    assert "kommunens kontakt, Mellerud" in db.session.query(Mail).one().body_text


def test_only_the_region(place: Place) -> None:
    nobody = make_user("nobody@example.org")
    leader = make_leader(place)
    for attempt in (
        lambda: people.bring_in(nobody, email="a@example.org", role="region"),
        lambda: people.give_role(nobody, user=nobody, role="region"),
        lambda: people.end_role(nobody, assignment=leader.assignments[0]),
        lambda: people.replace_coach(nobody, assignment=leader.assignments[0], place=place, user=nobody),
        lambda: people.deactivate(nobody, user=leader),
        lambda: people.reactivate(nobody, user=leader),
        lambda: people.set_sectors(nobody, user=leader, sectors=[]),
    ):
        with pytest.raises(NotAllowedError):
            attempt()
