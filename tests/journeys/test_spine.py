"""The main line with scripts: from what is missing to an open phase 2 and a plan that the municipality reads."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import spine
from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

POINTS = {
    "Invånarna är tillfrågade, på något sätt": "Skriv också hur många som svarade.",
    "Slutsatserna är skrivna": "Säg mer om varför ni väljer bort cykelvägen.",
}
GOAL = "Fler kan bo och bygga här"
ACTIONS = ("Fråga kommunen om tomter", "Rusta upp motionsspåret", "Öppna kafé en kväll i veckan")


def test_from_what_is_missing_to_a_plan_that_is_read(demo: LiveServer, new_page: Callable[..., Page]) -> None:
    leader, coach, officer = new_page(), new_page(), new_page()
    sign_in(leader, "leader")
    spine.mend_what_is_missing(leader)
    spine.submit(leader)

    sign_in(coach, "coach")
    spine.begin_review(coach, "Dals Rostock")
    for criterion, text in POINTS.items():
        spine.add_point(coach, criterion, text)
    spine.decide(coach, "Komplettera först", "Ni har kommit långt. Två saker till behövs.")

    returned(leader)
    spine.submit(leader)
    spine.begin_review(coach, "Dals Rostock")
    expect(coach.get_by_role("heading", name="Ändrat sedan")).to_be_visible()
    spine.decide(coach, "Gå vidare", "Nu håller det. Gå vidare.")

    plan(leader)
    answered_and_read(officer)
    leader.goto("/places/dals-rostock/steps/anchoring/municipality")
    expect(leader.locator("#contribution").get_by_text(re.compile(r"^Svarade .*: ja$"))).to_be_visible()


def returned(page: Page) -> None:
    """The start page lists exactly the coach's points, each a link; mend both, and say so."""
    page.goto("/places/dals-rostock/")
    slips = page.locator(".tasks .slip")
    expect(slips).to_have_count(len(POINTS))
    for text in POINTS.values():
        slip = slips.filter(has_text=text)
        expect(slip.get_by_role("link")).to_have_count(1)
    slips.filter(has_text="hur många som svarade").get_by_role("link").click()
    asked = POINTS["Invånarna är tillfrågade, på något sätt"]
    expect(page.locator(".slip__say").get_by_text(asked)).to_be_visible()
    page.get_by_label("Vad sa de?").fill(f"{spine.FINDINGS} 103 hushåll av 196 svarade.")
    spine.save(page)
    page.goto("/places/dals-rostock/")
    slips.filter(has_text="väljer bort cykelvägen").get_by_role("link").click()
    page.get_by_label("Vad ska ni inte göra").fill(f"{spine.NOT_DOING} Den är Trafikverkets.")
    spine.save(page)
    page.goto("/places/dals-rostock/")
    expect(page.get_by_role("heading", name="Komplettera det som coachen har bett om")).to_be_visible()
    for text in POINTS.values():
        spine.answer_point(page, text)
    expect(page.get_by_role("heading", name="Ni kan lämna in igen")).to_be_visible()


def plan(page: Page) -> None:
    """Phase 2 is open: a goal, three actions, and the plan shared."""
    page.goto("/places/dals-rostock/steps/vision/goals")
    spine.add_row(page, "Lägg till ett mål", {"Mål": GOAL, "Hur märks det?": "Det finns tomter till salu"})
    page.goto("/places/dals-rostock/steps/action_plan/actions")
    for action in ACTIONS:
        typed = {"Åtgärd": action, "Vilket mål hjälper den?": GOAL, "Nästa steg": "Ringa"}
        spine.add_row(page, "Lägg till en åtgärd", typed)
    page.goto("/places/dals-rostock/")
    page.get_by_role("link", name="Dela planen med kommunen").click()
    page.get_by_role("button", name="Dela utgåva 1").click()
    expect(page.get_by_text("Delad nu")).to_be_visible()


def answered_and_read(page: Page) -> None:
    """The municipality's officer says yes to the contribution, and reads the plan."""
    sign_in(page, "municipality")
    ask = page.locator("section.ask").filter(has_text="Dals Rostock")
    ask.get_by_label("Ja, det stämmer").check()
    ask.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("button", name="Skicka svaret")).to_have_count(0)
    page.get_by_role("link", name="Läs planen Dals Rostock").click()
    expect(page.get_by_role("heading", level=1, name="Dals Rostock")).to_be_visible()
    for text in (GOAL, *ACTIONS):
        expect(page.get_by_role("heading", name=text)).to_be_visible()
