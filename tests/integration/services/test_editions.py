"""Sharing the plan with the municipality."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from portal.errors import InvalidError, NotAllowedError
from portal.extensions import db
from portal.models import Answer, PlanEdition
from portal.queries.editions import find_open_edition
from portal.services import editions
from tests.plan_world import COACH_ONLY, TEAM_ONLY, PlanWorld, events, letters, make_plan_world, write_plan


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


def share(world: PlanWorld) -> PlanEdition:
    edition = editions.share(world.leader, workplace=world.workplace)
    db.session.commit()
    return edition


def change(world: PlanWorld, words: str) -> None:
    db.session.query(Answer).filter_by(question_key="anchoring.place.best").one().value = words
    db.session.commit()


def test_an_edition_holds_the_plan_and_nothing_of_narrower_circles(world: PlanWorld) -> None:
    copy = json.dumps(share(world).snapshot, ensure_ascii=False)
    assert "Ny detaljplan" in copy
    assert "Byalaget" in copy  # the name of an organisation that the plan refers to
    assert TEAM_ONLY not in copy
    assert COACH_ONLY not in copy
    assert "Ordförande" in copy


def test_an_edition_does_not_change_afterwards(world: PlanWorld) -> None:
    edition = share(world)
    change(world, "Nytt")
    db.session.expire_all()
    assert edition.snapshot["copy"]["answers"]["anchoring.place.best"]["value"] != "Nytt"


def test_a_newer_edition_takes_its_place(world: PlanWorld) -> None:
    first = share(world)
    change(world, "Nytt")
    second = share(world)
    assert (first.number, second.number) == (1, 2)
    assert first.ended_at is not None
    assert [kind for kind, _to in letters()] == ["plan_shared", "plan_shared"]
    assert {to for _kind, to in letters()} == {"officer@example.org"}


def test_sharing_what_has_not_changed_changes_nothing(world: PlanWorld) -> None:
    assert share(world).id == share(world).id
    assert len(letters()) == 1


def test_stopping_ends_it_and_the_next_number_goes_on(world: PlanWorld) -> None:
    share(world)
    editions.stop(world.leader, workplace=world.workplace)
    editions.stop(world.leader, workplace=world.workplace)
    db.session.commit()
    assert find_open_edition(world.workplace.journey) is None
    assert share(world).number == 2
    assert events() == ["plan_shared", "plan_share_ended", "plan_shared"]


def test_an_empty_plan_is_not_shared(app: Flask) -> None:
    with pytest.raises(InvalidError):
        share(make_plan_world())


@pytest.mark.parametrize("who", ["coach", "officer", "region", "nobody"])
def test_only_the_team_shares_and_stops(world: PlanWorld, who: str) -> None:
    for act in (editions.share, editions.stop):
        with pytest.raises(NotAllowedError):
            act(getattr(world, who), workplace=world.workplace)


def test_only_an_officer_reads_for_the_municipality_and_the_first_time_counts(world: PlanWorld) -> None:
    edition = share(world)
    for who in (world.leader, world.coach, world.region, world.stranger):
        editions.mark_read(who, workplace=world.workplace, edition=edition)
    db.session.refresh(edition)
    assert edition.read_at is None
    editions.mark_read(world.officer, workplace=world.workplace, edition=edition)
    db.session.refresh(edition)
    first = edition.read_at
    editions.mark_read(world.officer, workplace=world.workplace, edition=edition)
    db.session.refresh(edition)
    assert (edition.read_at, edition.read_by) == (first, world.officer.id)
    assert events() == ["plan_shared", "plan_read"]
