"""The database that `make bench` fills is full, sound and the same in every run; its pages open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from bench import pages, queries, world
from bench.wsgi import make_app
from portal.extensions import db
from portal.models import Answer, Journey, PlanEdition, Review, Row, Submission, Tick
from portal.process.definitions import latest
from portal.process.material import rows_in
from portal.process.progress import process_progress
from portal.process.schema import Kind, Process
from portal.process.sections import State
from portal.queries.material import get_material

PLACES = 4
"""One in each state, and a copy of the first."""

pytestmark = pytest.mark.one_database


@pytest.fixture
def filled(app: Flask) -> Iterator[Flask]:
    with app.test_request_context():
        world.build(PLACES)
        db.session.commit()
        yield app


def test_every_place_is_full(filled: Flask) -> None:
    process = latest(world.DEFINITION)
    journeys = db.session.scalars(select(Journey).order_by(Journey.id)).all()
    assert [j.checkpoint_state for j in journeys] == [
        "go_on_follow_up",
        "under_review",
        "submitted",
        "go_on_follow_up",
    ]
    for journey in journeys:
        material = get_material(journey)
        assert [q.key for q in process.all_questions() if not material.given(q.key).is_given] == []
        few = [r.key for r in process.all_registers() if len(material.entries(r.key)) < 10 and r.own_rows]
        assert few == []
        progress = process_progress(process, material)
        assert {step.state for step in progress.steps.values()} == {State.DONE}
    for model in (Answer, Row, Tick, Submission, PlanEdition):
        held = Counter(db.session.scalars(select(model.journey_id)))
        assert held[4] == held[1] > 0, model
    assert db.session.scalars(select(Review.submission_id).order_by(Review.submission_id)).all() == [1, 2, 4]
    assert astray(process) == []


def astray(process: Process) -> list[int]:
    """Rows with a reference to a row of another place."""
    rows = db.session.scalars(select(Row)).all()
    own = {row.id: row.journey_id for row in rows}
    return [
        row.id
        for row in rows
        for column in (process.register(row.register_key) or pytest.fail(row.register_key)).columns
        if column.kind is Kind.REFERENCE
        for target in rows_in(row.values.get(column.name))
        if own[target] != row.journey_id
    ]


def test_the_same_in_every_run(filled: Flask, database: Any) -> None:
    def said() -> list[object]:
        return [a.value for a in db.session.scalars(select(Answer).order_by(Answer.id))]

    first = said()
    db.session.remove()
    database.reset()
    world.build(PLACES)
    assert said() == first


def test_every_page_opens_with_few_statements(filled: Flask) -> None:
    url = filled.config["SQLALCHEMY_DATABASE_URI"]
    env = {"DATABASE_URL": url, "PORTAL_ENV": "test", "SECRET_KEY": "only-for-tests-" + "0123456789" * 3}
    other = make_app({"ENV": env, "WTF_CSRF_ENABLED": False})
    counts = {page.name: queries.count_statements(other, page) for page in pages.pages()}
    assert counts[pages.BARE] == 2  # who is signed in, the rows: the menu finds its place among them
    assert {name: count for name, count in counts.items() if count > 10} == {}
    with other.app_context():
        db.engine.dispose()
