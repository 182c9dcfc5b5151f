"""What is written beside an action stays on the device until it is saved; a move that did nothing says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

LISTS = "/places/example-village/actions/"
ACTION = "Cykelväg till skolan"
BODY = "Vägföreningen har sagt ja till att flytta skylten."


@pytest.fixture
def action(demo: LiveServer, page: Page) -> Page:
    """A process leader at the page of an action."""
    sign_in(page, "leader4")
    return open_action(page)


def open_action(page: Page) -> Page:
    page.goto(LISTS)
    page.get_by_role("link", name=ACTION, exact=True).click()
    return page


def note(page: Page) -> Locator:
    return page.locator("#notes textarea")


def write(page: Page) -> None:
    fold = page.locator("#notes details", has=page.locator("textarea"))
    if not fold.evaluate("fold => fold.open"):
        fold.locator("summary").click()
    note(page).fill(BODY)


def test_a_note_that_is_begun_outlives_a_move_and_a_visit_elsewhere(action: Page) -> None:
    write(action)
    with action.expect_response(lambda answer: answer.request.method == "POST"):
        action.get_by_role("button", name="Spara läget").click()
    expect(note(action)).to_have_value(BODY)
    action.goto(LISTS)
    open_action(action)
    expect(note(action)).to_have_value(BODY)
    expect(action.locator("#notes")).to_contain_text("Det du började skriva här är tillbaka")
    action.get_by_role("button", name="Spara anteckningen").click()
    expect(action.locator("#flashes")).to_contain_text("Anteckningen är sparad")
    expect(action.locator("#notes .said").first).to_have_text(BODY)
    expect(note(action)).to_have_value("")
    assert action.evaluate("localStorage.length") == 0


def test_a_note_that_is_saved_after_signing_out_waits_for_who_signs_in(action: Page) -> None:
    write(action)
    action.context.clear_cookies()
    action.get_by_role("button", name="Spara anteckningen").click()
    expect(action.locator("#notes [data-save-line]").first).to_contain_text(
        "Inte sparat än: du har loggats ut"
    )
    expect(note(action)).to_have_value(BODY)


def test_a_move_without_a_line_says_that_it_did_nothing(action: Page) -> None:
    action.goto(f"{LISTS}?by=status")
    action.locator("summary").filter(has_text=f"Flytta {ACTION}").click()
    finished = action.locator("details[open]").get_by_role("button", name="Flytta till Klar")
    action.context.set_offline(True)
    finished.click()
    expect(action.locator("#flashes")).to_have_text(
        "Inte sparat: det finns ingen anslutning. Försök igen när den är tillbaka."
    )
    action.context.set_offline(False)
    finished.click()
    expect(action.locator("#flashes")).not_to_contain_text("Inte sparat")
