"""What stands beside a section's own answers: a row that is being written, and an answer that is cleared again."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

NewPage = Callable[..., Page]
STEPS = "/places/dals-rostock/steps/"


def test_save_stops_once_for_a_row_that_is_being_written(demo: LiveServer, new_page: NewPage) -> None:
    page = sign_in(new_page(width=320), "leader")
    page.goto(f"{STEPS}anchoring/stakeholders")
    page.locator("summary").filter(has_text="Lägg till organisation").click()
    form = page.locator("form.rowform").first
    form.get_by_label("Nästa steg").fill("Ring ordföranden")
    save = page.get_by_role("button", name="Spara och fortsätt").last
    save.click()
    expect(page.locator("[data-save-summary]")).to_contain_text("En rad här är inte sparad än")
    expect(form.get_by_role("button", name="Spara raden")).to_be_focused()
    assert page.url.partition("?")[0] == f"{demo.url}{STEPS}anchoring/stakeholders"
    with page.expect_navigation():
        save.click()
    page.goto(f"{STEPS}anchoring/stakeholders")
    expect(page.locator("form.rowform").first.get_by_label("Nästa steg")).to_have_value("Ring ordföranden")


def test_an_answer_given_with_a_tap_is_cleared_by_a_button(demo: LiveServer, new_page: NewPage) -> None:
    page = sign_in(new_page(), "leader")
    page.goto(f"{STEPS}mapping/services")
    row = page.locator("li.tap").filter(has=page.get_by_text("Drivmedel", exact=True))
    chosen = row.locator(".choice input:checked")
    clear = row.get_by_role("button", name="Rensa svaret")
    expect(chosen).to_have_count(1)
    # The arrow keys go round among the answers and never clear one.
    chosen.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        expect(chosen).to_have_count(1)
    clear.click()
    expect(chosen).to_have_count(0)
    expect(row.locator("[data-save-state=saved]")).to_have_attribute("data-time", re.compile(r"\d\d\.\d\d"))
    expect(clear).to_be_hidden()
    page.reload()
    expect(chosen).to_have_count(0)
