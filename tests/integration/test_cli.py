"""The commands: the region's first account."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import User
from portal.policy import has_role
from portal.queries.people import find_user_by_email

PASSWORD = "en lång och trygg fras"


def run(app: Flask, **options: str) -> tuple[int, str]:
    given = {"email": "Chef@Example.org", "name": "Regionens team", "password": PASSWORD, **options}
    arguments = [f"--{name}={value}" for name, value in given.items()]
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["create-region-account", *arguments])
    db.session.expire_all()
    return result.exit_code, result.output


def test_the_first_account_of_the_region(app: Flask) -> None:
    assert run(app) == (0, "Made. Sign in as Chef@Example.org.\n")
    user = find_user_by_email("chef@example.org")
    assert has_role(user, "region")
    assert run(app)[0] == 1
    assert db.session.query(User).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"email": "no address"}, {"email": "a@b\nc"}, {"name": " \u0000"}]
)
@pytest.mark.one_database
def test_what_cannot_be_is_refused_in_words(app: Flask, wrong: dict[str, str]) -> None:
    code, output = run(app, **wrong)
    assert (code, output.startswith("Error: ")) == (1, True)
    assert db.session.query(User).count() == 0
