"""What the tests of migrations share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from portal.extensions import db
from tests.databases import PostgresqlDatabase, SqliteDatabase


@pytest.fixture
def own_app(database: SqliteDatabase | PostgresqlDatabase, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """A portal on a migrated database that no other test uses."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"{worker}_migrations_{os.urandom(3).hex()}"
    own = type(database)(name, make_app)
    app = make_app(own.url)
    with app.app_context():
        own.reset()
        yield app
        db.session.remove()
        db.engine.dispose()
