"""Bringing back what an answer said before: a new version each time, refused in words where it cannot be."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.errors import ConflictError, InvalidError, LockedError, NotAllowedError, NotFoundError, StaleError
from portal.models import Event, Revision
from portal.services import rows
from tests.restoration_world import ASSETS, EMPLOYER, TEXT, RestorationWorld, answer, count, kept, last_event


@pytest.fixture
def world(app: Flask) -> RestorationWorld:
    return RestorationWorld()


def test_an_earlier_text_is_a_new_version(world: RestorationWorld) -> None:
    world.write("Badet", 0)
    world.write("Skogen", 1)
    assert world.back(1, 2) == []
    assert answer() == ("Badet", None, 3)
    assert kept(question_key=TEXT) == ["Badet", "Skogen", "Badet"]
    assert last_event() == ("answer_saved", TEXT, {"version": 3})


def test_an_emptied_text_and_a_not_relevant_come_back(world: RestorationWorld) -> None:
    world.write("Badet", 0)
    world.write(None, 1)
    world.write(None, 2, why="Inget är bäst")
    world.back(1, 3)
    assert answer() == ("Badet", None, 4)
    world.back(3, 4)
    assert answer() == (None, "Inget är bäst", 5)


def test_a_page_that_has_grown_old_brings_nothing_back(world: RestorationWorld) -> None:
    world.write("Badet", 0)
    world.write("Skogen", 1)
    world.write("Torget", 2)
    before = count(Revision), count(Event)
    with pytest.raises(StaleError):
        world.back(1, 2)
    assert (answer(), count(Revision), count(Event)) == (("Torget", None, 3), *before)


def test_what_stands_there_already_is_no_save(world: RestorationWorld) -> None:
    world.write("Badet", 0)
    world.back(1, 1)
    assert (answer(), count(Revision), count(Event)) == (("Badet", None, 1), 1, 1)


@pytest.mark.parametrize("version", [0, 2, 2**40])
def test_a_version_that_never_was(world: RestorationWorld, version: int) -> None:
    world.write("Badet", 0)
    with pytest.raises(NotFoundError):
        world.back(version, 1)


def test_refused_to_coaches_and_while_it_is_reviewed(world: RestorationWorld) -> None:
    world.write("Badet", 0)
    world.write("Skogen", 1)
    row = world.add(ASSETS, asset="Ån")
    world.edit(row, 1, asset="Bäcken")
    with pytest.raises(NotAllowedError):
        world.back(1, 2, actor=world.coach)
    with pytest.raises(NotAllowedError):
        world.row_back(row, 1, 2, actor=world.coach)
    world.review()
    with pytest.raises(LockedError, match="locked while the coach reviews"):
        world.back(1, 2)
    with pytest.raises(LockedError):
        world.row_back(row, 1, 2)
    assert (answer()[0], row.values) == ("Skogen", {"asset": "Bäcken"})


def test_a_reference_to_a_removed_row_asks_for_that_row_first(world: RestorationWorld) -> None:
    village, mill = (world.add("organisations", name=name) for name in ("Byalaget", "Bruket"))
    world.write([village.id], 0, EMPLOYER)
    world.write([mill.id], 1, EMPLOYER)
    world.remove(village)
    with pytest.raises(InvalidError) as refused:
        world.back(1, 2, EMPLOYER)
    name = refused.value.message.params["name"]
    assert (name.sv, answer(EMPLOYER)[0]) == ("Byalaget", [mill.id])
    rows.restore_row(world.leader, workplace=world.workplace, row=village)
    assert world.back(1, 2, EMPLOYER) == []
    assert answer(EMPLOYER)[0] == [village.id]


def test_not_relevant_does_not_come_back_over_rows(world: RestorationWorld) -> None:
    world.write(None, 0, ASSETS, why="Inget")
    row = world.add(ASSETS, asset="Ån")
    with pytest.raises(ConflictError, match="rows now"):
        world.back(1, 2, ASSETS)
    world.remove(row)
    world.back(1, 2, ASSETS)
    assert answer(ASSETS) == (None, "Inget", 3)
