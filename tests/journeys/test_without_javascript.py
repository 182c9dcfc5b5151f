"""The main line with JavaScript switched off: forms and links alone do everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import spine
from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

NewPage = Callable[..., Page]


@pytest.fixture
def plain_page(demo: LiveServer, new_page: NewPage) -> NewPage:
    """plain_page(): a browser of one's own with JavaScript switched off, as wide as a phone."""

    def make() -> Page:
        return new_page(width=390, java_script_enabled=False)

    return make


def test_from_sign_in_to_submission(plain_page: NewPage) -> None:
    page = plain_page()
    sign_in(page, "leader")
    spine.mend_what_is_missing(page)
    page.goto("/places/dals-rostock/steps/anchoring/voices")
    expect(page.locator("li.tap").first.get_by_label("Hur hörde ni dem?")).to_have_value(spine.HEARD)
    spine.submit(page)
    page.goto("/places/dals-rostock/steps/anchoring/place")
    expect(page.get_by_role("button", name="Spara och fortsätt")).to_have_count(0)


def test_what_else_a_team_does(plain_page: NewPage) -> None:
    page = plain_page()
    sign_in(page, "leader")
    page.goto("/places/dals-rostock/steps/mapping/assets")
    typed = {"Tillgång": "Bygdegården", "Varför är den viktig?": "Alla samlas där"}
    spine.add_row(page, page.locator("details.addrow summary").inner_text(), typed)
    expect(page.get_by_role("heading", name="Bygdegården")).to_be_visible()
    page.get_by_role("button", name="Ta bort Bygdegården").click()
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_role("heading", name="Bygdegården")).to_be_visible()
    page.goto("/places/dals-rostock/steps/mapping/")
    tick = page.get_by_role("checkbox", name="Lokalekonomisk analys")
    tick.check()
    page.get_by_role("listitem").filter(has=tick).get_by_role("button", name="Spara").click()
    expect(tick).to_be_checked()
    page.get_by_role("button", name="Dela Kartläggning").click()
    expect(page.get_by_role("button", name="Sluta dela Kartläggning")).to_be_visible()


def test_a_form_with_something_wrong_keeps_what_was_typed(plain_page: NewPage) -> None:
    page = plain_page()
    sign_in(page, "leader")
    page.goto("/places/dals-rostock/steps/anchoring/start")
    hours, thought = (
        page.get_by_label("Hur många timmar i veckan"),
        page.get_by_label("Vem skulle kunna ta över"),
    )
    hours.fill("många")
    thought.fill("Föreningen, tror vi.")
    page.get_by_role("button", name="Spara och fortsätt").last.click()
    expect(page.locator(".ds-error-summary").get_by_role("link")).to_have_count(1)
    expect(hours).to_have_value("många")
    expect(thought).to_have_value("Föreningen, tror vi.")


def test_from_inbox_to_verdict(plain_page: NewPage) -> None:
    coach, leader = plain_page(), plain_page()
    sign_in(coach, "coach")
    spine.begin_review(coach, "Färgelanda")
    criterion, text = "Slutsatserna är skrivna", "Skriv mer om vad ni väljer bort."
    spine.add_point(coach, criterion, text)
    coach.get_by_role("button", name="Spara utkast").last.click()
    expect(coach.get_by_label("Vad ska platsen titta på?")).to_have_value(text)
    spine.decide(coach, "Komplettera först", "En sak till behövs.")
    sign_in(leader, "leader3")
    slip = leader.locator(".tasks .slip")
    expect(slip).to_have_count(1)
    slip.get_by_role("link").click()
    leader.get_by_label("Vad ska ni inte göra").fill("Ingen simhall. Den har grannkommunen.")
    spine.save(leader)
    leader.goto("/places/fargelanda/")
    spine.answer_point(leader, text)
    spine.submit(leader, "fargelanda")
    spine.begin_review(coach, "Färgelanda")
    spine.decide(coach, "Gå vidare", "Nu håller det.")
    leader.goto("/places/fargelanda/steps/vision/vision")
    expect(leader.get_by_role("button", name="Spara och fortsätt").last).to_be_visible()


def test_the_municipality_answers_and_reads(plain_page: NewPage) -> None:
    page = plain_page()
    sign_in(page, "municipality")
    ask = page.locator("section.ask").filter(has_text="Dals Rostock")
    ask.get_by_label("Ja, det stämmer").check()
    ask.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("button", name="Skicka svaret")).to_have_count(0)
    page.goto("/plans/example-village/")
    expect(page.get_by_role("heading", level=1, name="Exempelbyn")).to_be_visible()
