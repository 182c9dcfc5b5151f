"""Builders of what tests need in the database. Small functions; each flushes, none commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert

from portal.clock import now
from portal.extensions import db
from portal.models import Answer, Assignment, Journey, Municipality, Place, Row, Share, User
from portal.policy import Workplace
from portal.queries.people import find_user_by_email
from portal.queries.workplaces import get_workplace
from portal.services.journey_dates import keep_dates
from portal.services.passwords import hash_password
from portal.services.revisions import keep
from portal.text import fold, sort_key


def make_user(email: str = "leader@example.org", name: str = "Processledare") -> User:
    """A person without a role."""
    user = User(
        email=email,
        name=name,
        search_name=fold(name),
        sort_key=sort_key(name),
        created_at=now(),
        assignments=[],
    )
    db.session.add(user)
    db.session.flush()
    return user


def make_municipality(name: str = "Mellerud") -> Municipality:
    found = Municipality(
        slug=name.lower(), name=name, search_name=fold(name), sort_key=sort_key(name), created_at=now()
    )
    db.session.add(found)
    db.session.flush()
    return found


def make_place(
    slug: str = "dals-rostock",
    name: str = "Dals Rostock",
    municipality: Municipality | None = None,
    **journey: Any,
) -> Place:
    """A place with a journey that has just begun; `journey` sets columns of it."""
    municipality = municipality or make_municipality(f"Kommun {slug}")
    place = Place(
        slug=slug,
        name=name,
        search_name=fold(name),
        sort_key=sort_key(name),
        municipality_id=municipality.id,
        created_at=now(),
    )
    db.session.add(place)
    db.session.flush()
    values = {"definition_key": "hallbara-platser", "definition_version": 1, "starts_on": date(2026, 3, 2)}
    moment = now()
    begun = Journey(**{"place_id": place.id, "created_at": moment, "changed_at": moment, **values, **journey})
    db.session.add(begun)
    db.session.flush()
    keep_dates(begun)
    return place


def make_places(number: int, coach: User) -> None:
    """Many more places under way, all of them the coach's, with a handful of statements."""
    municipality, moment = make_municipality("Många platser"), now()
    places = [
        {
            "slug": f"plats-{n}",
            "name": f"Plats {n}",
            "search_name": f"plats {n}",
            "sort_key": sort_key(f"Plats {n}"),
            "municipality_id": municipality.id,
            "created_at": moment,
        }
        for n in range(number)
    ]
    ids = db.session.scalars(insert(Place).returning(Place.id), places).all()
    begun = {"definition_key": "hallbara-platser", "definition_version": 1, "starts_on": date(2026, 3, 2)}
    begun |= {"created_at": moment, "changed_at": moment}
    db.session.execute(insert(Journey), [{**begun, "place_id": place} for place in ids])
    held = {"user_id": coach.id, "role": "place_coach", "since": moment}
    db.session.execute(insert(Assignment), [{**held, "place_id": place} for place in ids])


def give_role(
    user: User, role: str, place: Place | None = None, municipality: Municipality | None = None
) -> User:
    """The person with the role, loaded as a request loads them."""
    db.session.add(
        Assignment(
            user_id=user.id,
            role=role,
            place_id=place.id if place else None,
            municipality_id=municipality.id if municipality else None,
            since=now(),
        )
    )
    db.session.flush()
    db.session.expire(user)
    found = find_user_by_email(user.email)
    assert found is not None
    return found


def make_leader(place: Place, email: str = "leader@example.org") -> User:
    return give_role(make_user(email), "leader", place)


def make_coach(place: Place, email: str = "coach@example.org") -> User:
    return give_role(make_user(email, "Coach (service)"), "place_coach", place)


def make_region(email: str = "region@example.org") -> User:
    return give_role(make_user(email, "Regionens team"), "region")


def make_officer(municipality: Municipality, email: str = "officer@example.org") -> User:
    return give_role(make_user(email, "Kommunens kontakt"), "officer", municipality=municipality)


def open_workplace(place: Place) -> Workplace:
    """The place as a request finds it."""
    return get_workplace(place.slug)


def share(workplace: Workplace, subject: str, user: User) -> Workplace:
    """The place with a step or register shared."""
    db.session.add(
        Share(journey_id=workplace.journey.id, subject_key=subject, shared_by=user.id, shared_at=now())
    )
    db.session.flush()
    return get_workplace(workplace.place.slug)


def make_row(
    workplace: Workplace,
    register: str,
    values: Mapping[str, Any],
    user: User,
    position: int = 1,
    preset: str | None = None,
) -> Row:
    """A stored row, past all checks."""
    moment = now()
    row = Row(
        journey_id=workplace.journey.id,
        register_key=register,
        preset_key=preset,
        position=position,
        values=dict(values),
        created_by=user.id,
        created_at=moment,
        updated_by=user.id,
        updated_at=moment,
    )
    db.session.add(row)
    db.session.flush()
    keep([row])
    return row


def make_answer(workplace: Workplace, question: str, value: Any, user: User) -> Answer:
    """A stored answer, past all checks."""
    answer = Answer(
        journey_id=workplace.journey.id,
        question_key=question,
        value=value,
        updated_by=user.id,
        updated_at=now(),
        version=1,
    )
    db.session.add(answer)
    db.session.flush()
    keep([answer])
    return answer


def make_account(email: str, password: str, name: str = "Person") -> User:
    """A person without a role who can sign in with this password."""
    user = make_user(email, name)
    user.password_hash = hash_password(password)
    db.session.flush()
    return user
