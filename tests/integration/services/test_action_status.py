"""The status of an action is a save of its row: with its revision and event, and only where nobody else set another."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.errors import DomainError, InvalidError, NotAllowedError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Event, Revision
from portal.services import rows
from portal.services.action_status import set_status
from tests.plan_world import PlanWorld
from tests.work_world import make_work_world, row_of


@pytest.fixture
def place(app: Flask) -> tuple[PlanWorld, int]:
    world, ids = make_work_world()
    return world, ids["plots"]


def move(place: tuple[PlanWorld, int], status: str, base: int, who: str = "leader") -> None:
    world, row_id = place
    set_status(
        getattr(world, who),
        workplace=world.workplace,
        row=row_of(row_id),
        status=status,
        base_version=base,
    )


def test_a_move_is_a_save_of_the_row(place: tuple[PlanWorld, int]) -> None:
    before = row_of(place[1]).values
    move(place, "under_way", 1)
    row = row_of(place[1])
    assert (row.values, row.version) == ({**before, "status": "under_way"}, 2)
    revision = db.session.scalars(
        select(Revision).where(Revision.row_id == row.id, Revision.version == 2)
    ).one()
    assert revision.value == row.values
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert (event.kind, event.data) == ("row_changed", {"row": row.id, "version": 2})


def test_the_same_status_again_changes_nothing(place: tuple[PlanWorld, int]) -> None:
    move(place, "done", 1)
    move(place, "done", 1)
    assert row_of(place[1]).version == 2


def test_who_has_changed_something_else_is_no_hindrance(place: tuple[PlanWorld, int]) -> None:
    world, row_id = place
    values = {"next_step": "Ring kommunen"}
    rows.edit_row(world.leader, workplace=world.workplace, row=row_of(row_id), values=values, base_version=1)
    move(place, "under_way", 1)
    row = row_of(row_id)
    assert (row.version, row.values["next_step"], row.values["status"]) == (3, "Ring kommunen", "under_way")


@pytest.mark.parametrize(
    ("status", "base", "who", "error"),
    [
        ("done", 1, "leader", StaleError),
        ("done", 0, "leader", StaleError),
        ("done", -1, "leader", StaleError),
        ("later", 2, "leader", InvalidError),
        ("", 2, "leader", InvalidError),
        ("done", 2, "coach", NotAllowedError),
        ("done", 2, "region", NotAllowedError),
        ("done", 2, "officer", NotAllowedError),
    ],
)
def test_refused(
    place: tuple[PlanWorld, int], status: str, base: int, who: str, error: type[DomainError]
) -> None:
    move(place, "under_way", 1)
    with pytest.raises(error):
        move(place, status, base, who)
    assert (row_of(place[1]).version, row_of(place[1]).values["status"]) == (2, "under_way")


def test_before_the_checkpoint_and_once_removed(place: tuple[PlanWorld, int]) -> None:
    world, row_id = place
    world.workplace.journey.checkpoint_state = "not_submitted"
    db.session.flush()
    with pytest.raises(NotAllowedError):
        move(place, "done", 1)
    world.workplace.journey.checkpoint_state = "go_on"
    rows.delete_row(world.leader, workplace=world.workplace, row=row_of(row_id), though_used=True)
    with pytest.raises(NotFoundError):
        move(place, "done", 2)
