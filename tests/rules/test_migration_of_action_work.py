"""What actions need beside their columns comes and goes; the actions themselves stay."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from portal.extensions import db
from portal.models import ActionFollowUp, ActionKeeper, ActionLink, ActionNote, Row
from tests.work_world import make_work_world

TABLES = {"action_keepers", "action_notes", "action_links", "action_follow_ups"}
MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_work_comes_and_goes(own_app: Flask) -> None:
    with own_app.test_request_context():
        world, ids = make_work_world()
        journey, leader = world.workplace.journey.id, world.leader.id
        of_row = {"journey_id": journey, "row_id": ids["plots"]}
        db.session.add_all(
            [
                ActionKeeper(**of_row, user_id=leader, chosen_by=leader, since=MOMENT),
                ActionNote(**of_row, body="Samråd i maj", reach="plan", written_by=leader, written_at=MOMENT),
                ActionLink(**of_row, answers_id=ids["need"], linked_by=leader, linked_at=MOMENT),
                ActionFollowUp(**of_row, due_on=date(2027, 3, 1), made_by=leader, made_at=MOMENT),
            ]
        )
        db.session.commit()
    db.session.remove()
    downgrade(revision="0014")
    assert TABLES & set(inspect(db.engine).get_table_names()) == set()
    upgrade()
    tables = (ActionKeeper, ActionNote, ActionLink, ActionFollowUp)
    assert [db.session.scalars(select(table)).all() for table in tables] == [[]] * len(tables)
    assert db.session.scalars(
        select(Row.values["action"].as_string()).where(Row.id == ids["plots"])
    ).one() == ("Ny detaljplan")
