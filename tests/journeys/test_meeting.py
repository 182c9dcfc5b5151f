"""A meeting in a browser: entries by Enter, one removed and taken back, a poor line, the meeting written in the log."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

NewPage = Callable[..., Page]
Look = Callable[[Page], list[str]]
HOME = "/places/dals-rostock"


def entry(page: Page, words: str) -> Locator:
    return page.locator(".meet__entry").filter(has_text=words)


def test_an_evening(demo: LiveServer, new_page: NewPage, look: Look) -> None:
    page = sign_in(new_page(), "leader")
    write_three(page)
    assert take_back_and_put_right(page, look) == []
    phone = sign_in(new_page(width=320), "leader2")
    phone.goto(f"{HOME}/steps/analysis/swot/meeting")
    phone.get_by_label("Påstående").fill("Butiken kan stänga")
    phone.get_by_role("button", name="Lägg till").click()
    expect(entry(phone, "Butiken kan stänga")).to_be_visible()
    page.get_by_label("Påstående").fill("Skolan krymper")
    page.get_by_label("Påstående").press("Enter")
    expect(entry(page, "Butiken kan stänga")).to_be_visible()
    write_in_the_log(page)


def write_three(page: Page) -> None:
    """From the section's form to its meeting; three entries by Enter, in the field that was chosen once."""
    page.goto(f"{HOME}/steps/analysis/swot")
    page.get_by_role("link", name="Skriv tillsammans på storskärm").click()
    line = page.get_by_label("Påstående")
    expect(line).to_be_focused()
    page.get_by_role("radio", name="Hot").check()
    line.focus()
    for words in ("Inga bussar", "Få tomter", "Mörka vägar"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    threats = page.locator("section", has=page.get_by_role("heading", name="Hot 3")).last
    expect(threats.locator(".meet__entry p")).to_have_text(["Mörka vägar", "Få tomter", "Inga bussar"])
    expect(page.get_by_role("status").filter(has_text="”Mörka vägar” är tillagd.")).to_be_attached()
    expect(line).to_be_focused()
    expect(line).to_have_value("")


def take_back_and_put_right(page: Page, look: Look) -> list[str]:
    """With the keyboard once the entry is removed; a line that is half written stays. What axe finds on the way."""
    line = page.get_by_label("Påstående").first
    line.fill("halvskriv")
    entry(page, "Få tomter").get_by_role("button", name="Ta bort").click()
    expect(page.get_by_role("button", name="Ångra")).to_be_focused()
    found = look(page)
    page.keyboard.press("Enter")
    expect(entry(page, "Få tomter").get_by_role("link", name="Ändra")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Påstående").last).to_be_focused()
    found += look(page)
    page.keyboard.press("End")
    page.keyboard.type(" att köpa")
    page.keyboard.press("Enter")
    expect(entry(page, "Få tomter att köpa")).to_be_visible()
    expect(line).to_have_value("halvskriv")
    return found


def write_in_the_log(page: Page) -> None:
    page.get_by_role("link", name="Avsluta och skriv in mötet i loggen").click()
    expect(page.get_by_label("Hur många var ni?")).to_be_focused()
    page.keyboard.type("14")
    page.get_by_label("Hur många ideella timmar?").fill("28")
    page.get_by_label("Öppet möte").check()
    page.get_by_role("button", name="Spara raden").click()
    row = page.locator(".entries__row").filter(has_text="Möte: SWOT")
    for words in ("Öppet möte", "14 personer", "28 timmar"):
        expect(row).to_contain_text(words)
    page.get_by_role("link", name="Tillbaka till ”SWOT”").click()
    expect(page.get_by_role("heading", level=1, name="SWOT")).to_be_visible()


def test_what_could_not_be_sent_stays_until_it_is(demo: LiveServer, page: Page, look: Look) -> None:
    sign_in(page, "leader").goto(f"{HOME}/ideas/meeting")
    line = page.get_by_label("Idén med en mening")
    page.context.set_offline(True)
    for words in ("Bastu vid sjön", "Byabuss"):
        line.fill(words)
        line.press("Enter")
    waiting = page.locator("#entries-waiting")
    expect(waiting.get_by_role("listitem")).to_have_count(2)
    expect(waiting).to_contain_text("2 rader är inte tillagda än: Det finns ingen anslutning.")
    assert look(page) == []
    entry(page, "Cykelväg till badet").get_by_role("button", name="Ta bort").click()
    expect(page.locator("#stop")).to_have_text("Det finns ingen anslutning.")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    for words in ("Bastu vid sjön", "Byabuss"):
        waiting.get_by_role("listitem").filter(has_text=words).get_by_role("button").click()
        expect(entry(page, words)).to_be_visible()
    expect(waiting).to_be_hidden()
    line.fill("å" * 301)
    line.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("301 tecken")
    expect(line).to_have_value("å" * 301)
    assert look(page) == []
