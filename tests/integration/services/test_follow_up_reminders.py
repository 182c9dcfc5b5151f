"""A follow-up whose day has come is told once: to who keeps an eye on the action, else to the whole team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.clock import today
from portal.extensions import db, writing
from portal.models import ActionFollowUp, Assignment, Notice, User
from portal.services import follow_ups, keepers, rows
from portal.services.action_status import set_status
from portal.services.follow_up_reminders import remind_of_follow_ups
from portal.worker import REMINDERS
from tests.factories import make_leader
from tests.plan_world import PlanWorld
from tests.work_world import make_work_world, row_of

SECOND = "second@example.org"
BOTH = ["leader@example.org", SECOND]


@pytest.fixture(autouse=True)
def as_a_worker(app: Flask) -> Iterator[None]:
    token = writing.set(True)
    yield
    writing.reset(token)


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world, ids = make_work_world()
    make_leader(world.place, SECOND)
    row = row_of(ids["plots"])
    follow_ups.plan_follow_up(world.leader, workplace=world.workplace, row=row, due_on=today() + timedelta(3))
    db.session.commit()
    return world


def remind(day: date) -> list[str]:
    """Whom a day's round tells, by the portal."""
    before = set(db.session.scalars(select(Notice.id)))
    after: int | None = 0
    while after is not None:
        after = remind_of_follow_ups(day, after=after)
        db.session.commit()
    query = select(Notice.id, User.email, Notice.path).join(User, User.id == Notice.user_id)
    found = db.session.execute(query.where(Notice.kind == "follow_up_due", Notice.channel == "portal"))
    told = sorted((email, path) for number, email, path in found if number not in before)
    row_id = db.session.scalars(select(ActionFollowUp.row_id)).one()
    assert {path for _email, path in told} <= {f"/places/dals-rostock/actions/{row_id}/"}
    return [email for email, _path in told]


def test_once_when_the_day_has_come(world: PlanWorld) -> None:
    day = today() + timedelta(3)
    days = [day - timedelta(1), day, day, day + timedelta(1)]
    assert [remind(each) for each in days] == [[], BOTH, [], []]


@pytest.mark.parametrize(("late", "told"), [(14, BOTH), (15, [])])
def test_a_worker_that_stood_still_reminds_for_two_weeks(
    world: PlanWorld, late: int, told: list[str]
) -> None:
    assert remind(today() + timedelta(3 + late)) == told


def test_who_keeps_an_eye_on_it_is_told_alone_while_in_the_team(world: PlanWorld) -> None:
    follow_up = db.session.scalars(select(ActionFollowUp)).one()
    keeper = db.session.scalars(select(User).where(User.email == SECOND)).one()
    keepers.set_keeper(
        world.leader, workplace=world.workplace, row=row_of(follow_up.row_id), keeper=keeper.id
    )
    assert remind(follow_up.due_on) == [SECOND]
    later = today() + timedelta(5)
    follow_ups.plan_follow_up(
        world.leader, workplace=world.workplace, row=row_of(follow_up.row_id), due_on=later
    )
    db.session.execute(
        update(Assignment).where(Assignment.user_id == keeper.id).values(ended_at=keeper.created_at)
    )
    db.session.delete(follow_up)
    db.session.commit()
    assert remind(later) == ["leader@example.org"]


@pytest.mark.parametrize("why", ["finished", "dropped", "removed", "deleted", "done", "paused"])
def test_what_needs_no_look_is_not_reminded_of(world: PlanWorld, why: str) -> None:
    found = db.session.scalars(select(ActionFollowUp)).one()
    place = {"workplace": world.workplace, "row": row_of(found.row_id)}
    if why in ("finished", "dropped"):
        set_status(world.leader, **place, status={"finished": "done"}.get(why, why), base_version=1)
    elif why == "removed":
        follow_ups.remove_follow_up(world.leader, **place, follow_up=found)
    elif why == "deleted":
        rows.delete_row(world.leader, **place, though_used=True)
    elif why == "done":
        follow_ups.complete(world.leader, **place, follow_up=found)
    else:
        world.workplace.journey.state = "paused"
    db.session.commit()
    assert remind(found.due_on) == []


def test_the_worker_knows_of_them() -> None:
    assert remind_of_follow_ups in REMINDERS
