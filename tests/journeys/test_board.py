"""The board of actions: a card is moved by keyboard, focus goes along and it is said; by mouse; without JavaScript."""

from __future__ import annotations

import re
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


def test_with_the_mouse(demo: LiveServer, new_page: NewPage) -> None:
    """A drop is the button's press: the same form, with the same answers."""
    page = new_page(height=1600)  # nothing scrolls under the mouse
    sign_in(page, "leader4")
    page.goto(BOARD)
    card = page.locator(".card").filter(has_text=CARD)
    here, there = column(page, "Pågår"), page.get_by_role("region", name="Pågår")
    over = page.locator(".board__column--over")

    def drag() -> None:
        card.locator("h4").hover()
        page.mouse.down()
        there.hover(position={"x": 40, "y": 20})

    drag()
    expect(there).to_have_class(re.compile("board__column--over"))
    card.locator("h4").hover()  # its own column takes nothing
    expect(over).to_have_count(0)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".card--dragged")).to_have_count(0)
    expect(here).to_have_count(0)

    drag()
    page.mouse.up()
    expect(here).to_be_visible()
    expect(page.locator("summary").filter(has_text=f"Flytta {CARD}")).to_be_focused()
    expect(page.locator("#flashes")).to_have_text(f"”{CARD}” är nu: Pågår.")

    card.locator(".card__facts").first.dblclick(position={"x": 5, "y": 5})  # text is still text
    assert page.evaluate("String(getSelection())") != ""
    card.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CARD)


def test_without_javascript(demo: LiveServer, new_page: NewPage) -> None:
    page = new_page(width=320, java_script_enabled=False)
    sign_in(page, "leader4")
    page.goto(BOARD)
    page.locator("summary").filter(has_text=f"Flytta {CARD}").click()
    page.locator("details[open]").get_by_role("button", name="Flytta till Pågår").click()
    expect(column(page, "Pågår")).to_be_in_viewport()
    expect(page.locator("#flashes")).to_have_text(f"”{CARD}” är nu: Pågår.")
