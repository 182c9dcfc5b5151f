"""Files of answers and rows over HTTP: uploaded, fetched, refused in words, kept and forgotten."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from portal.clock import now, today
from portal.extensions import db
from portal.models import Answer, Attachment, Row, Submission, User
from portal.policy import Workplace
from portal.services import uploads
from portal.services.disposal import forget_files
from portal.views import attachments
from tests.client import PortalClient
from tests.factories import (
    make_leader,
    make_place,
    make_row,
    open_workplace,
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


def test_a_file_is_uploaded_shown_fetched_and_removed(leader: User, client_for: Browser, app: Flask) -> None:
    browser = client_for(leader)
    assert upload(browser, name="Så här ”sa” de.pdf").status_code == 303
    kept = only()
    assert db.session.query(Answer).one().value == [kept.id]
    page = browser.get(HOME + "/steps/mapping/asked").get_data(as_text=True)
    assert "Så här ”sa” de.pdf" in page

    answer = browser.get(f"{HOME}/attachments/{kept.id}")
    assert answer.data == PDF
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert (
        "filename*=UTF-8''S%C3%A5%20h%C3%A4r%20%E2%80%9Dsa%E2%80%9D%20de.pdf"
        in headers["Content-Disposition"]
    )
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"

    assert browser.post(f"{HOME}/attachments/{kept.id}/deletion").status_code == 303
    assert browser.get(f"{HOME}/attachments/{kept.id}").status_code == 404
    assert db.session.query(Answer).one().value is None
    assert stored(app) == [kept.sha256]


def test_a_file_in_a_row_of_the_log(workplace: Workplace, leader: User, client_for: Browser) -> None:
    row = make_row(workplace, "log", ENTRY, leader)
    browser = client_for(leader)
    assert upload(browser, row=str(row.id), column="attachment", alt="Lapparna").status_code == 303
    assert db.session.get_one(Row, row.id).values == {**ENTRY, "attachment": [only().id]}
    assert "Svar.pdf" in browser.get(HOME + "/log/").get_data(as_text=True)
    assert "Lapparna" in browser.get(f"{HOME}/rows/{row.id}").get_data(as_text=True)
    data = {f"log-row-{k}": v for k, v in ENTRY.items()} | {"log-row-what": "Nytt", "log-row-version": "2"}
    assert browser.post(f"{HOME}/rows/{row.id}", data=data).status_code == 303
    assert db.session.get_one(Row, row.id).values == {**ENTRY, "what": "Nytt", "attachment": [only().id]}


def test_a_photo_from_a_phone_comes_back_without_its_position(leader: User, client_for: Browser) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (58.0, 41.0, 30.0)})
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "HEIF", exif=exif.tobytes())
    browser = client_for(leader)
    assert upload(browser, out.getvalue(), "IMG_0815.HEIC", alt="Väggen med lappar").status_code == 303
    kept = only()
    assert (kept.name, kept.media_type) == ("IMG_0815.jpg", "image/jpeg")
    answer = browser.get(f"{HOME}/attachments/{kept.id}")
    with Image.open(io.BytesIO(answer.data)) as after:
        assert after.size == (60, 40)
        assert dict(after.getexif()) == {}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "tom.pdf", "Filen är tom."),
        (b"x" * 5001, "stor.txt", "Filen är för stor."),
        (b"<html><script>alert(1)</script>", "bild.png", "Den här sortens fil går inte att lägga till."),
        (PDF, "", "Välj en fil först."),
    ],
)
def test_what_is_refused_is_told_on_a_page_to_try_again(
    leader: User,
    client_for: Browser,
    app: Flask,
    content: bytes,
    name: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for place in (uploads, attachments):
        monkeypatch.setattr(place, "SIZE_LIMIT", 5000)
    answer = upload(client_for(leader), content, name, alt="Det jag skrev")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert "Det jag skrev" in page
    assert db.session.query(Attachment).count() == 0
    assert stored(app) == []


def test_far_too_much_is_refused_before_it_is_read(
    leader: User, client_for: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10_000)
    answer = upload(client_for(leader), b"x" * 20_000, "stor.txt")
    assert answer.status_code == 413
    assert "20 MB" in answer.get_data(as_text=True)


def test_path_tricks_in_the_name_are_cleaned(leader: User, client_for: Browser) -> None:
    upload(client_for(leader), name="../../../etc/<b>cron</b>.exe")
    assert only().name == "b.exe.pdf"


def test_no_more_than_fit(workplace: Workplace, leader: User, client_for: Browser) -> None:
    question = workplace.process.question(QUESTION)
    assert question is not None
    browser = client_for(leader)
    for n in range(question.limit):
        assert upload(browser, name=f"{n}.pdf").status_code == 303
    assert upload(browser).status_code == 422


def test_bytes_stay_as_long_as_a_copy_names_them(
    workplace: Workplace, leader: User, client_for: Browser, app: Flask
) -> None:
    browser = client_for(leader)
    upload(browser)
    first = only()
    upload(browser, name="Samma igen.pdf")
    again = db.session.query(Attachment).filter(Attachment.id != first.id).one()
    assert stored(app) == [first.sha256]
    long_ago = now() - timedelta(days=40)
    first.deleted_at = long_ago
    assert forget_files() == 0
    again.deleted_at = long_ago
    frozen = Submission(
        journey_id=workplace.journey.id,
        number=1,
        snapshot={"files": {first.id: {"sha256": first.sha256}}},
        submitted_by=leader.id,
        submitted_at=now(),
        due_on=today(),
    )
    db.session.add(frozen)
    db.session.flush()
    assert forget_files() == 0
    db.session.delete(frozen)
    db.session.flush()
    again.deleted_at = now()
    db.session.flush()
    assert forget_files() == 0
    again.deleted_at = long_ago
    db.session.flush()
    assert forget_files() == 1
    assert stored(app) == []


def test_a_file_that_is_gone_from_the_storage_is_told(leader: User, client_for: Browser, app: Flask) -> None:
    browser = client_for(leader)
    upload(browser)
    kept = only()
    (Path(app.config["PORTAL_DATA"]) / "attachments" / kept.sha256[:2] / kept.sha256).unlink()
    answer = browser.get(f"{HOME}/attachments/{kept.id}")
    assert answer.status_code == 404
    assert "Filen saknas i lagret." in answer.get_data(as_text=True)
