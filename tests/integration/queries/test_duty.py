"""Who answers for a place, in SQL: the same as the predicate says, for everybody, at every place, whoever is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import policy
from portal.clock import now, today
from portal.extensions import db
from portal.models import Absence, Journey, Place, Submission, Thread, User
from portal.policy import Duty
from portal.queries.conversations import get_conversation
from portal.queries.duty import list_away, list_staff, receivers_for
from portal.queries.people import find_user_by_email
from portal.queries.scopes import places_on_duty_for, submissions_covered_by, threads_covered_by
from portal.queries.submissions import load_review
from portal.services import covers
from tests.checkpoint_world import fresh, make_world
from tests.factories import give_role, make_place, make_region, make_user
from tests.talk_world import make_talk_world

ONE, TWO = timedelta(days=1), timedelta(days=2)
PLACES = ("two", "other", "none", "own_team")
PEOPLE = ("a", "b", "c", "pool", "leader", "both", "leading_coach", "region")
"""Who asks for lists; who has a closed account never does."""


class DutyWorld:
    """`two` is coached by a and b, `other` by b and somebody whose account is closed, `none` by nobody, `own_team` by
    one who leads it, too. `leading_coach` leads `two` and is of the pool."""

    def __init__(self) -> None:
        self.places = {name: make_place(name, name) for name in PLACES}
        two, other, own = self.places["two"], self.places["other"], self.places["own_team"]
        held: dict[str, list[tuple[str, Place | None]]] = {
            "a": [("place_coach", two)],
            "b": [("place_coach", two), ("place_coach", other), ("coach", None)],
            "c": [("coach", None)],
            "pool": [("coach", None)],
            "closed": [("place_coach", other)],
            "leader": [("leader", two)],
            "both": [("place_coach", own), ("leader", own)],
            "leading_coach": [("leader", two), ("coach", None)],
        }
        for name, roles in held.items():
            user = make_user(f"{name}@example.org", name)
            for role, place in roles:
                give_role(user, role, place)
        make_region()
        self.person("closed").active = False
        db.session.flush()

    def person(self, name: str) -> User:
        found = find_user_by_email(f"{name}@example.org")
        assert found is not None
        return found

    def leave(self, *names: str, first: timedelta = -ONE, last: timedelta = ONE, back: bool = False) -> None:
        for name in names:
            user = self.person(name)
            db.session.add(
                Absence(
                    user_id=user.id,
                    from_on=today() + first,
                    until_on=today() + last,
                    noted_by=user.id,
                    noted_at=now(),
                    cancelled_at=now() if back else None,
                )
            )
        db.session.flush()


@pytest.fixture
def world(app: Flask) -> DutyWorld:
    return DutyWorld()


AWAY: dict[str, tuple[str, ...]] = {
    "nobody": (),
    "one of two": ("a",),
    "who coaches two places": ("b",),
    "both": ("a", "b"),
    "of the pool": ("pool",),
    "everybody": ("a", "b", "c", "pool", "both", "leading_coach"),
}


@pytest.mark.parametrize("away", AWAY)
def test_sql_and_predicate_agree(world: DutyWorld, away: str) -> None:
    world.leave(*AWAY[away])
    coaches = {
        "two": {"a", "b"},
        "other": {"b"},  # the other's account is closed
        "none": set(),
        "own_team": set(),  # who leads the place answers for its team
    }
    for name in PEOPLE:
        user = world.person(name)
        query = select(Place.slug).where(places_on_duty_for(user, today()))
        joined = select(Place.slug).join(Journey).where(places_on_duty_for(user, today(), Journey.place_id))
        allowed = {
            slug
            for slug, place in world.places.items()
            if policy.is_on_duty(
                user,
                Duty(
                    place,
                    frozenset(world.person(each).id for each in coaches[slug]),
                    frozenset(world.person(each).id for each in AWAY[away]),
                ),
            )
        }
        assert (name, set(db.session.scalars(query))) == (name, allowed)
        assert (name, set(db.session.scalars(joined))) == (name, allowed)


EVERYONES = {"none", "own_team"}
MINE: dict[str, dict[str, set[str]]] = {
    "nobody": {"a": {"two"}, "b": {"two", "other"}, "c": set(), "leading_coach": set()},
    "one of two": {"a": set(), "b": {"two", "other"}, "c": set(), "leading_coach": set()},
    "who coaches two places": {
        "a": {"two", "other"},
        "b": {"other"},
        "c": {"other"},
        "leading_coach": {"other"},
    },
    "both": {"a": {"two", "other"}, "b": {"two", "other"}, "c": {"two", "other"}, "leading_coach": {"other"}},
}


@pytest.mark.parametrize("away", MINE)
def test_what_is_mine(world: DutyWorld, away: str) -> None:
    """Said once more in plain sets: those who are away hand on; where nobody is left it is everyone's."""
    world.leave(*AWAY[away])
    for name, places in MINE[away].items():
        query = select(Place.slug).where(places_on_duty_for(world.person(name), today()))
        assert (name, set(db.session.scalars(query))) == (name, places | EVERYONES)


