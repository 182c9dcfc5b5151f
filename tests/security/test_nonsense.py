"""Nonsense to every route as every role: never a crash, never a change by what was refused, never a word that the
reader's circle may not read."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from contextvars import Context
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.demo import world
from portal.extensions import db
from portal.models import Answer, Attachment, CriterionNote, Journey, Row, User
from portal.policy import Workplace
from portal.process.schema import Audience, Field, Process, Register
from portal.queries.people import find_user_by_email
from portal.queries.workplaces import workplace_of
from portal.services import accounts, people
from tests.client import PortalClient
from tests.databases import SqliteDatabase
from tests.rules.test_access import ROLES, rows, version_of

SECRET = "OUTSIDE-THE-TEAM-NEVER"
VALUES = ("9" * 5000, "\0\u202e<script>", "-1", "1", "submitted", "\ufb03" * 300, str(2**63))
# fmt: off
FIELDS = [
    "add_point", "alt", "answer", "coach", "column", "comment", "current", "definition", "direction",
    "done", "due_on", "email", "file", "judgement--place", "keep", "lang", "language", "latitude",
    "longitude", "merged", "message", "months", "municipality", "na", "name", "new-email", "new-password",
    "next", "note", "note--place", "on", "on_date", "password", "place", "point", "point-1-about",
    "point-1-due_on", "point-1-text", "population", "population_year", "question", "reason", "reasons",
    "registry_number", "remember", "remove_point", "role", "row", "says_nothing", "sectors", "starts_on", "stay",
    "strengths", "though_used", "verdict", "version", "waiver", "why",
]
# fmt: on
REFUSED = (302, 403, 404)
LAST = ["region", "other_leader", "leader"]
SECRET_PAGES = {"steps/mapping/services", "organisations/", "log/", "editions/preview", "rows/1"}
KEPT = ("/login", "/decision")
"""Refused, and yet something is remembered: a failed sign-in, the draft of a verdict."""


def names(process: Process) -> list[str]:
    """The names of all fields that the forms of the method have."""
    found = list(FIELDS)
    for question in process.all_questions():
        found += [question.name + end for end in ("", "--version", "--na", "--na_why", "--why", "--new")]
    for register in process.all_registers():
        columns = ["version", *(column.name for column in register.columns)]
        found += [f"{register.name}-row-{column}" for column in columns]
        found += [f"{register.name}--{p.key}--{column}" for p in register.presets[:2] for column in columns]
    return found


def marked(value: Any) -> Any:
    """The value with the secret in its words; what is chosen or counted stays as it is."""
    if isinstance(value, dict):
        return {**value, "why": SECRET} if "why" in value else value
    return f"{value} {SECRET}" if isinstance(value, str) and len(value) > 10 else value


def hide(workplace: Workplace) -> None:
    """Marks what only the place's team may read: unshared steps and registers, and the team's own columns."""
    process, journey = workplace.process, workplace.journey

    def is_hidden(field: Field, key: str) -> bool:
        step = process.step_of(key)
        subject = step.key if step is not None else key
        return field.audience is Audience.TEAM or subject not in workplace.shared

    for answer in db.session.scalars(select(Answer).where(Answer.journey_id == journey.id)):
        question = process.question(answer.question_key)
        if question is not None and is_hidden(question, question.key):
            answer.value = marked(answer.value)
            answer.not_relevant = answer.not_relevant and SECRET
    for row in db.session.scalars(select(Row).where(Row.journey_id == journey.id)):
        register = process.register(row.register_key)
        assert isinstance(register, Register)
        row.values = {
            name: marked(value)
            if (c := register.column(name)) and name != register.title_column and is_hidden(c, register.key)
            else value
            for name, value in row.values.items()
        }
    for note in db.session.scalars(select(CriterionNote).where(CriterionNote.journey_id == journey.id)):
        note.comment, note.waiver = marked(note.comment), marked(note.waiver)
    for file in db.session.scalars(select(Attachment).where(Attachment.journey_id == journey.id)):
        file.name, file.alt = f"{SECRET}.pdf", SECRET


@pytest.fixture
def secrets(app: Flask, database: SqliteDatabase, demo_world: Path) -> Iterator[Mapping[str, User | None]]:
    """The demo world with its secrets marked; who plays each role."""
    database.reset(demo_world)
    with app.test_request_context():
        region = find_user_by_email("region@demo.example")
        assert region is not None
        stranger = accounts.create_user(
            email="stranger@demo.example", name="Coach utan plats", password=world.PASSWORD
        )
        people.give_role(region, user=stranger, role="coach")
        for journey in db.session.scalars(select(Journey)):
            db.session.refresh(journey, ["place"])
            hide(workplace_of(journey))
        db.session.commit()
        logins = {role: f"{login}@demo.example" for role, login in ROLES.items() if login}
        yield {role: find_user_by_email(logins[role]) if role in logins else None for role in ROLES}


@pytest.mark.one_database
def test_the_team_reads_its_secrets(app: Flask, secrets: Mapping[str, User | None]) -> None:
    leader = secrets["leader"]
    assert leader is not None
    browser = app.test_client()
    assert isinstance(browser, PortalClient)
    browser.sign_in(leader)
    read = {path for method, path, _ in rows() if method == "GET" and SECRET in browser.get(path).text}
    assert {path.rpartition("/places/dals-rostock/")[2] for path in read} >= SECRET_PAGES


def send(browser: FlaskClient, method: str, path: str, data: dict[str, str] | None) -> tuple[int, str]:
    """Past the checks of the test client: what is sent comes back, and need not be sound."""
    asked = partial(super(PortalClient, browser).open, path, method=method, data=data)
    with Context().run(asked) as answer:
        return answer.status_code, answer.get_data().decode(errors="replace")


@pytest.mark.one_database
def test_nonsense(app: Flask, database: SqliteDatabase, secrets: Mapping[str, User | None]) -> None:
    """Slow: some thousand requests."""
    journey = db.session.scalars(select(Journey)).first()
    assert journey is not None
    db.session.refresh(journey, ["place"])
    fields = names(workplace_of(journey).process)
    wrong: set[str] = set()
    # Who may do most comes last: what they do changes what the others may read.
    for role in [*(role for role in ROLES if role not in LAST), *LAST]:
        user = secrets[role]
        browser = app.test_client()
        for method, path, statuses in rows():
            chance = random.Random(role + path)
            # Whoever is turned away at the door does not get as far as the fields.
            tries = 1 if statuses[role] in REFUSED else 2
            for value in chance.sample(VALUES, tries) if method == "POST" else ("",):
                if user is not None:
                    browser.sign_in(user)
                with closing(sqlite3.connect(database.file)) as file:
                    before = version_of(file)
                    status, text = send(
                        browser, method, path, dict.fromkeys(fields, value) if value else None
                    )
                    changed = version_of(file) != before
                told = f"{role}: {method} {path} with {value[:12]!r}"
                if status >= 500:
                    wrong.add(f"{told}: crashed")
                if status >= 400 and changed and not path.endswith(KEPT):
                    wrong.add(f"{told}: refused, and yet something changed")
                if "leader" not in role and SECRET in text:
                    wrong.add(f"{told}: tells what is the team's own")
    assert sorted(wrong) == []
