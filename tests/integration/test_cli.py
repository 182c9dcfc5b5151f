"""The commands: the region's first account, the worker, the nightly disposal of notices."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.clock import now, today
from portal.extensions import db
from portal.models import Mail, Notice, User
from portal.notifications import outbox
from portal.notifications.notices import tell
from portal.policy import has_role
from portal.queries.people import find_user_by_email
from portal.services.events import record
from tests.factories import make_leader, make_place
from tests.mail_server import serve_mail
from tests.rules.repository import ROOT

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


@pytest.mark.one_database
def test_the_worker_works_and_stops_when_told(app: Flask, tmp_path: Path) -> None:
    """A process of its own: it sends what waits, and ends soon and cleanly on SIGTERM."""
    leader = make_leader(make_place(starts_on=today()))  # long before anything is reminded of
    outbox.put("test", to=leader.email, user=leader, subject="Hej", text="Hej")
    db.session.commit()
    with serve_mail() as (box, transport):
        env = {
            **os.environ,
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "PORTAL_ENV": "test",
            "PORTAL_DATA": str(tmp_path),
            "SMTP_URL": transport.url,
        }
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=PIPE, stderr=STDOUT, text=True)
        assert process.stdout is not None
        said = process.stdout.readline()
        waits = time.monotonic() + 30
        while not box.letters and time.monotonic() < waits:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=10)
    assert '"message": "worker_began"' in said
    assert (process.returncode, "Traceback" in output) == (0, False)
    assert [letter["To"] for letter in box.letters] == [leader.email]


def test_old_notices_and_letters_are_forgotten(app: Flask) -> None:
    """A notice after a year, a letter 90 days after it left; not what still waits, nor a letter that never left."""
    place = make_place()
    leader = make_leader(place)
    long_ago, moment = now() - timedelta(days=400), now()
    with time_machine.travel(long_ago, tick=False):
        for kind in ("mentioned", "reply_given"):
            tell(record(None, kind, place=place), to=[leader], path="/x", place=place.name, who="Coach")
    tell(record(None, "mentioned", place=place), to=[leader], path="/x", place=place.name, who="Coach")
    sent, recent = db.session.scalars(select(Mail).order_by(Mail.id)).all()
    sent.sent_at, recent.sent_at = long_ago, moment - timedelta(days=89)
    unsent = outbox.put("test", to="a@example.org", subject="Hej", text="Hej")
    unsent.created_at = long_ago
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["forget-notices"])
    assert result.output == "Forgotten: 3 notices, 1 letters, 0 removed notes\n"
    db.session.expire_all()
    assert sorted(db.session.scalars(select(Mail.id))) == sorted([recent.id, unsent.id])
    left = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [(n.kind, n.channel) for n in left] == [
        ("reply_given", "mail"),
        ("mentioned", "portal"),
        ("mentioned", "mail"),
    ]
