"""A place with everything in it, for tests of its pages: what the team wrote, and who may read what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event

from portal.extensions import db
from portal.models import Journey, Place, Row, User
from portal.policy import Workplace
from tests.factories import (
    make_answer,
    make_coach,
    make_leader,
    make_officer,
    make_place,
    make_region,
    make_row,
    open_workplace,
    share,
)

SECRET = "TEAMETS HEMLIGHET"
DRAFT = "UTKAST SOM INTE DELATS"


@dataclass
class PlaceWorld:
    """Dals Rostock: `anchoring` is shared, `mapping` is not; another place beside it."""

    place: Place
    leader: User
    second: User
    coach: User
    region: User
    officer: User
    stranger: User
    elsewhere: Workplace
    organisation: Row
    foreign: Row

    @property
    def workplace(self) -> Workplace:
        return open_workplace(self.place)

    @property
    def journey(self) -> Journey:
        return self.workplace.journey


def make_place_world() -> PlaceWorld:
    """Everything that its tests look for."""
    place = make_place()
    other = make_place("asensbruk", "Åsensbruk")
    leader, second = make_leader(place), make_leader(place, "second@example.org")
    stranger = make_leader(other, "stranger@example.org")
    coach, region = make_coach(place), make_region()
    db.session.refresh(place, ["municipality"])
    officer = make_officer(place.municipality)
    workplace, elsewhere = open_workplace(place), open_workplace(other)
    organisation = make_row(
        workplace, "organisations", {"name": "Melleruds kommun", "contact": SECRET}, leader
    )
    foreign = make_row(elsewhere, "organisations", {"name": "Främmande förening"}, stranger)
    make_answer(workplace, "anchoring.start.employer", [organisation.id], leader)
    make_answer(workplace, "anchoring.start.cash_flow", "Kommunen ligger ute", leader)
    make_answer(workplace, "mapping.homes.more_residents", DRAFT, leader)
    make_row(
        workplace,
        "anchoring.working_group.members",
        {"organisation": [organisation.id], "role": "Sammankallande", "name": SECRET},
        leader,
    )
    make_row(workplace, "mapping.assets.list", {"asset": DRAFT, "why": DRAFT}, leader)
    share(workplace, "anchoring", leader)
    db.session.commit()
    return PlaceWorld(
        place, leader, second, coach, region, officer, stranger, elsewhere, organisation, foreign
    )


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
