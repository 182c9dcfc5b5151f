"""Comments and waivers: versioned, only musts are waived, locked during a review."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.errors import InvalidError, LockedError, NotAllowedError, NotFoundError, StaleError
from portal.models import CriterionNote
from portal.queries.checkpoint import get_record
from portal.services import criterion_notes
from tests.checkpoint_world import CheckpointWorld, make_world


def save(world: CheckpointWorld, key: str = "place", version: int = 0, **texts: str) -> int:
    note = criterion_notes.save(
        world.leader, workplace=world.workplace, criterion_key=key, version=version, **texts
    )
    return note.version


def test_comment_and_waiver_share_a_version(app: Flask) -> None:
    world = make_world(ready=False)
    assert save(world, comment="  Vi gick hem till folk. ") == 1
    assert save(world, version=1, waiver="Det går inte.") == 2
    note = get_record(world.workplace.journey).notes["place"]
    assert (note.comment, note.waiver) == ("Vi gick hem till folk.", "Det går inte.")


@pytest.mark.parametrize("version", [0, 7])
def test_a_stale_save_hands_back_what_stands(app: Flask, version: int) -> None:
    world = make_world(ready=False)
    save(world, comment="Först.")
    with pytest.raises(StaleError) as refused:
        save(world, version=version, comment="Sedan.")
    assert getattr(refused.value.current, "comment", "") == "Först."


def test_a_version_of_a_note_that_is_not_there(app: Flask) -> None:
    """Such as on a page that was opened before the place began a new journey."""
    world = make_world(ready=False)
    with pytest.raises(StaleError) as refused:
        save(world, version=3, comment="Sedan.")
    current = refused.value.current
    assert isinstance(current, CriterionNote)
    assert (current.comment, current.waiver, current.version) == ("", "", 0)
    assert get_record(world.workplace.journey).notes == {}


def test_only_a_must_can_be_waived(app: Flask) -> None:
    world = make_world(ready=False)
    with pytest.raises(InvalidError):
        save(world, key="swot", waiver="Det går inte.")
    assert save(world, key="swot", comment="Svårt.") == 1


def test_refused(app: Flask) -> None:
    world = make_world()
    with pytest.raises(NotFoundError):
        save(world, key="no_such", comment="x")
    with pytest.raises(InvalidError):
        save(world, key="swot", comment="x" * 2001)
    with pytest.raises(NotAllowedError):
        criterion_notes.save(
            world.coach, workplace=world.workplace, criterion_key="swot", version=0, comment="x"
        )
    world.submit()
    with pytest.raises(LockedError):
        save(world, key="swot", comment="x")


def test_a_waiver_makes_ready(app: Flask) -> None:
    world = make_world(ready=True, definition_key="tiny")
    submission = world.submit()
    told = {each["key"]: (each["state"], each["waiver"]) for each in submission.snapshot["readiness"]}
    assert told["named"] == ("waived", "Det går inte just nu.")
    assert told["sectors"] == ("talk", None)
