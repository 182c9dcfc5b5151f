"""A second submission that is taken back: the place stands at the verdict before it again."""

from __future__ import annotations

from flask import Flask

from portal.process.gate import CheckpointState
from portal.queries.points import list_points
from portal.queries.submissions import load_review
from portal.services import checkpoint
from tests.checkpoint_world import fresh, make_world


def test_whoever_takes_a_second_submission_back_stands_at_the_verdict_again(app: Flask) -> None:
    world = make_world()
    first = world.stand_in("complete_first")
    asked = [(p.text, p.due_on) for p in list_points(world.workplace)]
    assert len(asked) == 1
    workplace, second = load_review(world.submit().id)
    assert list_points(world.workplace) == ()
    checkpoint.withdraw(fresh(world.leader), workplace=workplace, submission=second)
    assert world.state() == "complete_first"
    assert [(p.text, p.due_on) for p in list_points(world.workplace)] == asked
    assert first is not None
    workplace, found = load_review(first.id)
    checkpoint.correct(
        fresh(world.region),
        workplace=workplace,
        submission=found,
        verdict=CheckpointState.GO_ON,
        reasons="Fel knapp.",
    )
    assert world.state() == "go_on"
