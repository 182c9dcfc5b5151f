"""Bringing back what a row said before, removed ones, too, and those that are answered with one tap."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from portal.errors import InvalidError, StaleError
from portal.models import Row
from portal.services import presets
from tests.restoration_world import MEMBERS, SERVICES, RestorationWorld, kept, last_event


@pytest.fixture
def world(app: Flask) -> RestorationWorld:
    return RestorationWorld()


def test_a_row_as_it_was(world: RestorationWorld) -> None:
    row = world.add("organisations", name="Byalaget", contact="Ring ordföranden")
    world.edit(row, 1, name="Byarådet", contact=None)
    world.row_back(row, 1, 2)
    assert (row.values, row.version) == ({"name": "Byalaget", "contact": "Ring ordföranden"}, 3)
    assert last_event() == ("row_changed", "organisations", {"row": row.id, "version": 3})
    with pytest.raises(StaleError):
        world.row_back(row, 2, 2)


def test_a_removed_row_comes_back_as_it_was_then(world: RestorationWorld) -> None:
    row = world.add("organisations", name="Byalaget")
    world.edit(row, 1, name="Byarådet")
    world.remove(row)
    with pytest.raises(StaleError):
        world.row_back(row, 1, 2)
    world.row_back(row, 1, 3)
    assert (row.values, row.version, row.deleted_at) == ({"name": "Byalaget"}, 4, None)
    assert last_event() == ("row_restored", "organisations", {"row": row.id, "version": 4})
    assert kept(row_id=row.id)[-1] == {"name": "Byalaget"}


def test_a_row_leaves_out_what_is_removed_and_tells_it(world: RestorationWorld) -> None:
    log = {"date": "2026-10-14", "kind": "open_meeting", "what": "Öppet möte"}
    village = world.add("organisations", name="Byalaget")
    row = world.add("log", **log, who=[village.id])
    world.edit(row, 1, who=None, what="Stormöte")
    world.remove(village)
    assert world.row_back(row, 1, 2) == ["Byalaget"]
    assert row.values == log


def test_a_row_that_needs_what_is_removed_asks_for_it_first(world: RestorationWorld) -> None:
    village, mill = (world.add("organisations", name=name) for name in ("Byalaget", "Bruket"))
    row = world.add(MEMBERS, organisation=[village.id])
    world.edit(row, 1, organisation=[mill.id])
    world.remove(village)
    with pytest.raises(InvalidError, match="removed from its list"):
        world.row_back(row, 1, 2)
    assert row.values == {"organisation": [mill.id]}


def test_a_coach_brings_back_their_own_log_row_and_leaves_what_is_the_team_s(world: RestorationWorld) -> None:
    """Whom the team has put there, from a register that is not shared, stays."""
    log = {"date": "2026-10-14", "kind": "open_meeting", "what": "Öppet möte"}
    village = world.add("organisations", name="Byalaget")
    row = world.add("log", actor=world.coach, **log)
    world.edit(row, 1, what="Stormöte", who=[village.id])
    world.row_back(row, 1, 2, actor=world.coach)
    assert row.values == {**log, "who": [village.id]}


def test_a_tap_is_taken_back_and_comes_back_with_its_note(world: RestorationWorld) -> None:
    where = world.register(SERVICES)
    preset = where.presets[0]

    def tap(base: int, **values: Any) -> Row:
        saved = presets.save_preset(
            world.leader,
            workplace=world.workplace,
            register=where,
            preset=preset,
            values=values,
            base_version=base,
        )
        assert saved is not None
        return saved

    row = tap(0, state="threatened", threat="Pumpen är gammal", note="Ring macken")
    tap(1, state=None)
    assert row.values == {"note": "Ring macken"}
    world.row_back(row, 1, 2)
    assert row.values == {"state": "threatened", "threat": "Pumpen är gammal", "note": "Ring macken"}
    assert last_event() == ("preset_saved", SERVICES, {"row": row.id, "version": 3, "preset": preset.key})