RECEIVERS: dict[str, dict[str, list[str]]] = {
    "nobody": {"two": ["a", "b"], "other": ["b"], "none": ["a", "b", "c", "pool", "both", "leading_coach"]},
    "one of two": {"two": ["b"], "other": ["b"], "none": ["b", "c", "pool", "both", "leading_coach"]},
    "both": {"two": ["c", "pool", "both"], "other": ["c", "pool", "both", "leading_coach"]},
    "of the pool": {"two": ["a", "b"], "none": ["a", "b", "c", "both", "leading_coach"]},
    "everybody": {"two": ["a", "b", "c", "pool", "both"]},
}


@pytest.mark.parametrize("away", RECEIVERS)
def test_receivers(world: DutyWorld, away: str) -> None:
    world.leave(*AWAY[away])
    for slug, expected in RECEIVERS[away].items():
        found = [user.name for user in receivers_for(world.places[slug])]
        assert (slug, found) == (slug, expected)


def test_who_has_taken_over_is_told_too(world: DutyWorld) -> None:
    two, pool = world.places["two"], world.person("pool")
    assert [u.name for u in receivers_for(two, beside=pool)] == ["a", "b", "pool"]
    assert [u.name for u in receivers_for(two, beside=world.person("a"))] == ["a", "b"]
    assert [u.name for u in receivers_for(two, beside=world.person("closed"))] == ["a", "b"]


@pytest.mark.parametrize(
    ("first", "last", "back", "is_away"),
    [
        (timedelta(0), timedelta(0), False, True),
        (-ONE, timedelta(0), False, True),
        (timedelta(0), ONE, False, True),
        (ONE, TWO, False, False),
        (-TWO, -ONE, False, False),
        (-ONE, ONE, True, False),
    ],
)
def test_both_days_are_included(
    world: DutyWorld, first: timedelta, last: timedelta, back: bool, is_away: bool
) -> None:
    world.leave("a", first=first, last=last, back=back)
    until = {world.person("a").id: today() + last} if is_away else {}
    assert list_away(world.places["two"], today()) == until
    assert {e.user.name: e.away_until for e in list_staff(world.places["two"], today()) if e.away_until} == (
        {"a": today() + last} if is_away else {}
    )


def test_of_two_absences_the_later_end_counts(world: DutyWorld) -> None:
    world.leave("a", last=ONE)
    world.leave("a", last=TWO)
    assert list_away(world.places["two"], today()) == {world.person("a").id: today() + TWO}


def test_covered_rows(app: Flask) -> None:
    """The twin of the predicate, for everybody and every submission and conversation."""
    dals, amal, talk = make_world("fargelanda"), make_world("amal"), make_talk_world()
    submissions = [dals.submit(), amal.submit()]
    threads = [talk.ask(), talk.ask_generally()]
    workplace, found = load_review(submissions[0].id)
    covers.take_submission(fresh(amal.coach), workplace=workplace, submission=found)
    covers.take_thread(fresh(talk.pool), conversation=get_conversation(threads[1].id))
    db.session.expire_all()
    people = [dals.coach, dals.outsider, dals.leader, amal.coach, talk.pool, talk.coach, talk.region]
    for person in people:
        user = fresh(person)
        listed = set(db.session.scalars(select(Submission.id).where(submissions_covered_by(user))))
        talked = set(db.session.scalars(select(Thread.id).where(threads_covered_by(user))))
        allowed = {s.id for s in submissions if policy.stands_in(user, load_review(s.id)[1])}
        answers = {t.id for t in threads if user.id in get_conversation(t.id).covers}
        assert (user.email, listed, talked) == (user.email, allowed, answers)
