"""Accessibility of what only shows when people do something: a review in each state, what comes back, two at once."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import spine
from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

Look = Callable[[Page], list[str]]
NewPage = Callable[..., Page]
CRITERION = "Slutsatserna är skrivna"


def in_both(page: Page, look: Look, *paths: str) -> list[str]:
    """What is wrong with these pages, or with the page that is open, in English and then in Swedish."""
    found = []
    for path in paths or (page.url.partition("?")[0].partition("#")[0],):
        for lang in ("en", "sv"):
            page.goto(f"{path}?lang={lang}")
            found += look(page)
    return found


def test_a_review_from_its_beginning_to_the_next(demo: LiveServer, new_page: NewPage, look: Look) -> None:
    coach, leader = sign_in(new_page(), "coach"), sign_in(new_page(), "leader3")
    spine.begin_review(coach, "Färgelanda")
    found = in_both(coach, look)
    coach.get_by_role("button", name="Skicka beskedet").click()
    expect(coach.locator(".ds-error-summary")).to_be_visible()
    found += look(coach)
    coach.goto(coach.url.replace("decision", ""))
    spine.add_point(coach, CRITERION, "Skriv mer om vad ni väljer bort.")
    found += look(coach)
    spine.decide(coach, "Komplettera först", "En sak till behövs.")
    found += in_both(coach, look)
    found += in_both(
        leader,
        look,
        "/places/fargelanda/",
        "/places/fargelanda/steps/analysis/",
        "/places/fargelanda/steps/analysis/conclusions",
        "/places/fargelanda/checkpoint/",
        "/places/fargelanda/submissions/1/",
    )
    found += answer_beside_the_question(leader, look)
    found += in_both(leader, look, "/places/fargelanda/", "/places/fargelanda/checkpoint/")
    spine.submit(leader, "fargelanda")
    spine.begin_review(coach, "Färgelanda")
    found += in_both(coach, look)
    assert not found, "\n".join(found)


def answer_beside_the_question(page: Page, look: Look) -> list[str]:
    """Where the question saves itself: what is typed about the point is no part of that, and focus stays at it."""
    page.goto("/places/fargelanda/steps/analysis/conclusions")
    marks, sent = page.locator(".marks"), []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    marks.get_by_text("Vi ser det annorlunda, för att").click()
    marks.get_by_role("button", name="Vi ser det annorlunda").click()
    expect(marks.get_by_text("Skriv varför ni ser det annorlunda")).to_be_visible()
    why = marks.get_by_label("Varför ser ni det annorlunda?")
    expect(why).to_be_focused()
    found = look(page)
    why.fill("Det står i mötets anteckningar.")
    page.wait_for_timeout(1500)  # longer than a question waits before it saves itself
    marks.get_by_role("button", name="Vi ser det annorlunda").click()
    expect(marks.locator(".marks__now").get_by_text("Vi ser det annorlunda")).to_be_visible()
    expect(marks).to_be_focused()
    assert [url.rpartition("/")[2] for url in sent] == ["mark", "mark"]
    marks.get_by_text("Ändra svaret").click()
    return found + look(page)


def test_two_write_at_once(demo: LiveServer, new_page: NewPage, look: Look) -> None:
    """In place while one writes, and as a page of its own without scripts."""
    path = "/places/dals-rostock/steps/anchoring/place"
    first, second, plain = new_page(), new_page(), new_page(java_script_enabled=False)
    for page in (first, second, plain):
        sign_in(page, "leader").goto(path)
    first.locator("#q-best-in").fill("Brunnsparken")
    expect(first.locator("#q-best [data-save-state=saved]")).to_be_visible()
    second.locator("#q-best-in").fill("Kroppefjäll")
    expect(second.locator(".conflict")).to_be_visible()
    found = look(second)
    plain.locator("#q-best-in").fill("Pilgrimsleden")
    plain.get_by_role("button", name="Spara och fortsätt").last.click()
    expect(plain.locator(".conflict")).to_be_visible()
    second.set_content(plain.content())  # axe needs scripts
    found += look(second)
    assert not found, "\n".join(found)


def test_what_differs_in_a_row_and_what_waits(demo: LiveServer, new_page: NewPage, look: Look) -> None:
    """Column by column where somebody else was first; and the frame of another page that tells of it."""
    writer, other = sign_in(new_page(), "leader"), sign_in(new_page(), "leader2")
    for page in (writer, other):
        page.goto("/places/dals-rostock/ideas/")
        page.get_by_role("link", name="Ändra").first.click()
    for page in (writer, other):
        page.locator("#q-ideas-row-idea-in").fill(f"En bastu vid sjön {id(page)}")
        page.locator(".rowform").get_by_role("button", name="Spara").click()
        expect(page.locator(".difference" if page is other else ".entries").first).to_be_visible()
    found = look(other)
    other.goto("/places/dals-rostock/")
    expect(other.locator("#waiting details")).to_be_visible()
    found += look(other)
    assert not found, "\n".join(found)


def test_a_name_that_is_like_another(demo: LiveServer, new_page: NewPage, look: Look) -> None:
    """Begun in a list of actions: asked about in place, then back in the list, which says what was made."""
    page = sign_in(new_page(), "leader4")
    page.goto("/places/example-village/actions/?by=time")
    page.get_by_role("link", name="Lägg till en åtgärd").first.click()
    page.get_by_label("Åtgärd", exact=True).fill("Köp en kyldisk")
    page.get_by_label("Vilket mål hjälper den?").fill("Lanthandeln finns kvarr")
    page.get_by_role("button", name="Spara raden").click()
    asked = page.get_by_role("group", name="Vilket menar du?")
    expect(asked).to_be_visible()
    expect(page.locator(".rowform .ds-error-summary")).to_be_focused()
    # It stays in sight, over whatever one has scrolled to.
    page.locator(".strip").evaluate("strip => { strip.style.position = 'static' }")
    found = look(page)
    asked.get_by_label("Nej, lägg till").check()
    page.get_by_role("button", name="Spara raden").click()
    said = "”Köp en kyldisk” är tillagd. Nytt mål: ”Lanthandeln finns kvarr”."
    expect(page.locator("#flashes")).to_have_text(said)
    assert page.url.partition("/actions/")[2] == "?by=time"
    assert not found, "\n".join(found)


def test_a_plan_that_is_no_longer_shared(demo: LiveServer, new_page: NewPage, look: Look) -> None:
    leader, officer = sign_in(new_page(), "leader4"), sign_in(new_page(), "municipality")
    leader.goto("/places/example-village/editions/")
    leader.once("dialog", lambda dialog: dialog.accept())
    leader.get_by_role("button", name="Sluta dela").click()
    expect(leader.get_by_role("button", name="Sluta dela")).to_have_count(0)
    plan = "/municipality/example-village/plan/"
    found = in_both(officer, look, "/municipality/", plan, f"{plan}editions/", f"{plan}editions/1/")
    found += in_both(leader, look, "/places/example-village/", "/places/example-village/editions/")
    officer.goto(plan)
    expect(officer.locator("main")).to_contain_text("Platsen delar inte längre planen.")
    assert not found, "\n".join(found)


def test_the_menu_of_a_phone(demo: LiveServer, new_page: NewPage, axe: Callable[..., list[str]]) -> None:
    found = []
    for scheme in ("light", "dark"):
        page = sign_in(new_page(width=320, color_scheme=scheme), "leader")
        page.get_by_role("button", name="Meny").click()
        expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_visible()
        found += axe(page)
    assert found == []


def test_a_conversation_that_is_refused_changed_and_marked(
    demo: LiveServer, new_page: NewPage, look: Look
) -> None:
    coach, leader = sign_in(new_page(), "coach"), sign_in(new_page(), "leader")
    coach.goto("/conversations/2/")
    coach.get_by_role("button", name="Skicka svaret").click()
    expect(coach.locator(".ds-error-summary")).to_be_visible()
    found = look(coach)
    coach.get_by_label("Förslag").fill("Ring lantmäteriet.")
    coach.get_by_role("button", name="Skicka svaret").click()
    expect(coach.locator(".said-post")).to_have_count(2)
    coach.get_by_role("link", name="Ändra").click()
    expect(coach.get_by_label("Förslag")).to_have_value("Ring lantmäteriet.")
    found += look(coach)
    leader.goto("/conversations/2/")
    leader.get_by_role("button", name="Vi tar med det").click()
    expect(leader.locator(".marks__now")).to_contain_text("Vi tar med det")
    found += look(leader)
    leader.get_by_role("button", name="Avsluta samtalet").click()
    expect(leader.locator("#standing")).to_contain_text("Avslutat")
    found += in_both(leader, look, "/conversations/2/", "/places/dals-rostock/conversations/?state=closed")
    assert not found, "\n".join(found)
