"""What the tests of migrations share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from portal.extensions import db
from tests.databases import PostgresqlDatabase, SqliteDatabase

Database = SqliteDatabase | PostgresqlDatabase


@pytest.fixture
def own_app(database: Database, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """A portal on a migrated database that no other test uses."""
    yield from serve(type(database)(new_name(), make_app), make_app)


@pytest.fixture
def demo_app(database: Database, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """The same with the demo world in it."""
    yield from serve(type(database)(new_name(), make_app, demo=True), make_app)


def new_name() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"{worker}_own_{os.urandom(3).hex()}"


def serve(own: Database, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    app = make_app(own.url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
