"""Two people at once, each in a transaction of their own: exactly one wins, the other is told, nothing is half done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Decision, Submission, User
from tests.checkpoint_world import CheckpointWorld, events, make_world
from tests.client import PortalClient

Press = tuple[User, str, dict[str, str]]


def at_once(app: Flask, presses: list[Press]) -> list[int]:
    """Press buttons in as many browsers at the same moment; their status codes, sorted."""
    db.session.commit()
    barrier = Barrier(len(presses))
    ids = [user.get_id() for user, _, _ in presses]

    def press(number: int) -> int:
        _, path, data = presses[number]
        browser: PortalClient = app.test_client()  # type: ignore[assignment]  # the class is set by make_app
        with browser.session_transaction() as session:
            session["_user_id"] = ids[number]
        barrier.wait()
        return super(PortalClient, browser).open(path, method="POST", data=data).status_code

    with ThreadPoolExecutor(len(presses)) as pool:
        codes = sorted(pool.map(press, range(len(presses))))
    db.session.expire_all()
    return codes


def submitted(world: CheckpointWorld) -> list[str]:
    return list(db.session.scalars(db.select(Submission.state).order_by(Submission.number)))


def test_two_leaders_submit(app: Flask) -> None:
    world = make_world()
    path = "/places/dals-rostock/submissions/"
    assert at_once(app, [(world.leader, path, {}), (world.leader2, path, {})]) == [303, 409]
    assert submitted(world) == ["submitted"]
    assert events() == ["checkpoint_submitted"]


def test_a_double_click(app: Flask) -> None:
    world = make_world()
    path = "/places/dals-rostock/submissions/"
    assert at_once(app, [(world.leader, path, {})] * 3) == [303, 409, 409]
    assert submitted(world) == ["submitted"]


def test_begin_and_withdraw(app: Flask) -> None:
    world = make_world()
    number = world.submit().id
    codes = at_once(
        app,
        [
            (world.coach, f"/reviews/{number}/start", {}),
            (world.leader, "/places/dals-rostock/submissions/1/withdrawal", {}),
        ],
    )
    assert codes == [303, 409]
    assert (submitted(world), world.state()) in (
        (["under_review"], "under_review"),
        (["withdrawn"], "not_submitted"),
    )
    assert len(events()) == 2


def test_two_coaches_begin(app: Flask) -> None:
    world = make_world()
    path = f"/reviews/{world.submit().id}/start"
    assert at_once(app, [(world.coach, path, {}), (world.coach2, path, {})]) == [303, 409]


@pytest.mark.parametrize("other", ["decision", "withdrawal"])
def test_decide_against(app: Flask, other: str) -> None:
    """A coach decides while the other decides, or while a leader withdraws."""
    world = make_world()
    submission = world.begin(world.submit())
    version = submission.review.version if submission.review else 0
    form = {"version": str(version), "verdict": "go_on", "reasons": "Bra."}
    decide = (world.coach, f"/reviews/{submission.id}/decision", form)
    against: dict[str, Press] = {
        "decision": (world.coach2, f"/reviews/{submission.id}/decision", form),
        "withdrawal": (world.leader, "/places/dals-rostock/submissions/1/withdrawal", {}),
    }
    assert at_once(app, [decide, against[other]]) == [303, 409]
    assert world.state() == "go_on"
    assert len(list(db.session.scalars(db.select(Decision)))) == 1
