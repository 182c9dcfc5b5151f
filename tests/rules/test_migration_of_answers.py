"""Editions that were shared before the municipality could answer know what they hold, and answers come and go."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from portal.extensions import db
from portal.models import ActionAnswer, EditionReceipt, PlanEdition, PlanFollow, Row
from tests.answers_world import make_answers_world, reply, share_plan

TABLES = {"action_answers", "edition_receipts", "plan_follows"}


def test_what_editions_hold_is_filled_in(own_app: Flask) -> None:
    with own_app.test_request_context():
        world, rows = make_answers_world()
        first = db.session.scalars(select(PlanEdition)).one()
        first.shared_at = datetime(2026, 10, 1, 23, 30, tzinfo=UTC)  # the next day in Sweden
        reply(world, rows[0])
        moment = datetime(2026, 11, 1, tzinfo=UTC)
        officer, journey = world.officer.id, world.workplace.journey.id
        db.session.add(
            EditionReceipt(
                edition_id=first.id,
                municipality_id=world.municipality.id,
                received_on=date(2026, 11, 1),
                noted_by=officer,
                noted_at=moment,
            )
        )
        db.session.add(PlanFollow(journey_id=journey, user_id=officer, followed_at=moment))
        row = db.session.get(Row, rows[5])
        assert row is not None
        row.values = {"action": "Cykelvägar", "need_from": "Verka för dem"}
        share_plan(world)
    db.session.remove()
    downgrade(revision="0013")
    assert TABLES & set(inspect(db.engine).get_table_names()) == set()
    upgrade()
    assert [db.session.scalars(select(t)).all() for t in (ActionAnswer, EditionReceipt, PlanFollow)] == [
        []
    ] * 3
    found = db.session.scalars(select(PlanEdition).order_by(PlanEdition.number)).all()
    held = [[(a["id"], a["title"], a["since"]) for a in each.contents["actions"]] for each in found]
    # Both have asked since the first; the second knows what the action is called now.
    assert [ids for ids, _title, _since in held[0]] == [ids for ids, _title, _since in held[1]] == rows
    assert {since for edition in held for _id, _title, since in edition} == {"2026-10-02"}
    assert [edition[5][1] for edition in held] == ["Cykelvägar och bussar till besöksmålen", "Cykelvägar"]
    assert [each.contents["goals"] for each in found] == [{"housing": 1}] * 2
