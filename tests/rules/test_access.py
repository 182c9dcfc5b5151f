"""Every route says who may use it, and answers each role with exactly the status that `access_table.txt` says.

The table has a line per method and path: the statuses for each role, in the order of ROLES. Posts carry no fields, so a
role that may post gets the status of an empty form. A new route needs a line: look at what each role gets before you
write it down.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from portal.clock import now
from portal.demo import world
from portal.extensions import db
from portal.models import Post
from portal.queries.people import find_user_by_email
from portal.services import accounts, people
from tests.client import PortalClient
from tests.databases import SqliteDatabase

TABLE = Path(__file__).with_name("access_table.txt")
ROLES = {
    "visitor": None,
    "leader": "leader",
    "other_leader": "leader3",
    "coach": "coach",
    "other_coach": "stranger",
    "officer": "municipality",
    "other_officer": "municipality2",
    "region": "region",
}


def rows() -> list[tuple[str, str, dict[str, int]]]:
    """The table: method, path and status by role."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            method, path, *statuses = line.split()
            found.append((method, path, dict(zip(ROLES, map(int, statuses), strict=True))))
    return found


def copy_database(source: Path, target: Path) -> None:
    """The whole content, also where the target is open elsewhere."""
    with closing(sqlite3.connect(source)) as giving, closing(sqlite3.connect(target)) as taking:
        giving.backup(taking)


def version_of(file: sqlite3.Connection) -> int:
    """Another number after every change of the database by somebody else."""
    found: int = file.execute("pragma data_version").fetchone()[0]
    return found


@pytest.fixture
def build(
    app: Flask, database: SqliteDatabase, demo_world: Path, tmp_path: Path
) -> Iterator[Callable[[], None]]:
    """The demo world and a coach who has no place; calling it puts everything back as it was."""
    database.reset(demo_world)
    with app.test_request_context():
        region = find_user_by_email("region@demo.example")
        stranger = accounts.create_user(
            email="stranger@demo.example", name="Coach utan plats", password=world.PASSWORD
        )
        assert region is not None
        people.give_role(region, user=stranger, role="coach")
        # The demo world of the run may be older than a post can be edited.
        db.session.execute(update(Post).values(written_at=now()))
        db.session.commit()
        db.session.remove()
    kept = tmp_path / "kept.sqlite3"
    copy_database(database.file, kept)
    with closing(sqlite3.connect(database.file)) as watching:
        seen = [version_of(watching)]

        def put_back() -> None:
            if version_of(watching) == seen[0]:
                return
            db.session.remove()
            db.engine.dispose()
            copy_database(kept, database.file)
            seen[0] = version_of(watching)

        yield put_back


@pytest.mark.one_database
@pytest.mark.parametrize("role", ROLES)
def test_each_role_on_each_route(
    app: Flask, client: PortalClient, build: Callable[[], None], role: str
) -> None:
    """Slow: some hundred requests a role."""
    login = ROLES[role]
    wrong = {}
    for method, path, expected in rows():
        if method == "POST":
            build()
        with app.test_request_context():
            user = find_user_by_email(f"{login}@demo.example") if login else None
        browser = app.test_client().sign_in(user) if user else app.test_client()
        status = browser.open(path, method=method).status_code
        if status != expected[role]:
            wrong[f"{method} {path}"] = f"{status}, not {expected[role]}"
    assert wrong == {}


@pytest.mark.one_database
def test_every_route_stands_in_the_table(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    known = {(adapter.match(path.partition("?")[0], method=method)[0], method) for method, path, _ in rows()}
    wanted = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint != "static"
    }
    assert wanted - known == set()


@pytest.mark.one_database
def test_an_unmarked_route_is_refused(app: Flask, make_app: Callable[..., Flask]) -> None:
    unmarked = make_app(app.config["SQLALCHEMY_DATABASE_URI"])
    unmarked.add_url_rule("/unmarked", "unmarked", lambda: "open to all")
    browser = unmarked.test_client()
    browser.crash_expected = True
    assert browser.get("/unmarked").status_code == 500
