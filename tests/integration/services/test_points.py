"""The points of a verdict as rows: made when it is sent or corrected, marked by the team."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.errors import ConflictError, DomainError, InvalidError, NotAllowedError
from portal.extensions import db
from portal.models import Event, Notice, Submission, VerdictPoint
from portal.process.gate import CheckpointState
from portal.process.review import Point
from portal.queries.points import list_points, load_point
from portal.queries.submissions import load_review
from portal.services import checkpoint
from portal.services.points import mark_point
from tests.checkpoint_world import CheckpointWorld, fresh, make_world


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    """Asked to look at two points first."""
    world = make_world()
    world.ask(world.point(), world.point(2, "Fråga de unga.", ""))
    return world


def rows() -> list[tuple[int, str, date | None, str | None, str, int | None]]:
    """Of all verdicts: number, text, date, mark, reason, who."""
    found = db.session.scalars(select(VerdictPoint).order_by(VerdictPoint.id))
    return [(p.number, p.text, p.due_on, p.mark, p.because, p.marked_by) for p in found]


def first() -> int:
    return db.session.scalars(select(VerdictPoint.id).order_by(VerdictPoint.id)).all()[0]


def mark(world: CheckpointWorld, who: str, value: str, because: str = "", point: int = 0) -> bool:
    workplace, found = load_point(world.place.slug, point or first())
    return mark_point(
        fresh(getattr(world, who)), workplace=workplace, point=found, mark=value, because=because
    )


def events() -> list[dict[str, object]]:
    query = select(Event.data).where(Event.kind == "point_marked").order_by(Event.id)
    return list(db.session.scalars(query))


def correct(world: CheckpointWorld, verdict: str, points: list[Point] | None) -> None:
    submission = db.session.scalars(select(Submission.id)).one()
    workplace, found = load_review(submission)
    checkpoint.correct(
        fresh(world.region),
        workplace=workplace,
        submission=found,
        verdict=CheckpointState(verdict),
        reasons="Fel knapp.",
        points=points,
    )


def test_a_verdict_that_is_sent_makes_rows(world: CheckpointWorld) -> None:
    assert rows() == [
        (1, "Skriv en rad till.", date(2026, 12, 1), None, "", None),
        (2, "Fråga de unga.", None, None, "", None),
    ]
    assert [(p.text, p.is_open, p.due_on) for p in list_points(world.workplace)] == [
        ("Skriv en rad till.", True, date(2026, 12, 1)),
        ("Fråga de unga.", True, None),
    ]


def test_the_team_marks_changes_and_takes_back(world: CheckpointWorld) -> None:
    assert mark(world, "leader", "taken_up", "följer inte med")
    assert rows()[0][3:] == ("taken_up", "", world.leader.id)
    assert mark(world, "leader2", "differently", " Gårdarna hör inte dit. ")
    assert rows()[0][3:] == ("differently", "Gårdarna hör inte dit.", world.leader2.id)
    assert [p.marked.who for p in list_points(world.workplace)] == [world.leader2.name, ""]
    assert mark(world, "both", "")
    assert rows()[0][3:] == (None, "", None)
    point = first()
    assert events() == [{"point": point, "mark": m} for m in ("taken_up", "differently", "")]


def test_who_sent_the_verdict_hears_of_it(world: CheckpointWorld) -> None:
    """In the portal and by mail; nobody hears that a mark is taken back."""
    mark(world, "leader", "parked")
    mark(world, "leader", "")
    query = select(Notice.kind, Notice.user_id, Notice.path, Notice.channel).order_by(Notice.channel)
    told = db.session.execute(query.where(Notice.kind == "verdict_point_marked")).all()
    submission = db.session.scalars(select(Submission.id)).one()
    about = ("verdict_point_marked", world.coach.id, f"/reviews/{submission}/")
    assert [tuple(each) for each in told] == [(*about, "mail"), (*about, "portal")]


def test_the_same_again_changes_nothing(world: CheckpointWorld) -> None:
    """Nor does it matter who says it second: who said it first stands there."""
    assert not mark(world, "leader", "")
    assert mark(world, "leader", "parked")
    assert not mark(world, "leader2", "parked")
    assert (rows()[0][5], len(events())) == (world.leader.id, 1)


@pytest.mark.parametrize("who", ["coach", "region", "outsider"])
def test_nobody_else_marks(world: CheckpointWorld, who: str) -> None:
    refused(world, NotAllowedError, who, "taken_up")


@pytest.mark.parametrize(
    ("value", "because"), [("done", ""), ("differently", " "), ("differently", "x" * 1001)]
)
def test_bad_input_changes_nothing(world: CheckpointWorld, value: str, because: str) -> None:
    refused(world, InvalidError, "leader", value, because)


def test_an_ended_journey_is_not_marked(world: CheckpointWorld) -> None:
    world.workplace.journey.state = "ended"
    refused(world, NotAllowedError, "leader", "taken_up")


def test_after_submitting_again_nothing_is_marked_until_it_is_taken_back(world: CheckpointWorld) -> None:
    mark(world, "leader", "taken_up")
    workplace, second = load_review(world.submit().id)
    refused(world, ConflictError, "leader", "parked")
    checkpoint.withdraw(fresh(world.leader), workplace=workplace, submission=second)
    assert [p.marked.mark for p in list_points(world.workplace)] == ["taken_up", None]
    assert mark(world, "leader", "parked")


def refused(
    world: CheckpointWorld, error: type[DomainError], who: str, value: str, because: str = ""
) -> None:
    before = rows(), events()
    with pytest.raises(error):
        mark(world, who, value, because)
    db.session.expire_all()
    assert (rows(), events()) == before


def test_what_a_correction_leaves_keeps_its_mark(world: CheckpointWorld) -> None:
    mark(world, "leader", "differently", "För att.")
    correct(world, "go_on_follow_up", [world.point(), world.point(2, "Fråga alla.", "2026-12-24")])
    assert rows()[2:] == [
        (1, "Skriv en rad till.", date(2026, 12, 1), "differently", "För att.", world.leader.id),
        (2, "Fråga alla.", date(2026, 12, 24), None, "", None),
    ]
    refused(world, ConflictError, "leader", "parked")  # the mistaken verdict's
    newest = db.session.scalars(select(VerdictPoint.id).order_by(VerdictPoint.id.desc())).first()
    assert newest is not None
    assert mark(world, "leader", "parked", point=newest)


def test_a_verdict_to_go_on_may_have_points_that_are_marked(world: CheckpointWorld) -> None:
    correct(world, "go_on", None)
    newest = db.session.scalars(select(VerdictPoint.id).order_by(VerdictPoint.id.desc())).first()
    assert newest is not None
    assert mark(world, "leader", "taken_up", point=newest)
    assert list_points(world.workplace) == ()
