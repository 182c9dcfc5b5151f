"""Pictures follow what is written without a new page; adding from a field of one keeps what is typed."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

NewPage = Callable[..., Page]
STEPS = "/places/dals-rostock/steps/"


def test_a_tap_and_a_new_row_change_the_picture_beside_the_form(
    demo: LiveServer,
    new_page: NewPage,
) -> None:
    page = new_page()
    sign_in(page, "leader")
    page.goto(STEPS + "anchoring/voices")
    total = page.locator(".coverage__sum")
    expect(total).to_have_text("5 av 9 hörda")
    page.locator("li.tap").filter(has_text="Nyinflyttade").get_by_role("radio", name="Hörda").check(
        force=True
    )
    expect(total).to_have_text("6 av 9 hörda")
    page.locator("#register-groups-add > summary").click()
    form = page.locator("#register-groups-add form")
    form.get_by_label("Vilken grupp?").fill("Jägarna")
    form.get_by_label("Hörda").check()
    form.get_by_role("button", name="Spara raden").click()
    expect(total).to_have_text("7 av 10 hörda")
    expect(page.locator(".parts-of dd").first).to_contain_text("Jägarna")


def test_adding_from_a_field_chooses_it_and_keeps_what_is_typed(
    demo: LiveServer,
    new_page: NewPage,
    overflow: Callable[[Page], float],
) -> None:
    page = new_page(width=320)
    sign_in(page, "leader")
    page.goto(STEPS + "analysis/swot")
    page.locator("#register-statements-add > summary").click()
    statement = page.get_by_label("Påstående", exact=True)
    statement.fill("Bussen går sällan")
    page.get_by_role("link", name="Lägg till Svagheter").click()
    expect(page.get_by_role("radio", name="Svagheter")).to_be_checked()
    expect(statement).to_be_focused()
    expect(statement).to_have_value("Bussen går sällan")
    page.get_by_role("button", name="Spara raden").click()
    expect(page.locator(".quads__2 li")).to_have_text("Bussen går sällan")
    assert overflow(page) == 0
