"""A register is "not relevant here" only while nothing stands in it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.errors import ConflictError
from portal.extensions import db
from portal.models import Answer, Row, User
from portal.policy import Workplace
from portal.process.schema import Register
from portal.services import answers, restorations, rows
from tests.factories import make_leader, make_place, open_workplace

ASSETS = "mapping.assets.list"


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


def register(workplace: Workplace) -> Register:
    found = workplace.process.register(ASSETS)
    assert found is not None
    return found


def add(workplace: Workplace, leader: User) -> Row:
    return rows.add_row(leader, workplace=workplace, register=register(workplace), values={"asset": "Ån"})


def say_not_relevant(workplace: Workplace, leader: User, base_version: int = 0) -> None:
    answers.save_answer(
        leader,
        workplace=workplace,
        question=register(workplace),
        value=None,
        not_relevant="Inget sådant",
        base_version=base_version,
    )


def why_not() -> list[str | None]:
    return list(db.session.scalars(select(Answer.not_relevant).where(Answer.question_key == ASSETS)))


def test_not_while_there_are_rows(workplace: Workplace, leader: User) -> None:
    add(workplace, leader)
    with pytest.raises(ConflictError):
        say_not_relevant(workplace, leader)
    assert why_not() == []


@pytest.mark.parametrize("way", ["undo", "history"])
def test_a_row_that_comes_back_makes_it_relevant_again(workplace: Workplace, leader: User, way: str) -> None:
    row = add(workplace, leader)
    rows.delete_row(leader, workplace=workplace, row=row)
    say_not_relevant(workplace, leader)
    assert why_not() == ["Inget sådant"]
    if way == "undo":
        rows.restore_row(leader, workplace=workplace, row=row)
    else:
        restorations.restore_row_version(leader, workplace=workplace, row=row, version=1, base_version=2)
    assert (why_not(), row.deleted_at) == ([None], None)
