"""Whoever reads a public plan can follow every link in it, also without an account."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.extensions import db
from portal.models import ActionAnswer, PlanEdition
from tests.client import PortalClient
from tests.databases import SqliteDatabase

PLAN = "/plans/example-village/"


@pytest.mark.one_database
def test_every_link_of_a_public_plan(
    app: Flask, database: SqliteDatabase, demo_world: Path, client: PortalClient
) -> None:
    database.reset(demo_world)
    db.session.execute(update(PlanEdition).values(audience="public"))
    # Only where there are more answers than one there is a way to all of them.
    answer = db.session.scalars(select(ActionAnswer).where(ActionAnswer.is_shared)).one()
    again = {column.key: getattr(answer, column.key) for column in ActionAnswer.__table__.columns}
    db.session.add(ActionAnswer(**{**again, "id": None}))
    db.session.commit()
    main = client.get(PLAN).text.partition("<main")[2].partition("</main>")[0]
    links = {unescape(href) for href in re.findall(r'(?:href|src)="(/[^"#]*)', main)}
    assert {href for href in links if "/answers/" in href} != set()
    assert {href: client.get(href).status_code for href in links} == dict.fromkeys(links, 200)
