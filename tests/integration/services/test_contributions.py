"""What a place asks of its municipality, and the one answer to it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from portal.errors import ConflictError, InvalidError, NotAllowedError
from portal.extensions import db
from portal.models import Answer, ContributionRequest
from portal.queries.contributions import find_request
from portal.services import contributions
from tests.plan_world import COACH_ONLY, PlanWorld, events, letters, make_plan_world, write_request


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_request(world)
    return world


def send(world: PlanWorld) -> ContributionRequest:
    request = contributions.send(world.leader, workplace=world.workplace)
    db.session.commit()
    return request


def answer(
    world: PlanWorld, request: ContributionRequest, said: str = "confirmed", message: str = ""
) -> None:
    contributions.answer(
        world.officer, workplace=world.workplace, request=request, answer=said, message=message
    )
    db.session.commit()


def test_the_copy_holds_what_the_municipality_may_read_and_nothing_else(world: PlanWorld) -> None:
    copy = send(world).snapshot["copy"]
    assert {key: each["value"] for key, each in copy["answers"].items()} == {
        "anchoring.municipality.contact": "Tillväxtenheten",
        "anchoring.municipality.contribution_hours": 10,
    }
    assert (copy["rows"], copy["ticks"], copy["facts"]) == ({}, [], [])
    assert COACH_ONLY not in json.dumps(copy, ensure_ascii=False)


def test_the_copy_does_not_change_with_the_answers(world: PlanWorld) -> None:
    request = send(world)
    found = db.session.query(Answer).filter_by(question_key="anchoring.municipality.contact").one()
    found.value = "Någon annan"
    db.session.commit()
    db.session.expire_all()
    assert request.snapshot["copy"]["answers"]["anchoring.municipality.contact"]["value"] == "Tillväxtenheten"


def test_only_the_officers_of_its_municipality_get_a_letter(world: PlanWorld) -> None:
    send(world)
    assert letters() == [("contribution_asked", "officer@example.org")]
    assert events() == ["contribution_asked"]


def test_sending_the_same_twice_is_one_request(world: PlanWorld) -> None:
    assert send(world).id == send(world).id
    assert len(letters()) == 1


def test_a_newer_request_ends_the_older_one(world: PlanWorld) -> None:
    older = send(world)
    db.session.query(Answer).filter_by(question_key="anchoring.municipality.contact").one().value = "Kansliet"
    newer = send(world)
    assert older.replaced_at is not None
    found = find_request(world.workplace.journey)
    assert found is not None
    assert found.id == newer.id
    with pytest.raises(ConflictError):
        answer(world, older)


def test_a_request_without_a_word_is_refused(app: Flask) -> None:
    world = make_plan_world()
    with pytest.raises(InvalidError):
        send(world)


def test_a_process_without_such_a_section_refuses(app: Flask) -> None:
    world = make_plan_world()
    world.workplace.journey.definition_key = "tiny"
    db.session.commit()
    with pytest.raises(ConflictError):
        send(world)


@pytest.mark.parametrize("who", ["coach", "officer", "region", "nobody"])
def test_only_the_team_asks(world: PlanWorld, who: str) -> None:
    with pytest.raises(NotAllowedError):
        contributions.send(getattr(world, who), workplace=world.workplace)


@pytest.mark.parametrize("who", ["leader", "coach", "stranger", "region", "nobody"])
def test_only_its_own_municipality_answers(world: PlanWorld, who: str) -> None:
    request = send(world)
    with pytest.raises(NotAllowedError):
        contributions.answer(
            getattr(world, who), workplace=world.workplace, request=request, answer="confirmed", message=""
        )


@pytest.mark.parametrize(
    ("said", "message", "fields"),
    [
        ("confirmed", "", None),
        ("confirmed", "Välkomna!", None),
        ("changed", "Fem timmar i stället.", None),
        ("declined", "Vi har ingen budget i år.", None),
        ("changed", "", {"message"}),
        ("declined", " \n ", {"message"}),
        ("declined", "\u202e\x00", {"message"}),
        ("confirmed", "x" * 2001, {"message"}),
        ("confirmed", "x" * 1_000_000, {"message"}),
        ("maybe", "", {"answer"}),
        ("", "", {"answer"}),
    ],
)
def test_which_answers_hold(world: PlanWorld, said: str, message: str, fields: set[str] | None) -> None:
    request = send(world)
    if fields is None:
        answer(world, request, said, message)
        assert (request.answer, request.message, request.answered_by) == (said, message, world.officer.id)
        return
    with pytest.raises(InvalidError) as refused:
        answer(world, request, said, message)
    assert set(refused.value.fields) == fields
    assert request.answer is None


def test_an_answer_is_given_once(world: PlanWorld) -> None:
    request = send(world)
    answer(world, request, "declined", "Nej.")
    with pytest.raises(ConflictError):
        answer(world, request, "confirmed")
    db.session.rollback()
    db.session.expire_all()
    assert (request.answer, request.message) == ("declined", "Nej.")


def test_the_team_and_its_coaches_are_told(world: PlanWorld) -> None:
    answer(world, send(world))
    told = [to for kind, to in letters() if kind == "contribution_answered"]
    assert told == ["leader@example.org", "coach@example.org"]
    assert events() == ["contribution_asked", "contribution_answered"]
