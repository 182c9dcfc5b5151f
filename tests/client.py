"""The test client: every full page is checked as HTML, every answer for writes that never reached the database."""

from __future__ import annotations

from contextvars import Context
from functools import partial
from typing import Any, Self

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import User
from tests.markup import faults

REDIRECTS = range(300, 400)
FIRST_ERROR = 400
CRASH = 500


class PortalClient(FlaskClient):
    """A browser without JavaScript.

    What the test has written in its own session is committed before each request, and all it has loaded is
    expired, so that it reads afterwards what the request has done. Set `crash_expected` in a test of the error page.
    """

    crash_expected = False

    def sign_in(self, user: User) -> Self:
        """Be this person from now on, without the form."""
        with self.session_transaction() as session:
            session["_user_id"] = user.get_id()
            session["_fresh"] = True
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()
            db.session.expire_all()
        left = self.application.extensions["unsaved"]
        left.clear()
        # A context of its own: else the request would share the test's session and its `g`.
        response = Context().run(partial(super().open, *args, **kwargs))
        self._check(response, left)
        return response

    def _check(self, response: TestResponse, left: list[str]) -> None:
        asked = f"{response.request.method} {response.request.path} -> {response.status_code}"
        if response.status_code == CRASH and not self.crash_expected:
            pytest.fail(f"{asked}: the page crashed; the log below says why")
        if "uncommitted" in left:
            pytest.fail(f"{asked}: the session still holds what was not committed")
        if "rolled back" in left and response.status_code < FIRST_ERROR:
            pytest.fail(f"{asked}: succeeded, but what it wrote was rolled back")
        # The same page comes from either database, and reading it takes longer than making it.
        is_first = self.application.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
        if is_first and is_full_page(response):
            found = faults(response.get_data(as_text=True))
            if found:
                pytest.fail(f"{asked}: " + "\n  ".join(["not a sound page:", *found]))


def is_full_page(response: TestResponse) -> bool:
    """Whether the answer is a page of its own: HTML that htmx did not ask for, not packed, and no redirect."""
    return (
        response.mimetype == "text/html"
        and response.content_encoding is None
        and response.status_code not in REDIRECTS
        and "HX-Request" not in response.request.headers
        and response.request.method != "HEAD"
    )


def watch_writes(app: Flask) -> None:
    """Notes, when the context of a request ends, what its session wrote and did not commit."""
    left: list[str] = app.extensions.setdefault("unsaved", [])

    @app.teardown_appcontext
    def note(_error: BaseException | None) -> None:
        if not db.session.registry.has():
            return
        session = db.session()
        changed = any(session.is_modified(each) for each in session.dirty)
        if session.info.get("written") or session.new or session.deleted or changed:
            left.append("uncommitted")
        if session.info.get("lost"):
            left.append("rolled back")


@event.listens_for(db.session, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    session.info["written"] = True


@event.listens_for(db.session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["written"] = True


@event.listens_for(db.session, "after_commit")
def _committed(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("written", None)


@event.listens_for(db.session, "after_soft_rollback")
def _rolled_back(session: Session, previous: SessionTransaction) -> None:
    if not previous.nested and session.info.pop("written", False):
        session.info["lost"] = True
