"""Following a plan."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.errors import NotAllowedError
from portal.extensions import db
from portal.models import Event, Notice, NoticeChoice, PlanFollow, Row
from portal.queries.editions import find_open_edition
from portal.services import editions, follows
from tests.answers_world import make_answers_world, share_plan
from tests.plan_world import PlanWorld, letters

World = tuple[PlanWorld, list[int]]


@pytest.fixture
def made(app: Flask) -> World:
    return make_answers_world()


def test_who_follows_hears_once_of_the_next_edition(made: World) -> None:
    world, _rows = made
    edition = find_open_edition(world.workplace.journey)
    assert edition is not None
    for who in ("officer", "coach"):
        for _twice in range(2):
            follows.follow(getattr(world, who), workplace=world.workplace, edition=edition)
    for who in ("leader", "stranger"):
        with pytest.raises(NotAllowedError):
            follows.follow(getattr(world, who), workplace=world.workplace, edition=edition)
    # No letters from the municipality's places but of the one plan that is followed.
    db.session.add(NoticeChoice(user_id=world.officer.id, group_key="municipality", frequency="none"))
    db.session.commit()
    assert db.session.query(PlanFollow).count() == 2
    before = len(letters())
    db.session.query(Row).filter_by(register_key="vision.goals.list").one().values = {"goal": "Nytt"}
    share_plan(world)
    assert sorted(letters()[before:]) == [
        ("edition_followed", "coach@example.org"),
        ("edition_followed", "officer@example.org"),
    ]
    assert [n.user_id for n in db.session.query(Notice).filter_by(kind="plan_shared")] == [
        world.officer.id
    ] * 2
    follows.unfollow(world.officer, workplace=world.workplace)
    follows.unfollow(world.officer, workplace=world.workplace)
    assert db.session.query(PlanFollow).count() == 1
    editions.stop(world.leader, workplace=world.workplace)
    kinds = [e.kind for e in db.session.query(Event).order_by(Event.id)]
    assert (kinds.count("plan_followed"), kinds.count("plan_unfollowed")) == (2, 1)
