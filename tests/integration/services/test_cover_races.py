"""Two who press at once, each in a transaction of their own: exactly one has it, and the other is told who."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Cover, Event, Submission, User
from portal.queries.submissions import load_review
from portal.services import covers
from tests.checkpoint_world import CheckpointWorld, fresh, make_world
from tests.client import PortalClient
from tests.races import Press, at_once
from tests.talk_world import make_talk_world


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    return make_world()


def take(user: User, submission: Submission) -> None:
    workplace, found = load_review(submission.id)
    covers.take_submission(fresh(user), workplace=workplace, submission=found)
    db.session.commit()
    db.session.expire_all()


def test_two_coaches_at_once(app: Flask, world: CheckpointWorld) -> None:
    """Exactly one wins; whichever: the other reads who."""
    elsewhere, path = make_world("amal"), f"/reviews/{world.submit().id}/covers"
    presses: list[Press] = [
        (user, path, {}) for user in (world.outsider, elsewhere.outsider, elsewhere.coach)
    ]
    assert at_once(app, presses) == [303, 409, 409]
    assert [cover.ended_at for cover in db.session.scalars(select(Cover))] == [None]


def test_two_coaches_take_a_conversation_at_once(app: Flask) -> None:
    talk = make_talk_world()
    path = f"/conversations/{talk.ask().id}/covers"
    assert at_once(app, [(talk.pool, path, {}), (talk.cover, path, {})]) == [303, 409]
    assert len(db.session.scalars(select(Cover)).all()) == 1


def test_given_back_and_taken_back_at_once(app: Flask, world: CheckpointWorld) -> None:
    submission = world.submit()
    take(world.outsider, submission)
    path = f"/reviews/{submission.id}/covers/end"
    codes = at_once(app, [(world.outsider, path, {}), (world.coach, path, {})])
    # Who comes second after the first has committed may end nothing any more.
    assert codes in ([303, 403], [303, 409])
    ended = db.session.scalars(select(Event).where(Event.kind == "submission_cover_ended")).all()
    assert len(ended) == 1


def test_decided_and_taken_back_at_once(app: Flask, world: CheckpointWorld) -> None:
    submission = world.submit()
    take(world.outsider, submission)
    world.begin(submission)
    form = {"version": "1", "verdict": "go_on", "reasons": "Bra."}
    decide_it: Press = (world.outsider, f"/reviews/{submission.id}/decision", form)
    back: Press = (world.coach, f"/reviews/{submission.id}/covers/end", {})
    codes = at_once(app, [decide_it, back])
    state = db.session.scalars(select(Submission.state)).one()
    assert (codes, state) in (([303, 303], "decided"), ([303, 403], "under_review"))


def test_what_the_other_reads(
    app: Flask, world: CheckpointWorld, client_for: Callable[[User], PortalClient]
) -> None:
    elsewhere, submission = make_world("amal"), world.submit()
    take(world.outsider, submission)
    db.session.commit()
    answer = client_for(elsewhere.coach).post(f"/reviews/{submission.id}/covers")
    assert answer.status_code == 409
    assert f"{world.outsider.name} har redan tagit över." in answer.text
