"""What an answer was given to is filled in where it was given before that was noted, and goes again."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from portal.extensions import db
from portal.models import ActionAnswer, PlanEdition, Row
from tests.answers_world import SIX, make_answers_world, reply, share_plan


def test_answers_learn_what_they_were_given_to(own_app: Flask) -> None:
    with own_app.test_request_context():
        world, rows = make_answers_world()
        reply(world, rows[0])
        reply(world, rows[1], outcome="not_ours")
        row = db.session.get_one(Row, rows[0])
        row.values = {**row.values, "need_from": "Ett annat svar"}
        share_plan(world)
        reply(world, rows[0])
    db.session.remove()
    downgrade(revision="0016")
    held = {column["name"] for column in inspect(db.engine).get_columns("action_answers")}
    assert "need" not in held
    query = text("select outcome, is_shared from action_answers order by id")
    assert [(o, bool(s)) for o, s in db.session.execute(query)] == [
        ("will_do", True),
        (None, False),
        ("will_do", True),
    ]
    assert not _takes("not_ours")
    upgrade()
    needs = db.session.scalars(select(ActionAnswer.need).order_by(ActionAnswer.id)).all()
    assert needs == [SIX[0][3], SIX[1][3], "Ett annat svar"]
    editions = db.session.scalars(select(PlanEdition).order_by(PlanEdition.number)).all()
    assert [each.contents["actions"][0]["need"] for each in editions] == [SIX[0][3], "Ett annat svar"]
    assert (_takes("not_ours"), _takes("perhaps")) == (True, False)


def _takes(outcome: str) -> bool:
    """Whether the database stores the word."""
    try:
        db.session.execute(text("update action_answers set outcome = :outcome"), {"outcome": outcome})
    except IntegrityError:
        return False
    finally:
        db.session.rollback()
    return True
