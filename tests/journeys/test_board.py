"""The board of actions: a card is moved by keyboard, focus goes along and it is said; without JavaScript, too."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.keys import reach
from tests.journeys.people import sign_in

NewPage = Callable[..., Page]
BOARD = "/places/example-village/actions/?by=status"
CARD = "Röja leden runt sjön"


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name).get_by_role("heading", name=CARD)


def test_by_keyboard(demo: LiveServer, page: Page) -> None:
    sign_in(page, "leader4")
    page.goto(BOARD)
    summary = page.locator("summary").filter(has_text=f"Flytta {CARD}")
    summary.focus()
    page.keyboard.press("Enter")
    reach(page, page.locator("details[open]").get_by_role("button", name="Flytta till Pågår"))
    page.keyboard.press("Enter")
    expect(column(page, "Pågår")).to_be_visible()
    expect(summary).to_be_focused()
    expect(page.locator("#flashes")).to_have_text(f"”{CARD}” är nu: Pågår.")
    other = page.context.new_page()
    other.goto(BOARD)
    other.locator("summary").filter(has_text=f"Flytta {CARD}").click()
    other.locator("details[open]").get_by_role("button", name="Flytta till Klar").click()
    expect(column(other, "Klar")).to_be_visible()
    summary.click()
    page.locator("details[open]").get_by_role("button", name="Flytta till Idé").click()
    expect(page.get_by_role("alert")).to_contain_text(f"”{CARD}” är nu: Klar.")
    expect(column(page, "Klar")).to_be_visible()
    expect(summary).to_be_focused()


def test_without_javascript(demo: LiveServer, new_page: NewPage) -> None:
    page = new_page(width=320, java_script_enabled=False)
    sign_in(page, "leader4")
    page.goto(BOARD)
    page.locator("summary").filter(has_text=f"Flytta {CARD}").click()
    page.locator("details[open]").get_by_role("button", name="Flytta till Pågår").click()
    expect(column(page, "Pågår")).to_be_in_viewport()
    expect(page.locator("#flashes")).to_have_text(f"”{CARD}” är nu: Pågår.")
