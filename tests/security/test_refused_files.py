"""A refused upload shows its page again: never to those who may not read what else is there."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Attachment, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import make_coach, make_leader, make_place, make_region, make_row, open_workplace, share

Browser = Callable[[User], PortalClient]
FILES = "/places/dals-rostock/attachments"
QUESTION = "mapping.asked.attachment"
SECRET = "Hemligt utkast.pdf"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ENTRY = {"date": "2026-10-14", "kind": "open_meeting", "what": "Öppet möte"}


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace, client_for: Browser) -> User:
    leader = make_leader(workplace.place)
    answer = client_for(leader).post(FILES, data={"question": QUESTION, "file": (io.BytesIO(PDF), SECRET)})
    assert answer.status_code == 303
    return leader


@pytest.mark.one_database
@pytest.mark.parametrize("who", ["coach", "region"])
def test_without_a_file_nobody_learns_the_names_of_an_unshared_steps_files(
    workplace: Workplace, leader: User, client_for: Browser, who: str
) -> None:
    reader = make_coach(workplace.place) if who == "coach" else make_region()
    answer = client_for(reader).post(FILES, data={"question": QUESTION})
    assert (answer.status_code, SECRET in answer.get_data(as_text=True)) == (404, False)


@pytest.mark.one_database
def test_of_a_shared_step_the_coach_reads_files_but_adds_none(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    share(workplace, "mapping", leader)
    answer = client_for(make_coach(workplace.place)).post(FILES, data={"question": QUESTION})
    assert answer.status_code == 403


@pytest.mark.one_database
def test_of_the_teams_row_in_a_shared_log_the_coach_reads_files_but_adds_none(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    coach, row = make_coach(workplace.place), make_row(workplace, "log", ENTRY, leader)
    share(workplace, "log", leader)
    browser, mine = client_for(coach), make_row(workplace, "log", ENTRY, coach)
    statuses = [
        browser.post(FILES, data={"row": str(each.id), "column": "attachment"}).status_code
        for each in (row, mine)
    ]
    assert statuses == [403, 422]
    assert db.session.query(Attachment).count() == 1
