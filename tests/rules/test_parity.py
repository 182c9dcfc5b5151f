"""What a list shows and what a page allows come from the same rules: compared over every person and every place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_login import AnonymousUserMixin
from sqlalchemy import ColumnElement, select

from portal import policy
from portal.demo import world
from portal.extensions import db
from portal.models import Assignment, Journey, Place, PlanEdition, Submission, User
from portal.process.reach import Reach
from portal.queries import scopes
from portal.queries.people import find_user_by_email
from portal.queries.plans import list_plans
from portal.queries.workplaces import get_workplace_by_journey
from portal.services import accounts, people

Scope = Callable[[User], ColumnElement[bool]]
PLACES: dict[str, tuple[Scope, Callable[..., policy.Ruling]]] = {
    "places": (scopes.places_seen_by, policy.can_see_place),
    "places of a municipality": (scopes.places_served_by, policy.can_answer_for_municipality),
}


@pytest.fixture
def everybody(demo_app: Flask) -> list[User]:
    """The demo world's people, and some who hold two roles or none."""
    with demo_app.test_request_context():
        region = find_user_by_email("region@demo.example")
        assert region is not None
        mixed = {"both": ("leader", "place_coach"), "plain": (), "pool": ("coach",)}
        for login, roles in mixed.items():
            user = accounts.create_user(email=f"{login}@demo.example", name=login, password=world.PASSWORD)
            own = {"leader": "dals-rostock", "place_coach": "fargelanda"}
            for role in roles:
                place = (
                    db.session.scalar(select(Place).where(Place.slug == own[role])) if role in own else None
                )
                people.give_role(region, user=user, role=role, place=place)
        db.session.commit()
        db.session.expunge_all()
        logins = [email for email, *_ in world.ACCOUNTS] + [f"{login}@demo.example" for login in mixed]
        found = [find_user_by_email(email) for email in logins]
        return [user for user in found if user is not None]


@pytest.mark.parametrize("name", PLACES)
def test_places(everybody: list[User], name: str) -> None:
    scope, predicate = PLACES[name]
    workplaces = [get_workplace_by_journey(key) for key in db.session.scalars(select(Journey.id))]
    assert len(workplaces) == len(world.PLACES)
    for user in everybody:
        listed = set(db.session.scalars(select(Place.slug).where(scope(user))))
        allowed = {w.place.slug for w in workplaces if predicate(user, w)}
        assert (user.email, listed) == (user.email, allowed)


@pytest.mark.parametrize("reach", Reach)
def test_plans(everybody: list[User], reach: Reach) -> None:
    """Of every person and a visitor; once more when the edition has ended, and when the place has moved."""
    edition = db.session.scalars(select(PlanEdition)).one()
    edition.audience = reach.value
    db.session.commit()
    workplace = get_workplace_by_journey(edition.journey_id)
    here, elsewhere = _own_and_other(workplace.place)
    for ended, of in ((None, here), (edition.shared_at, here), (None, elsewhere)):
        edition.ended_at, edition.municipality_id = ended, of
        db.session.commit()
        for user in (*everybody, AnonymousUserMixin()):
            listed = [place.slug for _edition, place in list_plans(user, "", 1).items]
            allowed = ended is None and policy.can_read_plan(user, workplace, edition)
            assert listed == ([workplace.place.slug] if allowed else [])


@pytest.mark.parametrize("reach", Reach)
def test_plans_that_a_municipality_keeps(everybody: list[User], reach: Reach) -> None:
    """Of every person: one that has reached it and one that has not, open and ended, before and after a move."""
    edition = db.session.scalars(select(PlanEdition)).one()
    edition.audience, moment = reach.value, edition.shared_at
    workplace = get_workplace_by_journey(edition.journey_id)
    here, elsewhere = _own_and_other(workplace.place)
    cases = [(r, e, of) for r in (None, moment) for e in (None, moment) for of in (here, elsewhere)]
    for edition.reached_at, edition.ended_at, edition.municipality_id in cases:
        db.session.commit()
        for user in everybody:
            kept = select(PlanEdition.id).where(scopes.plans_kept_by(user))
            allowed = policy.can_keep_plan(user, workplace, edition)
            assert list(db.session.scalars(kept)) == ([edition.id] if allowed else [])


def _own_and_other(place: Place) -> tuple[int, int]:
    """The place's municipality, and one that has officers, too."""
    others = select(Assignment.municipality_id).where(
        Assignment.role == "officer", Assignment.municipality_id != place.municipality_id
    )
    other = db.session.scalars(others.order_by(Assignment.id).limit(1)).one()
    assert other is not None
    return place.municipality_id, other


@pytest.mark.parametrize("reach", Reach)
def test_editions_of_a_place(everybody: list[User], reach: Reach) -> None:
    """Of every person: open and ended, reached or not. Each circle holds the coaches, so none is closed to them."""
    edition = db.session.scalars(select(PlanEdition)).one()
    edition.audience, moment = reach.value, edition.shared_at
    workplace = get_workplace_by_journey(edition.journey_id)
    assert reach.covers(Reach.COACHES)
    for reached, ended in ((None, None), (moment, moment)):
        edition.reached_at, edition.ended_at = reached, ended
        db.session.commit()
        for user in everybody:
            of_place = select(PlanEdition.id).join(Journey).join(Place).where(scopes.editions_read_by(user))
            allowed = policy.can_read_edition(user, workplace)
            assert list(db.session.scalars(of_place)) == ([edition.id] if allowed else [])
            assert bool(policy.can_read_plan(user, workplace, edition)) or not allowed


def test_submissions(everybody: list[User]) -> None:
    submissions = list(db.session.scalars(select(Submission)))
    assert submissions != []
    for user in everybody:
        listed = set(db.session.scalars(select(Submission.id).where(scopes.submissions_seen_by(user))))
        allowed = {
            s.id for s in submissions if policy.can_see_review(user, get_workplace_by_journey(s.journey_id))
        }
        assert (user.email, listed) == (user.email, allowed)
