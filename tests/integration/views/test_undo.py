"""An undo after each delete: on the very page where people land after they removed a row or a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.extensions import db
from portal.models import Answer, Attachment, Event, Revision, Row, User
from portal.services.attachments import KEPT_AFTER_REMOVAL
from portal.services.disposal import forget_files
from tests.client import PortalClient
from tests.factories import make_row
from tests.pages import send
from tests.place_world import PlaceWorld, make_place_world

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
QUESTION = "mapping.asked.attachment"
SECTION = f"{HOME}/steps/mapping/asked"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ENTRY = {"date": "2026-10-14", "kind": "open_meeting", "what": "Öppet möte"}


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def upload(browser: PortalClient, name: str = "Svar.pdf", **holder: Any) -> Attachment:
    data = {**(holder or {"question": QUESTION}), "file": (io.BytesIO(PDF), name)}
    assert browser.post(HOME + "/attachments", data=data).status_code == 303
    return db.session.scalars(select(Attachment).where(Attachment.name == name)).one()


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("organisations", {"name": "Byalaget"}),
        ("log", ENTRY),
        ("ideas", {"idea": "En bastu"}),
        ("mapping.assets.list", {"asset": "Ån"}),
        ("mapping.services.list", {"service": "Bageri", "state": "exists"}),
    ],
)
@pytest.mark.parametrize("origin", ["list", "row"])
@pytest.mark.one_database
def test_a_removed_row(
    world: PlaceWorld, client_for: Browser, register: str, values: dict[str, Any], origin: str
) -> None:
    """In the list of a place-wide register and of a step, also with rows listed in advance; and from its page."""
    row = make_row(world.workplace, register, values, world.leader)
    browser = client_for(world.leader)
    section = world.workplace.process.section_of(register)
    home = f"{HOME}/{register}/" if section is None else f"{HOME}/steps/{section.key.replace('.', '/')}"
    removed = send(browser, home if origin == "list" else f"{HOME}/rows/{row.id}", f"/rows/{row.id}/deletion")
    assert removed.status_code == 303
    assert db.session.get_one(Row, row.id).deleted_at is not None
    landed = removed.location.partition("#")[0]
    assert landed.partition("?")[0] == home
    back = send(browser, landed, f"/rows/{row.id}/restoration")
    assert back.status_code == 303
    assert db.session.get_one(Row, row.id).deleted_at is None


def test_a_removed_row_that_was_used(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    path = f"{HOME}/rows/{world.organisation.id}"
    asked = browser.post(path + "/deletion")
    assert asked.status_code == 409
    removed = browser.post(path + "/deletion", data={"though_used": "1"})
    assert send(browser, removed.location.partition("#")[0], "/restoration").status_code == 303
    assert db.session.get_one(Row, world.organisation.id).deleted_at is None


def test_a_removed_file_of_a_question(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    one, two = upload(browser), upload(browser, "Bild.pdf")
    removed = send(browser, SECTION, f"/attachments/{one.id}/deletion")
    assert removed.location == f"{SECTION}?removed_file={one.id}#q-attachment"
    page = browser.get(f"{SECTION}?removed_file={one.id}").get_data(as_text=True)
    assert "”Svar.pdf” är borttagen." in page
    assert page.count('<details class="fold fold--row " open>') == 1  # optional questions are folded; not now
    back = send(browser, f"{SECTION}?removed_file={one.id}", f"/attachments/{one.id}/restoration")
    assert (back.status_code, back.location) == (303, f"{SECTION}#q-attachment")
    assert "”Svar.pdf” är tillbaka." in browser.get(SECTION).get_data(as_text=True)
    answer = db.session.scalars(select(Answer).where(Answer.question_key == QUESTION)).one()
    assert (answer.value, answer.version) == ([two.id, one.id], 4)
    said = db.session.scalars(
        select(Revision.value).filter_by(question_key=QUESTION).order_by(Revision.version)
    )
    assert list(said) == [[one.id], [one.id, two.id], [two.id], [two.id, one.id]]
    assert (
        browser.post(f"{HOME}/attachments/{one.id}/restoration").status_code == 303
    )  # once more is no change
    told = select(Event.data).where(Event.kind == "attachment_restored", Event.subject == QUESTION)
    assert list(db.session.scalars(told)) == [{"attachment": one.id}]


def test_a_removed_file_of_a_row(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    row = make_row(world.workplace, "log", ENTRY, world.leader)
    path = f"{HOME}/rows/{row.id}"
    file = upload(browser, row=row.id, column="attachment")
    removed = send(browser, path, f"/attachments/{file.id}/deletion")
    assert removed.location == f"{path}?removed_file={file.id}#files-attachment"
    assert send(browser, f"{path}?removed_file={file.id}", "/restoration").status_code == 303
    assert db.session.get_one(Row, row.id).values == {**ENTRY, "attachment": [file.id]}


def test_a_removed_file_is_brought_back_from_the_history(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    file = upload(browser)
    send(browser, SECTION, f"/attachments/{file.id}/deletion")
    history = f"{HOME}/answers/{QUESTION}/history"
    assert send(browser, history + "?each=1", f"/attachments/{file.id}/restoration").status_code == 303
    assert db.session.get_one(Attachment, file.id).deleted_at is None
    assert "/restoration" not in browser.get(history).get_data(as_text=True)


def test_a_file_whose_bytes_may_be_gone_does_not_come_back(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    file = upload(browser)
    send(browser, SECTION, f"/attachments/{file.id}/deletion")
    removed_at = db.session.get_one(Attachment, file.id).deleted_at
    assert removed_at is not None
    db.session.execute(update(Attachment).values(deleted_at=removed_at - KEPT_AFTER_REMOVAL))
    assert forget_files() == 1
    answer = browser.post(f"{HOME}/attachments/{file.id}/restoration")
    assert answer.status_code == 409
    assert "mer än 30 dagar sedan" in answer.get_data(as_text=True)
    for path in (f"{SECTION}?removed_file={file.id}", f"{HOME}/answers/{QUESTION}/history"):
        assert "/restoration" not in browser.get(path).get_data(as_text=True)


def test_who_may_not_and_when(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    file = upload(browser)
    send(browser, SECTION, f"/attachments/{file.id}/deletion")
    path = f"{HOME}/attachments/{file.id}/restoration"
    for user in (world.coach, world.region, world.officer, world.stranger):
        assert client_for(user).post(path).status_code == 404
    world.journey.checkpoint_state = "under_review"
    assert browser.post(path).status_code == 403
    assert db.session.get_one(Attachment, file.id).deleted_at is not None


def test_a_file_of_a_removed_row_waits_for_the_row(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    row = make_row(world.workplace, "log", ENTRY, world.leader)
    file = upload(browser, row=row.id, column="attachment")
    assert browser.post(f"{HOME}/attachments/{file.id}/deletion").status_code == 303
    assert browser.post(f"{HOME}/rows/{row.id}/deletion").status_code == 303
    assert browser.post(f"{HOME}/attachments/{file.id}/restoration").status_code == 404


@pytest.mark.parametrize("asked", ["", "x", "0" * 32, "é" * 32, "\x00" * 32, "9" * 4000])
def test_nonsense_in_the_address_offers_nothing(world: PlaceWorld, client_for: Browser, asked: str) -> None:
    page = client_for(world.leader).get(SECTION, query_string={"removed_file": asked})
    assert page.status_code == 200
    assert "/restoration" not in page.get_data(as_text=True)
