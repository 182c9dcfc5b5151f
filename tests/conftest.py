"""Fixtures for every test. `tests/README.md` shows how to use them."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.app import create_app
from portal.extensions import db
from portal.models import User
from tests.client import PortalClient, watch_writes
from tests.databases import (
    KINDS,
    PostgresqlDatabase,
    SqliteDatabase,
    run_folder,
    sqlite_template,
    stop_cluster,
)

Database = SqliteDatabase | PostgresqlDatabase


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=(*KINDS, "both"), default="both", help="database of the tests")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "one_database: SQLite is enough: the database makes no difference here"
    )
    if "PORTAL_TEST_RUN" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="platsportalen-test-"))
        folder.chmod(0o711)  # PostgreSQL's account passes through
        os.environ["PORTAL_TEST_RUN"] = str(folder)


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays: Python need not look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and "PORTAL_TEST_RUN" in os.environ:
        stop_cluster()
        shutil.rmtree(run_folder(), ignore_errors=True)
        del os.environ["PORTAL_TEST_RUN"]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says once, with a count, why tests were skipped."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"skipped {count}: {reason.removeprefix('Skipped: ')}", yellow=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("database")
        kinds = KINDS if chosen == "both" else (chosen,)
        if metafunc.definition.get_closest_marker("one_database"):
            kinds = kinds[:1]
        metafunc.parametrize("database", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def make_app(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Flask]:
    """make_app(database_url, ENV={...}, SETTING=...): the portal with test settings, and with these on top."""
    data = tmp_path_factory.mktemp("data")

    def make(url: str, **settings: Any) -> Flask:
        env = {
            "DATABASE_URL": url,
            "PORTAL_DATA": str(data),
            "PORTAL_DEMO": "0",
            "PORTAL_ENV": "test",
            "PORTAL_URL": "http://localhost",
            "SECRET_KEY": "only-for-tests-" + "0123456789" * 3,
            "SMTP_URL": "",
            "TRUSTED_PROXIES": "0",
        }
        env |= settings.pop("ENV", {})
        templates = run_folder() / "templates"
        templates.mkdir(exist_ok=True)
        settings = {"TEMPLATE_CACHE": templates, **settings}
        app = create_app({"ENV": env, "TESTING": True, "WTF_CSRF_ENABLED": False, **settings})
        app.test_client_class = PortalClient
        watch_writes(app)
        return app

    return make


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Database:
    """This worker's own database: SQLite, and once more PostgreSQL."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    kind = SqliteDatabase if request.param == "sqlite" else PostgresqlDatabase
    return kind(worker, make_app)


@pytest.fixture(scope="session")
def portal(database: Database, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """The app on this worker's database, made once; tests ask for `app`."""
    app = make_app(database.url)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(portal: Flask, database: Database) -> Iterator[Flask]:
    """The portal on an empty database, with an app context for the test's own reads and writes."""
    with portal.app_context():
        database.reset()
        _empty(portal.config["PORTAL_DATA"])
        yield portal
        db.session.rollback()


@pytest.fixture(scope="session")
def demo_world(make_app: Callable[..., Flask]) -> Path:
    """A database file with the demo world, built once in a test run: `database.reset(demo_world)` on SQLite."""
    return sqlite_template(make_app, demo=True)


@pytest.fixture
def client(app: Flask) -> PortalClient:
    """Somebody who is not signed in."""
    browser = app.test_client()
    assert isinstance(browser, PortalClient)
    return browser


@pytest.fixture
def client_for(app: Flask) -> Callable[[User], PortalClient]:
    """client_for(user): a browser of their own for each person in the test."""

    def make(user: User) -> PortalClient:
        browser = app.test_client()
        assert isinstance(browser, PortalClient)
        return browser.sign_in(user)

    return make


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
