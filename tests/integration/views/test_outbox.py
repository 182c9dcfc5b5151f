"""The page with the letters exists in development without a mail server, nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.notifications import outbox
from tests.client import PortalClient

SECRET = "a-secret-that-is-long-enough-" * 2

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("env", "status"),
    [
        ({"PORTAL_ENV": "development"}, 200),
        ({"PORTAL_ENV": "development", "SMTP_URL": "smtp://localhost"}, 404),
        ({"PORTAL_ENV": "production", "SECRET_KEY": SECRET}, 404),
        ({"PORTAL_ENV": "test"}, 404),
    ],
)
def test_only_in_development(
    app: Flask, make_app: Callable[..., Flask], env: dict[str, str], status: int
) -> None:
    outbox.put("test", to="a@example.org", subject="<b>Hej</b>", text="http://localhost/x <script>")
    db.session.commit()
    other = make_app(app.config["SQLALCHEMY_DATABASE_URI"], ENV=env)
    answer = other.test_client().get("/outbox/")
    assert answer.status_code == status
    if status == 200:
        assert "&lt;b&gt;Hej&lt;/b&gt;" in answer.text
        assert '<a href="http://localhost/x"' in answer.text
        assert "<script>\n" not in answer.text
    with other.app_context():
        db.engine.dispose()


def test_not_here(client: PortalClient) -> None:
    assert client.get("/outbox/").status_code == 404
