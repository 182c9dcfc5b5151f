"""The team's own words to the plan, beside the preview: none is lost to another form, and the preview is fresh; a new
link is copied by a button."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

EDITIONS = "/places/example-village/editions/"


def test_words_stay_and_the_preview_follows(demo: LiveServer, page: Page) -> None:
    sign_in(page, "leader4")
    page.goto(EDITIONS)
    words = page.get_by_label("Inledning")
    words.fill("Välkommen till vår plan")
    page.get_by_role("button", name="Gör en länk").click()
    expect(page.get_by_text("Här är länken")).to_be_visible()
    page.get_by_role("button", name="Kopiera länken").click()
    expect(page.get_by_text("Länken är kopierad.")).to_be_visible()
    expect(words).to_have_value("Välkommen till vår plan")
    page.get_by_role("button", name="Spara texten").click()
    expect(page.locator("#flashes")).to_contain_text("Sparat.")
    preview = page.frame_locator("iframe.previewframe")
    expect(preview.locator(".plan__intro")).to_contain_text("Välkommen till vår plan")
    assert page.evaluate("localStorage.length") == 0
    page.set_viewport_size({"width": 320, "height": 800})
    expect(page.locator("iframe.previewframe")).to_be_hidden()
    page.get_by_role("link", name="Se hur planen blir").click()
    expect(page.locator(".previewband")).to_contain_text("så ser utgåva 2 ut om du delar nu")
