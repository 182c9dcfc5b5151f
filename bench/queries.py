"""How many statements a page sends to its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, select

from bench import world
from bench.load import NOT_MODIFIED
from bench.pages import AUTOSAVE, PASSED, Page, question, text_of
from bench.server import settings_for
from bench.wsgi import make_app
from portal.extensions import db
from portal.models import Answer, Journey, Place
from portal.queries.people import find_user_by_email

NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


def open_app(folder: Path) -> Flask:
    """The portal of a folder's database, in this process; forms need no token."""
    return make_app({"ENV": settings_for(folder), "WTF_CSRF_ENABLED": False})


def fill(app: Flask, places: int) -> bool:
    """The schema, and everything in it; False when it is there already."""
    with app.test_request_context():
        upgrade()
        is_empty = find_user_by_email(world.leader_of(0)) is None
        if is_empty:
            world.build(places)
        db.session.remove()
    return is_empty


def count_statements(app: Flask, page: Page) -> int:
    """Of one request by who asks for the page. Raises RuntimeError when it does not succeed."""
    with app.test_request_context():
        user = find_user_by_email(page.who)
        identity = user.get_id() if user else ""
        db.session.remove()
    version = versions_of(app, [world.slug_of(PASSED)])[world.slug_of(PASSED)]
    browser = app.test_client()
    if identity:
        with browser.session_transaction(base_url="https://localhost") as session:
            session["_user_id"], session["_fresh"] = identity, True
    known = browser.get(page.path, base_url="https://localhost").headers["ETag"] if page.again else ""
    with _counted(app) as statements:
        headers = {"HX-Request": "true"}
        answer = (
            browser.post(page.path, data=text_of(version), headers=headers, base_url="https://localhost")
            if page.name == AUTOSAVE
            else browser.get(page.path, base_url="https://localhost", headers={"If-None-Match": known})
        )
    if answer.status_code != (NOT_MODIFIED if page.again else 200):
        raise RuntimeError(f"{page.path}: {answer.status_code}")
    return len(statements)


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(NOT_COUNTED):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def versions_of(app: Flask, slugs: list[str]) -> dict[str, int]:
    """The version of the answer that autosaves are about, by place."""
    query = (
        select(Place.slug, Answer.version)
        .join(Journey, Journey.place_id == Place.id)
        .join(Answer, Answer.journey_id == Journey.id)
        .where(Place.slug.in_(slugs), Answer.question_key == question().key)
    )
    with app.app_context():
        return {row.slug: row.version for row in db.session.execute(query)}
