"""Rows that are listed in advance: stored with the first tap, changed a column at a time."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from portal.errors import InvalidError, LockedError, StaleError
from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from portal.queries.rows import list_rows
from portal.services.presets import save_preset
from tests.factories import make_leader, make_place, open_workplace

SERVICES = "mapping.services.list"
VOICES = "anchoring.voices.groups"


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


def tap(
    workplace: Workplace, leader: User, key: str, preset: str, base_version: int, **values: Any
) -> Row | None:
    register = workplace.process.register(key)
    assert register is not None
    found = register.preset(preset)
    assert found is not None
    return save_preset(
        leader, workplace=workplace, register=register, preset=found, values=values, base_version=base_version
    )


def test_a_tap_stores_the_row(workplace: Workplace, leader: User) -> None:
    row = tap(workplace, leader, SERVICES, "fuel", 0, state="threatened", threat="Pumpen är gammal.")
    assert row is not None
    assert (row.preset_key, row.version) == ("fuel", 1)
    assert [r.values for r in list_rows(workplace.journey, SERVICES)] == [
        {"state": "threatened", "threat": "Pumpen är gammal."}
    ]


def test_nothing_said_stores_nothing(workplace: Workplace, leader: User) -> None:
    assert tap(workplace, leader, SERVICES, "fuel", 0, state=None, note="") is None
    assert list_rows(workplace.journey, SERVICES) == []


def test_another_answer_drops_what_it_hides_and_keeps_the_rest(workplace: Workplace, leader: User) -> None:
    tap(workplace, leader, SERVICES, "fuel", 0, state="threatened", threat="Pumpen", depends="Alla", note="N")
    row = tap(workplace, leader, SERVICES, "fuel", 1, state="missing")
    assert row is not None
    assert (row.values, row.version) == ({"state": "missing", "depends": "Alla", "note": "N"}, 2)


def test_some_groups_are_never_counted(workplace: Workplace, leader: User) -> None:
    row = tap(workplace, leader, VOICES, "disabilities", 0, how="heard", count=3)
    assert row is not None
    assert row.values == {"how": "heard"}


def test_of_two_first_answers_the_second_is_told(workplace: Workplace, leader: User) -> None:
    row = tap(workplace, leader, SERVICES, "fuel", 0, state="exists")
    with pytest.raises(StaleError) as refused:
        tap(workplace, leader, SERVICES, "fuel", 0, state="missing")
    assert refused.value.current is row
    assert tap(workplace, leader, SERVICES, "fuel", 0, state="exists") is row


def test_locked_while_under_review(workplace: Workplace, leader: User) -> None:
    workplace.journey.checkpoint_state = "under_review"
    db.session.flush()
    with pytest.raises(LockedError):
        tap(workplace, leader, SERVICES, "fuel", 0, state="exists")


def test_unknown_columns_are_refused(workplace: Workplace, leader: User) -> None:
    with pytest.raises(InvalidError):
        tap(workplace, leader, SERVICES, "fuel", 0, state="exists", secret="x")
