"""What a picture shows, and a photo straight from the camera: asked for at upload, told, changed afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Attachment, Event, Row, User
from portal.policy import Workplace
from portal.queries.submissions import list_files
from portal.services.alt_texts import ALT_LIMIT
from tests.client import PortalClient
from tests.factories import make_coach, make_leader, make_place, make_region, make_row, open_workplace, share
from tests.place_world import counted

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
SECTION = HOME + "/steps/mapping/asked"
QUESTION = "mapping.asked.attachment"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ALT = "Lapparna från mötet, i fyra högar"
MISSING = "Skriv vad bilden visar, eller kryssa i att den inte säger något som inte redan står i texten."
AGAIN = "Välj filen en gång till, för webbläsaren sparar den inte."
QUERIES = 8


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


def upload(browser: PortalClient, files: Mapping[str, tuple[bytes, str]], **fields: str) -> TestResponse:
    data = fields if "row" in fields else {"question": QUESTION, **fields}
    sent = {name: (io.BytesIO(content), called) for name, (content, called) in files.items()}
    return browser.post(HOME + "/attachments", data={**data, **sent})


def only() -> Attachment:
    return db.session.query(Attachment).one()


def described() -> list[tuple[str | None, dict[str, object]]]:
    found = db.session.scalars(select(Event).where(Event.kind == "attachment_described").order_by(Event.id))
    return [(e.subject, e.data) for e in found]


@pytest.mark.parametrize("way", ["file", "photo"])
def test_both_ways_take_a_described_picture(leader: User, client_for: Browser, way: str) -> None:
    browser = client_for(leader)
    # A browser sends both fields; the one that was left alone is empty.
    other = {"file": "photo", "photo": "file"}[way]
    sent = upload(browser, {way: (photo(), "blad.jpg"), other: (b"", "")}, alt=f"  {ALT} ")
    assert sent.status_code == 303
    assert (only().alt, only().media_type) == (ALT, "image/jpeg")
    assert f'<p class="hint">{ALT}' in browser.get(SECTION).text


def test_a_phone_is_asked_for_its_camera(leader: User, client_for: Browser, workplace: Workplace) -> None:
    row = make_row(workplace, "log", {"date": "2026-10-14", "kind": "visit", "what": "Besök"}, leader)
    browser = client_for(leader)
    for path in (SECTION, f"{HOME}/rows/{row.id}"):
        answer = browser.get(path)
        assert 'name="photo"' in answer.text
        assert 'accept="image/*" capture="environment"' in answer.text
        # A page's right to the camera is another matter: a file field hands the picture over without it.
        assert answer.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"


@pytest.mark.parametrize(
    ("files", "fields", "words", "kept"),
    [
        ({"photo": (photo(), "blad.jpg")}, {"alt": " "}, MISSING, " "),
        ({"file": (photo(), "blad.pdf")}, {}, MISSING, ""),
        (
            {"file": (photo(), "blad.jpg")},
            {"alt": "x" * (ALT_LIMIT + 1), "says_nothing": "1"},
            "Beskrivningen är för lång. Här får högst 300 tecken plats.",
            "x" * (ALT_LIMIT + 1),
        ),
        (
            {"file": (PDF, "Svar.pdf"), "photo": (photo(), "blad.jpg")},
            {"alt": ALT},
            "Det var en fil och ett foto på en gång. Skicka en i taget.",
            ALT,
        ),
        ({}, {"alt": ALT, "says_nothing": "1"}, "Välj en fil först.", ALT),
    ],
    ids=["photo without words", "picture called pdf", "too many words", "both at once", "no file"],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    leader: User,
    client_for: Browser,
    files: dict[str, tuple[bytes, str]],
    fields: dict[str, str],
    words: str,
    kept: str,
) -> None:
    answer = upload(client_for(leader), files, **fields)
    assert answer.status_code == 422
    assert (words in answer.text, AGAIN in answer.text) == (True, True)
    assert f">{kept}</textarea>" in answer.text
    assert ('value="1" form="up" checked' in answer.text) is ("says_nothing" in fields)
    assert db.session.query(Attachment).count() == 0


def test_a_picture_that_says_nothing_and_a_document_need_no_words(leader: User, client_for: Browser) -> None:
    browser = client_for(leader)
    assert upload(browser, {"file": (PDF, "Svar.pdf")}).status_code == 303
    assert "beskrivning" not in browser.get(SECTION).text.partition("filebox__list")[2].partition("</ul>")[0]
    assert upload(browser, {"photo": (photo(), "blad.jpg")}, says_nothing="1").status_code == 303
    assert "Ingen beskrivning: bilden säger inget som inte står i texten." in browser.get(SECTION).text
    assert [a.alt for a in db.session.query(Attachment)] == ["", ""]


def test_the_words_are_changed_afterwards(leader: User, client_for: Browser) -> None:
    browser = client_for(leader)
    upload(browser, {"photo": (photo(), "blad.jpg")}, alt="Väggen")
    address = f"{HOME}/attachments/{only().id}/description"
    with counted() as statements:
        page = browser.get(address)
    assert len(statements) <= QUERIES, "\n".join(statements)
    assert f'src="{HOME}/attachments/{only().id}" alt="Väggen"' in page.text
    assert ">Väggen</textarea>" in page.text

    refused = browser.post(address, data={"alt": ""})
    assert (refused.status_code, MISSING in refused.text, only().alt) == (422, True, "Väggen")
    long = "å" * (ALT_LIMIT + 1)
    refused = browser.post(address, data={"alt": long})
    assert (refused.status_code, f">{long}</textarea>" in refused.text, only().alt) == (422, True, "Väggen")
    assert described() == []

    for alt, fields, kept in ((ALT, {}, ALT), (ALT, {}, ALT), ("", {"says_nothing": "1"}, "")):
        saved = browser.post(address, data={"alt": alt, **fields})
        assert (saved.status_code, saved.location) == (303, f"{SECTION}#q-attachment")
        assert only().alt == kept
    assert described() == [(QUESTION, {"attachment": only().id})] * 2
    assert 'name="says_nothing" value="1" checked' in browser.get(address).text


def test_a_picture_of_a_row(workplace: Workplace, leader: User, client_for: Browser) -> None:
    row = make_row(workplace, "log", {"date": "2026-10-14", "kind": "visit", "what": "Besök"}, leader)
    browser = client_for(leader)
    assert (
        upload(
            browser, {"photo": (photo(), "blad.jpg")}, alt="Väggen", row=str(row.id), column="attachment"
        ).status_code
        == 303
    )
    address = f"{HOME}/attachments/{only().id}/description"
    saved = browser.post(address, data={"alt": ALT})
    assert (saved.status_code, saved.location) == (303, f"{HOME}/rows/{row.id}#files-attachment")
    assert described() == [("log", {"attachment": only().id})]
    assert ALT in browser.get(HOME + "/log/").text
    db.session.get_one(Row, row.id).deleted_at = only().uploaded_at
    assert browser.get(address).status_code == 404


def test_who_reads_and_who_changes_the_words(workplace: Workplace, leader: User, client_for: Browser) -> None:
    upload(client_for(leader), {"photo": (photo(), "blad.jpg")}, alt=ALT)
    address = f"{HOME}/attachments/{only().id}/description"
    coach, region = client_for(make_coach(workplace.place)), client_for(make_region())
    stranger = client_for(make_leader(make_place("fargelanda", "Färgelanda"), "leader3@example.org"))
    for browser in (coach, region, stranger):
        assert browser.get(address).status_code == 404
        assert browser.post(address, data={"alt": "Annat"}).status_code == 404
    share(workplace, "mapping", leader)
    for browser in (coach, region):
        page = browser.get(SECTION).text
        assert (ALT in page, "/description" in page) == (True, False)
        assert browser.get(address).status_code == 403
        assert browser.post(address, data={"alt": "Annat"}).status_code == 403
    assert stranger.get(address).status_code == 404
    assert only().alt == ALT


def test_locked_answers_keep_their_words(workplace: Workplace, leader: User, client_for: Browser) -> None:
    browser = client_for(leader)
    upload(browser, {"photo": (photo(), "blad.jpg")}, alt=ALT)
    address = f"{HOME}/attachments/{only().id}/description"
    open_workplace(workplace.place).journey.checkpoint_state = "submitted"
    assert (browser.get(address).status_code, browser.post(address, data={"alt": "x"}).status_code) == (
        403,
        403,
    )
    page = browser.get(SECTION).text
    assert (ALT in page, "/description" in page, only().alt) == (True, False, ALT)


def test_a_frozen_copy_takes_the_words_along(workplace: Workplace, leader: User, client_for: Browser) -> None:
    upload(client_for(leader), {"photo": (photo(), "blad.jpg")}, alt=ALT)
    assert list_files(workplace.journey.id)[only().id]["alt"] == ALT
    page = client_for(leader).get(HOME + "/checkpoint/answers").text
    assert f'<span class="quiet">({ALT})</span>' in page
