"""Every action at the checkpoint in every state, through the service: legal ones move it, others change nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.errors import ConflictError, DomainError, InvalidError, NotAllowedError
from portal.extensions import db
from portal.models import Decision, Submission
from portal.process.gate import TRANSITIONS, Action, CheckpointState
from portal.process.review import Point
from portal.queries.material import get_material
from portal.queries.submissions import load_review
from portal.services import checkpoint, reviews
from tests.checkpoint_world import TINY, CheckpointWorld, answer, events, fresh, letters, make_world

PAIRS = [(state, action) for state in CheckpointState for action in Action]


def take(world: CheckpointWorld, action: Action, submission: Submission | None) -> None:
    """Take an action as the right person would, with everything in order but, perhaps, the state."""
    if action is Action.SUBMIT:
        world.submit()
        return
    if submission is None:
        raise ConflictError("nothing is submitted")
    workplace, found = load_review(submission.id)
    verdict = action.value.removeprefix("decide_").removeprefix("correct_to_")
    if action is Action.WITHDRAW:
        checkpoint.withdraw(world.leader, workplace=workplace, submission=found)
    elif action is Action.BEGIN:
        checkpoint.begin(world.decider, workplace=workplace, submission=found)
    elif action.value.startswith("decide_"):
        world.write(found, world.content(verdict))
        checkpoint.decide(world.decider, workplace=workplace, submission=found)
    else:
        checkpoint.correct(
            world.region,
            workplace=workplace,
            submission=found,
            verdict=CheckpointState(verdict),
            reasons="Det blev fel.",
            points=[world.point()],
        )


@pytest.mark.parametrize(("state", "action"), PAIRS, ids=lambda each: each.value)
def test_every_action_in_every_state(app: Flask, state: CheckpointState, action: Action) -> None:
    check(make_world(), state, action)


@pytest.mark.one_database
@pytest.mark.parametrize(("state", "action"), PAIRS, ids=lambda each: each.value)
def test_every_action_under_another_definition(app: Flask, state: CheckpointState, action: Action) -> None:
    check(make_world(**TINY), state, action)


def check(world: CheckpointWorld, state: CheckpointState, action: Action) -> None:
    """A legal action moves the place and is recorded once; any other answers 409 and leaves no trace."""
    submission = world.stand_in(state.value)
    before = events()
    db.session.commit()
    transition = TRANSITIONS.get((state, action))
    if transition is None:
        with pytest.raises(ConflictError) as refused:
            take(world, action, submission)
        assert refused.value.status == 409
        db.session.rollback()
        assert world.state() == state.value
        assert events() == before
    else:
        take(world, action, submission)
        assert world.state() == transition.state.value
        assert len(events()) == len(before) + 1


def test_submission_follows_the_state(app: Flask) -> None:
    world = make_world()
    submission = world.submit()
    assert (submission.number, submission.state) == (1, "submitted")
    submission = world.begin(submission)
    assert (submission.state, submission.begun_by) == ("under_review", world.coach.id)
    submission = world.decide(submission, "complete_first")
    assert (submission.state, submission.decisions[-1].verdict) == ("decided", "complete_first")
    assert events() == ["checkpoint_submitted", "checkpoint_review_begun", "checkpoint_decided"]
    again = world.submit()
    assert (again.number, again.snapshot["changed"]) == (2, 0)


def test_withdrawn_submission_stays_and_leaves_room_for_the_next(app: Flask) -> None:
    world = make_world()
    workplace, first = load_review(world.submit().id)
    checkpoint.withdraw(world.leader2, workplace=workplace, submission=first)
    assert (first.state, first.withdrawn_by) == ("withdrawn", world.leader2.id)
    assert world.submit().number == 2
    with pytest.raises(ConflictError):
        checkpoint.begin(world.coach, workplace=world.workplace, submission=first)


def test_a_missing_must_bars_submission_in_words(app: Flask) -> None:
    world = make_world(ready=False)
    with pytest.raises(InvalidError) as refused:
        world.submit()
    assert refused.value.message.text.startswith("You cannot submit yet.")
    assert (world.state(), events()) == ("not_submitted", [])


@pytest.mark.parametrize("who", ["both", "leader", "outsider", "region"])
def test_only_the_places_coaches_decide_and_nobody_of_the_team(app: Flask, who: str) -> None:
    world = make_world()
    workplace, submission = load_review(world.submit().id)
    actor = fresh(getattr(world, who))
    with pytest.raises(NotAllowedError):
        checkpoint.begin(actor, workplace=workplace, submission=submission)
    world.begin(submission)
    with pytest.raises(NotAllowedError):
        checkpoint.decide(actor, workplace=workplace, submission=submission)
    assert world.state() == "under_review"


def test_another_decider_by_definition(app: Flask) -> None:
    world = make_world(**TINY)
    workplace, submission = load_review(world.submit().id)
    assert letters("checkpoint_submitted") == [world.region.email]
    with pytest.raises(NotAllowedError):
        checkpoint.begin(world.coach, workplace=workplace, submission=submission)
    checkpoint.begin(world.region, workplace=workplace, submission=submission)
    assert world.state() == "under_review"


@pytest.mark.parametrize("who", ["coach", "outsider", "region"])
def test_only_the_team_submits_and_withdraws(app: Flask, who: str) -> None:
    world = make_world()
    material = get_material(world.workplace.journey)
    with pytest.raises(NotAllowedError):
        checkpoint.submit(getattr(world, who), workplace=world.workplace, material=material)
    submission = world.submit()
    with pytest.raises(NotAllowedError):
        checkpoint.withdraw(getattr(world, who), workplace=world.workplace, submission=submission)


@pytest.mark.parametrize(
    ("verdict", "points", "reasons", "fields"),
    [
        (None, 0, "", {"verdict", "reasons"}),
        ("go_on", 0, "", {"reasons"}),
        ("go_on", 0, "Bra.", None),
        ("complete_first", 0, "Bra.", {"points"}),
        ("complete_first", 1, "Bra.", None),
        ("go_on_follow_up", 0, "Bra.", {"points"}),
        ("go_on_follow_up", 1, "Bra.", {"point-1-due_on"}),
    ],
)
def test_what_a_verdict_needs(
    app: Flask, verdict: str | None, points: int, reasons: str, fields: set[str] | None
) -> None:
    world = make_world()
    submission = world.begin(world.submit())
    named = [world.point(due_on="")] * points
    world.write(submission, reviews.ReviewContent(verdict=verdict, points=named, reasons=reasons))
    workplace, found = load_review(submission.id)
    if fields is None:
        checkpoint.decide(world.coach, workplace=workplace, submission=found)
        assert world.state() == verdict
    else:
        with pytest.raises(InvalidError) as refused:
            checkpoint.decide(world.coach, workplace=workplace, submission=found)
        assert set(refused.value.fields) == fields
        assert world.state() == "under_review"


def test_the_decision_is_a_frozen_copy_of_the_draft(app: Flask) -> None:
    world = make_world()
    submission = world.decide(world.begin(world.submit()), "complete_first")
    content = submission.decisions[0].content
    assert content["points"] == [world.point().as_json()]
    with pytest.raises(ConflictError):
        world.write(submission, world.content("go_on"))
    assert submission.decisions[0].content == content


def test_the_region_corrects_and_both_stay(app: Flask) -> None:
    world = make_world()
    submission = world.decide(world.begin(world.submit()), "go_on")
    workplace, found = load_review(submission.id)
    correction = {"verdict": CheckpointState.COMPLETE_FIRST, "reasons": "Fel knapp."}
    with pytest.raises(NotAllowedError):
        checkpoint.correct(world.coach, workplace=workplace, submission=found, **correction)
    with pytest.raises(InvalidError):  # complete first needs a point
        checkpoint.correct(world.region, workplace=workplace, submission=found, **correction)
    checkpoint.correct(
        world.region, workplace=workplace, submission=found, points=[world.point()], **correction
    )
    kept = list(db.session.scalars(db.select(Decision).order_by(Decision.id)))
    assert [d.verdict for d in kept] == ["go_on", "complete_first"]
    assert [d.corrects_id for d in kept] == [None, kept[0].id]
    assert world.state() == "complete_first"
    assert world.coach.email in letters("checkpoint_corrected")


def test_an_older_verdict_cannot_be_corrected(app: Flask) -> None:
    world = make_world()
    first = world.stand_in("complete_first")
    world.decide(world.begin(world.submit()), "complete_first")
    assert first is not None
    workplace, found = load_review(first.id)
    with pytest.raises(ConflictError):
        checkpoint.correct(
            world.region,
            workplace=workplace,
            submission=found,
            verdict=CheckpointState.GO_ON,
            reasons="Fel.",
        )


@pytest.mark.parametrize(
    "point",
    [
        Point(1, "no_such", "anchoring.place", "Text"),
        Point(1, "place", "no.such", "Text"),
        Point(1, "place", "anchoring.place", "x" * 1001),
        Point(1, "place", "anchoring.place", "Text", "31 november"),
    ],
)
def test_a_point_must_be_about_something(app: Flask, point: Point) -> None:
    world = make_world()
    submission = world.begin(world.submit())
    with pytest.raises(DomainError) as refused:
        world.write(submission, reviews.ReviewContent(points=[point]))
    assert refused.value.status == 422


def test_nothing_of_the_teams_own_leaves_in_a_snapshot(app: Flask) -> None:
    world = make_world(**TINY)
    answer(world, "listening.ground.name", "Byn")
    answer(world, "listening.ground.worry", {"yes": True, "why": "HEMLIGT"})
    snapshot = world.submit().snapshot
    assert set(snapshot["copy"]["answers"]) == {"listening.ground.name"}
    assert "HEMLIGT" not in str(snapshot)
