"""The places and people that the figures are taken on: three filled places, one in each state, and copies of them. Each
has published its plan."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import insert

from bench import village
from bench.copies import Copier, read
from bench.talking import talk
from portal.clock import now
from portal.extensions import db
from portal.models import Assignment, Municipality, Place, User
from portal.process.definitions import latest
from portal.queries.people import find_user_by_email
from portal.services.passwords import hash_password
from portal.text import fold, sort_key

DEFINITION = "hallbara-platser"
PASSWORD = "a-long-password-for-figures"  # noqa: S105  opens a database that is thrown away
SEED = 20_260_302
STATES = ("passed", "under_review", "submitted")
"""Place number i stands in state i % 3."""

PLACES_OF_A_COACH = 30
PLACES_OF_A_MUNICIPALITY = 25
BATCH = 50
"""Places written at a time."""


@dataclass(frozen=True, slots=True)
class People:
    """Ids of those who belong to a place."""

    leader: int
    coach: int


def slug_of(number: int) -> str:
    return f"plats-{number:04}"


def leader_of(number: int) -> str:
    return f"leader-{number:04}@bench.example"


def coach_of(number: int) -> str:
    return f"coach-{number // PLACES_OF_A_COACH:04}@bench.example"


def officer_of(number: int) -> str:
    return f"officer-{number // PLACES_OF_A_MUNICIPALITY:04}@bench.example"


def build(places: int) -> None:
    """Everything, committed. `places` is at least 3. Needs a request context, as letters have links."""
    random = Random(SEED)  # noqa: S311  the same in every run, on purpose
    ids = _add_people(places)
    _add_places(places)
    _give_roles(places, ids)
    for number, state in enumerate(STATES):
        _build_one(number, state, random)
    db.session.flush()
    process = latest(DEFINITION)
    templates = [read(process, number + 1) for number in range(len(STATES))]
    copier = Copier()
    for number in range(len(STATES), places):
        kind = number % len(STATES)
        people = {ids[leader_of(kind)]: ids[leader_of(number)], ids[coach_of(kind)]: ids[coach_of(number)]}
        copier.copy(templates[kind], number + 1, people)
        if number % BATCH == 0:
            copier.write()
    copier.write()
    talk(random)
    db.session.commit()


def _add_people(places: int) -> dict[str, int]:
    """A leader for each place, coaches, officers; all with one password. Their ids by address."""
    password = hash_password(PASSWORD)
    emails = list(
        dict.fromkeys(of(number) for of in (leader_of, coach_of, officer_of) for number in range(places))
    )
    people = [
        {
            "id": number,
            "email": email,
            "name": email.partition("@")[0].capitalize(),
            "search_name": fold(email),
            "sort_key": sort_key(email),
            "password_hash": password,
            "created_at": now(),
        }
        for number, email in enumerate(emails, start=1)
    ]
    db.session.execute(insert(User), people)
    return {email: number for number, email in enumerate(emails, start=1)}


def _add_places(places: int) -> None:
    """Place i has the id i + 1; so have municipalities, of which each holds a few."""
    towns = range(-(-places // PLACES_OF_A_MUNICIPALITY))
    named = [_named(f"Kommun {number + 1}", f"kommun-{number:04}", number + 1) for number in towns]
    db.session.execute(insert(Municipality), named)
    db.session.execute(
        insert(Place),
        [
            _named(f"Plats {number:04}", slug_of(number), number + 1)
            | {
                "municipality_id": number // PLACES_OF_A_MUNICIPALITY + 1,
                "population": 400,
                "population_year": 2025,
            }
            for number in range(places)
        ],
    )


def _named(name: str, slug: str, key: int) -> dict[str, Any]:
    return {
        "id": key,
        "slug": slug,
        "name": name,
        "search_name": fold(name),
        "sort_key": sort_key(name),
        "created_at": now(),
    }


def _give_roles(places: int, ids: dict[str, int]) -> None:
    held: list[dict[str, Any]] = []
    moment = now()
    for number in range(places):
        held.append({"user_id": ids[leader_of(number)], "role": "leader", "place_id": number + 1})
        held.append({"user_id": ids[coach_of(number)], "role": "place_coach", "place_id": number + 1})
    db.session.execute(insert(Assignment), [{**each, "since": moment} for each in held])
    towns = range(0, places, PLACES_OF_A_MUNICIPALITY)
    officers = [
        {
            "user_id": ids[officer_of(number)],
            "role": "officer",
            "municipality_id": number // PLACES_OF_A_MUNICIPALITY + 1,
            "since": moment,
        }
        for number in towns
    ]
    db.session.execute(insert(Assignment), officers)


def _build_one(number: int, state: str, random: Random) -> None:
    place = db.session.get_one(Place, number + 1)
    village.begin(place, (DEFINITION, latest(DEFINITION).version))
    leader, coach = _person(leader_of(number)), _person(coach_of(number))
    village.fill(place, leader, random)
    submission = village.submit(place, leader)
    if state != "submitted":
        village.review(submission, coach, random, decide=state == "passed")
    village.share_plan(place, leader)


def _person(email: str) -> User:
    user = find_user_by_email(email)
    if user is None:
        raise LookupError(email)
    return user
