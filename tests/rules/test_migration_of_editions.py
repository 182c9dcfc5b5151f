"""Editions from before they had an audience are the municipality's, since they were shared, and know their themes."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from portal.clock import now
from portal.extensions import db
from portal.models import PlanDraft, PlanEdition, PlanLink
from portal.process.reach import Reach
from portal.services import editions, plan_drafts, plan_links
from tests.plan_world import make_plan_world, write_plan

COLUMNS = {"audience", "stands_behind", "introduction", "themes", "reached_at"}


def test_editions_get_their_audience(own_app: Flask) -> None:
    """Down to before it and up again, with a draft and a link in the tables."""
    with own_app.test_request_context():
        world = make_plan_world()
        write_plan(world)
        plan_drafts.save(
            world.leader, workplace=world.workplace, introduction="Hej", stands_behind="Byalaget", version=0
        )
        plan_links.create(world.leader, workplace=world.workplace, purpose="", days=7)
        edition = editions.share(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
        edition.ended_at = now() + timedelta(days=1)
        db.session.commit()
        copy, moment = edition.snapshot, edition.shared_at
    db.session.remove()
    downgrade(revision="0012")
    tables = inspect(db.engine)
    assert {"plan_drafts", "plan_links"} & set(tables.get_table_names()) == set()
    assert COLUMNS & {column["name"] for column in tables.get_columns("plan_editions")} == set()
    upgrade()
    found = db.session.scalars(select(PlanEdition)).one()
    assert (found.audience, found.reached_at, found.themes) == ("municipality", moment, " housing ")
    assert (found.introduction, found.stands_behind, found.snapshot) == ("", "", copy)
    assert db.session.scalars(select(PlanDraft)).all() + db.session.scalars(select(PlanLink)).all() == []
