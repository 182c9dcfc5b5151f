"""A flipchart on its way from the phone's camera into the portal, on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.extensions import db
from portal.models import Attachment
from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

NewPage = Callable[..., Page]
SECTION = "/places/dals-rostock/steps/mapping/asked"
ALT = "Bladet från mötet, ifyllt för hand"


@pytest.fixture
def flipchart(tmp_path: Path) -> Path:
    file = tmp_path / "blad.jpg"
    Image.new("RGB", (1200, 800), "white").save(file)
    return file


def describe_and_send(page: Page, demo: LiveServer) -> None:
    """Nothing is sent in vain over a slow line: first without words, then with them."""
    box = page.locator(".filebox")
    alt, upload = box.get_by_label("Vad visar bilden?"), box.get_by_role("button", name="Ladda upp")
    upload.tap()
    expect(alt).to_be_focused()
    assert alt.evaluate("field => field.validationMessage").startswith("Skriv vad bilden visar")
    alt.fill(ALT)
    # Words about a file that is not sent yet are not saved, and nothing says so.
    expect(page.locator("#q-attachment [data-autosave]")).to_have_count(1)
    expect(page.locator("#q-attachment [data-autosave] textarea[name=alt]")).to_have_count(0)
    upload.tap()
    page.wait_for_url("**#q-attachment")
    with demo.app.app_context():
        kept = db.session.scalars(select(Attachment)).one()
        assert (kept.name, kept.alt) == ("blad.jpg", ALT)


def test_a_photo_is_taken_described_and_sent(
    demo: LiveServer,
    new_page: NewPage,
    flipchart: Path,
    axe: Callable[..., list[str]],
    overflow: Callable[[Page], int],
) -> None:
    page = new_page(width=320, is_mobile=True, has_touch=True)
    sign_in(page, "leader")
    page.goto(SECTION)
    page.locator("summary").filter(has_text="Fler frågor").tap()
    box = page.locator(".filebox")
    # One tap on the words opens the camera: a file field that asks for it.
    with page.expect_file_chooser() as chooser:
        box.get_by_text("Ta ett foto").tap()
    assert chooser.value.element.get_attribute("capture") == "environment"
    chooser.value.set_files(flipchart)
    expect(box.get_by_role("status")).to_have_text("Redo att ladda upp: blad.jpg")
    expect(box.locator("canvas")).to_have_attribute("width", "320")
    # Another file in its place: one of them is sent, not both.
    box.locator("[name=file]").set_input_files(flipchart)
    assert box.locator("[name=photo]").input_value() == ""
    assert (overflow(page), axe(page)) == (0, [])

    describe_and_send(page, demo)

    # What is there can be removed while another picture waits without words. (The way back has opened the fold.)
    box.locator("[name=photo]").set_input_files(flipchart)
    box.get_by_role("button", name="Ta bort").tap()
    page.wait_for_url(lambda url: url.endswith("#q-attachment"))
    expect(box.get_by_role("status").filter(has_text="är borttagen")).to_be_visible()

    # On a computer the camera would be a second file field.
    desk = new_page(width=1280, storage_state=page.context.storage_state())
    desk.goto(SECTION)
    desk.locator("summary").filter(has_text="Fler frågor").click()
    expect(desk.locator(".filebox [name=file]")).to_be_visible()
    expect(desk.locator(".filebox [name=photo]")).to_be_hidden()
