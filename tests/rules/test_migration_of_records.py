"""Editions, answers and receipts learn whose they are where that was not noted, and forget it again."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.extensions import db
from portal.models import ActionAnswer, EditionReceipt, PlanEdition
from portal.process.reach import Reach
from portal.services import editions, places
from tests.answers_world import make_answers_world, reply
from tests.factories import make_answer

TABLES = ("plan_editions", "action_answers", "edition_receipts")


def test_the_place_s_present_municipality_is_filled_in(own_app: Flask) -> None:
    with own_app.test_request_context():
        world, rows = make_answers_world()
        answer = reply(world, rows[0])
        db.session.add(
            EditionReceipt(
                edition_id=answer.edition_id,
                municipality_id=world.municipality.id,
                received_on=date(2026, 11, 1),
                noted_by=world.officer.id,
                noted_at=now(),
            )
        )
        make_answer(world.workplace, "anchoring.place.best", "Bara för coacherna", world.leader)
        editions.share(world.leader, workplace=world.workplace, audience=Reach.COACHES)
        facts = places.Facts("Dals Rostock", world.other)
        places.edit(world.region, place=world.workplace.place, facts=facts)
        present = world.other.id
        db.session.commit()
    db.session.remove()
    downgrade()
    for table in TABLES:
        columns = {column["name"] for column in inspect(db.engine).get_columns(table)}
        assert (table, "municipality_id" in columns) == (table, False)
    upgrade()
    reached = select(PlanEdition.municipality_id).order_by(PlanEdition.number)
    assert list(db.session.scalars(reached)) == [present, None]
    for of in (ActionAnswer, EditionReceipt):
        assert list(db.session.scalars(select(of.municipality_id))) == [present]
    answered = db.session.scalars(select(ActionAnswer)).one()
    answered.municipality_id = 999
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
