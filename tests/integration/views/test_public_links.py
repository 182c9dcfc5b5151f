"""Whoever reads a public plan can follow every link in it, also without an account."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from portal.extensions import db
from portal.models import PlanEdition
from tests.client import PortalClient
from tests.databases import SqliteDatabase

PLAN = "/plans/example-village/"


@pytest.mark.one_database
def test_every_link_of_a_public_plan(
    app: Flask, database: SqliteDatabase, demo_world: Path, client: PortalClient
) -> None:
    database.reset(demo_world)
    db.session.execute(update(PlanEdition).values(audience="public"))
    db.session.commit()
    main = client.get(PLAN).text.partition("<main")[2].partition("</main>")[0]
    links = {unescape(href) for href in re.findall(r'(?:href|src)="(/[^"#]*)', main)}
    assert {href for href in links if "/answers/" in href} != set()
    assert {href: client.get(href).status_code for href in links} == dict.fromkeys(links, 200)
