"""Who fetches and changes which files, and where files may be put."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Attachment, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import (
    make_coach,
    make_leader,
    make_place,
    make_region,
    make_row,
    open_workplace,
    share,
)

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
QUESTION = "mapping.asked.attachment"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ENTRY = {"date": "2026-10-14", "kind": "open_meeting", "what": "Öppet möte"}


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


def upload(
    browser: PortalClient, content: bytes = PDF, name: str = "Svar.pdf", **fields: str
) -> TestResponse:
    data = {"question": QUESTION, **fields} if "row" not in fields else fields
    return browser.post(HOME + "/attachments", data={**data, "file": (io.BytesIO(content), name)})


def only() -> Attachment:
    return db.session.query(Attachment).one()


def stored(app: Flask) -> list[str]:
    folder = Path(app.config["PORTAL_DATA"]) / "attachments"
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


def test_those_who_may_not_see_the_answer_do_not_get_the_file(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    upload(client_for(leader))
    address = f"{HOME}/attachments/{only().id}"
    others = [client_for(make_coach(workplace.place)), client_for(make_region())]
    stranger = client_for(make_leader(make_place("fargelanda", "Färgelanda"), "leader3@example.org"))
    for browser in [*others, stranger]:
        assert browser.get(address).status_code == 404
        assert browser.post(address + "/deletion").status_code == 404
        assert upload(browser).status_code in (403, 404)
    assert stranger.get(address.replace("dals-rostock", "fargelanda")).status_code == 404
    share(workplace, "mapping", leader)
    for browser in others:
        assert browser.get(address).status_code == 200
        assert browser.post(address + "/deletion").status_code == 403
    assert stranger.get(address).status_code == 404
    assert only().deleted_at is None


def test_a_file_in_the_log_follows_the_log(workplace: Workplace, leader: User, client_for: Browser) -> None:
    row = make_row(workplace, "log", ENTRY, leader)
    upload(client_for(leader), row=str(row.id), column="attachment")
    address = f"{HOME}/attachments/{only().id}"
    coach = client_for(make_coach(workplace.place))
    assert coach.get(address).status_code == 404
    share(workplace, "log", leader)
    assert coach.get(address).status_code == 200
    client_for(leader).post(f"{HOME}/rows/{row.id}/deletion")
    assert coach.get(address).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "mapping.asked.findings"},
        {"question": "nothing"},
        {"row": "theirs", "column": "attachment"},
        {"row": "0", "column": "attachment"},
        {"row": "x", "column": "attachment"},
        {"row": "own", "column": "what"},
        {"row": "own", "column": "nothing"},
    ],
)
def test_files_go_nowhere_else(
    workplace: Workplace, leader: User, client_for: Browser, fields: dict[str, str]
) -> None:
    other = open_workplace(make_place("fargelanda", "Färgelanda"))
    ids = {
        "theirs": str(make_row(other, "log", ENTRY, leader).id),
        "own": str(make_row(workplace, "log", ENTRY, leader).id),
    }
    given = {k: ids.get(v, v) for k, v in fields.items()}
    assert upload(client_for(leader), **given).status_code == 404
    assert db.session.query(Attachment).count() == 0


def test_locked_while_under_review_but_not_in_the_log(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    browser = client_for(leader)
    upload(browser)
    kept = only()
    row = make_row(workplace, "log", ENTRY, leader)
    workplace.journey.checkpoint_state = "submitted"
    assert upload(browser).status_code == 409
    assert browser.post(f"{HOME}/attachments/{kept.id}/deletion").status_code in (403, 409)
    assert upload(browser, row=str(row.id), column="attachment").status_code == 303
