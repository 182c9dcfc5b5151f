"""The main line with the keyboard alone: Tab, Enter, Space and the arrows. Focus is always seen."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal.demo.world import PASSWORD
from tests.journeys import spine
from tests.journeys.conftest import LiveServer
from tests.journeys.keys import choose, follow, reach, write

NewPage = Callable[..., Page]


def sign_in(page: Page, login: str) -> None:
    page.goto("/login")
    write(page, page.get_by_label("E-postadress"), f"{login}@demo.example")
    write(page, page.get_by_label("Lösenord"), PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def save(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Spara och fortsätt").last)


def test_from_sign_in_to_verdict(demo: LiveServer, new_page: NewPage) -> None:
    leader, coach = new_page(), new_page()
    sign_in(leader, "leader")
    fill(leader)
    to_checkpoint(leader)
    follow(leader, leader.get_by_role("button", name="Lämna in till coachen"))
    expect(leader).to_have_url(f"{demo.url}/places/dals-rostock/submissions/1/")

    sign_in(coach, "coach")
    follow(coach, coach.get_by_role("link", name=re.compile("inlämningen.*Dals Rostock")))
    follow(coach, coach.get_by_role("button", name="Börja granska"))
    sheet = coach.get_by_role("article", name="Slutsatserna är skrivna")
    choose(coach, sheet.get_by_role("radio", name="Räcker inte än"))
    follow(coach, sheet.get_by_role("button", name="att titta på"))
    write(coach, sheet.get_by_label("Vad ska platsen titta på?"), "Säg mer om vad ni väljer bort.")
    choose(coach, coach.get_by_role("radio", name="Komplettera först"))
    write(coach, coach.get_by_label("Skäl"), "En sak till behövs.")
    follow(coach, coach.get_by_role("button", name="Skicka beskedet"))
    expect(coach.get_by_role("heading", name="Beskedet")).to_be_visible()


def to_checkpoint(page: Page) -> None:
    """From any page of the place, by its bar."""
    follow(page, page.get_by_role("navigation", name="platsens sidor").get_by_role("link").first)
    follow(page, page.get_by_role("link", name="Halvtidsavstämning").first)


def fill(page: Page) -> None:
    """What is missing, from the checkpoint by its own links."""
    missing = page.locator("section[aria-labelledby=missing]")
    to_checkpoint(page)
    follow(page, missing.get_by_role("link", name="Se vilka ni har hört"))
    youth = page.locator("li.tap").filter(has_text="Barn och unga")
    choose(page, youth.get_by_role("radio", name="Hörda"))
    write(page, youth.get_by_label("Hur hörde ni dem?"), spine.HEARD)
    save(page)
    to_checkpoint(page)
    follow(page, missing.get_by_role("link", name="Bedöm tjänsterna"))
    for service in ("Apotek", "Vård", "Hjärtstartare"):
        row = page.locator("li.tap").filter(has=page.get_by_text(service, exact=True))
        choose(page, row.get_by_role("radio", name="Saknas"))
    save(page)
    to_checkpoint(page)
    follow(page, missing.get_by_role("link", name="Beskriv hur ni har frågat"))
    reach(page, page.get_by_label("Enkät", exact=True))
    page.keyboard.press("Space")
    write(page, page.get_by_label("Vad sa de?"), spine.FINDINGS)
    save(page)
    to_checkpoint(page)
    follow(page, missing.get_by_role("link", name="Skriv klart slutsatserna"))
    write(page, page.get_by_label("Vilka tre insikter är viktigast?"), "Det finns gott om engagemang.")
    write(page, page.get_by_label("Vad ska ni inte göra"), spine.NOT_DOING)
    save(page)


def test_skip_link(demo: LiveServer, page: Page) -> None:
    sign_in(page, "leader")
    reach(page, page.get_by_role("link", name="Hoppa till innehållet"))
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_backwards_through_a_form_nothing_hides_under_the_strip(demo: LiveServer, new_page: NewPage) -> None:
    page = new_page(width=390, height=700)
    sign_in(page, "leader")
    page.goto("/places/dals-rostock/steps/anchoring/start")
    reach(page, page.get_by_role("button", name="Spara och fortsätt").last)
    reach(page, page.get_by_label("Hur många timmar i veckan"), key="Shift+Tab")


def test_the_menu_of_a_phone(demo: LiveServer, new_page: NewPage) -> None:
    page = new_page(width=320)
    sign_in(page, "leader")
    button, menu = page.get_by_role("button", name="Meny"), page.get_by_role("navigation", name="Huvudmeny")
    reach(page, button)
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    reach(page, menu.get_by_role("link", name="Min plats"))
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_an_error_summary_leads_to_its_field(demo: LiveServer, page: Page) -> None:
    sign_in(page, "leader")
    page.goto("/places/dals-rostock/steps/anchoring/start")
    hours = page.get_by_label("Hur många timmar i veckan")
    write(page, hours, "många")
    save(page)
    expect(page.locator(".ds-error-summary")).to_be_focused()
    reach(page, page.locator(".ds-error-summary").get_by_role("link"))
    page.keyboard.press("Enter")
    expect(hours).to_be_focused()
