"""What could not be sent waits on the device: told, sent and found again from every page, by the same person alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in
from tests.journeys.writing import (
    BEST,
    OFFLINE,
    PLACE,
    SAVED,
    START,
    best,
    close_at_once,
    line,
    open_form,
    waiting,
)


@pytest.fixture
def writer(demo: LiveServer, page: Page) -> Page:
    return open_form(page)


def test_a_word_that_was_just_typed_is_sent_from_the_next_page(writer: Page) -> None:
    """The page is gone before the text was sent for the first time."""
    best(writer).fill("Mitt i en men")
    later = close_at_once(writer)
    later.goto(START)
    expect(waiting(later)).to_have_text("Det som väntade på den här enheten är sparat: Vad är bäst här?")
    waiting(later).get_by_role("link").click()
    expect(best(later)).to_have_value("Mitt i en men")
    assert later.evaluate("localStorage.length") == 0


def test_what_waits_is_told_until_the_line_is_back(writer: Page) -> None:
    writer.route(BEST, lambda route: route.abort())
    best(writer).fill("Skrivet i skogen")
    expect(line(writer)).to_have_text(OFFLINE)
    later = close_at_once(writer)
    later.route(BEST, lambda route: route.abort())
    later.goto(START)
    expect(waiting(later)).to_have_text(
        "1 svar väntar på den här enheten. Det skickas när det finns anslutning."
    )
    later.context.set_offline(True)
    later.get_by_role("link", name="Idéer").first.click()
    expect(waiting(later)).to_contain_text("andra sidor går inte att öppna")
    later.unroute(BEST)
    later.context.set_offline(False)
    expect(waiting(later)).to_contain_text("är sparat")


def test_a_choice_between_two_texts_is_kept_for_later(writer: Page, new_page: object) -> None:
    """In a conflict the page is closed; both texts are found again, and what was put together so far."""
    other = open_form(new_page())  # type: ignore[operator]  # the fixture's own type says what it is
    best(other).fill("Badet vid sjön")
    expect(line(other)).to_have_text(SAVED)
    best(writer).fill("Badet vid ån")
    expect(writer.locator(".conflict mark")).to_have_text(["Skiljer sig: ån", "Skiljer sig: sjön"])
    writer.locator(".conflict textarea").fill("Badet vid ån och sjön")
    later = close_at_once(writer)
    later.goto(START)
    expect(waiting(later)).to_contain_text("Någon annan har ändrat samma svar som du.")
    waiting(later).get_by_text("Visa det du skrev").click()
    expect(waiting(later).locator(".said")).to_have_text("Badet vid ån")
    waiting(later).get_by_role("link", name="Vad är bäst här?").click()
    expect(later.locator(".conflict textarea")).to_have_value("Badet vid ån och sjön")
    later.get_by_role("button", name="Spara och fortsätt").last.click()  # not past the choice
    expect(later.locator(".conflict")).to_be_focused()
    later.get_by_role("button", name="Behåll mitt").click()
    expect(line(later)).to_have_text(SAVED)
    other.reload()
    expect(best(other)).to_have_value("Badet vid ån")
    best(later).fill("Badet")
    expect(line(later)).to_have_text(SAVED)
    best(other).fill("Bara mitt")
    other.get_by_role("button", name="Ta det andra").click()
    expect(best(other)).to_have_value("Badet")
    assert other.evaluate("localStorage.length") == 0


def test_signing_out_asks_and_nobody_else_sees_it(writer: Page) -> None:
    before = best(writer).input_value()
    writer.route(BEST, lambda route: route.abort())
    best(writer).fill("Bara mitt")
    expect(line(writer)).to_have_text(OFFLINE)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if len(asked) > 1 else dialog.dismiss()

    writer.on("dialog", answer)
    writer.get_by_role("button", name="Logga ut").click()
    expect(best(writer)).to_have_value("Bara mitt")
    writer.get_by_role("button", name="Logga ut").click()
    writer.wait_for_url(lambda url: PLACE not in url)
    assert [words.partition(".")[0] for words in asked] == ["1 text är inte sparad än"] * 2
    writer.unroute(BEST)
    sign_in(writer, "leader2")
    writer.goto(PLACE)
    expect(best(writer)).to_have_value(before)
    expect(waiting(writer)).to_have_text("")
    writer.get_by_role("button", name="Logga ut").click()
    sign_in(writer, "leader")
    expect(waiting(writer)).to_contain_text("är sparat")


def test_a_browser_that_keeps_nothing(writer: Page) -> None:
    writer.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
    )
    writer.goto(PLACE)
    writer.route(BEST, lambda route: route.abort())
    best(writer).fill("Bara här")
    expect(line(writer)).to_contain_text("Texten finns bara på den här sidan.")
    writer.unroute(BEST)
    writer.evaluate("window.dispatchEvent(new Event('online'))")
    expect(line(writer)).to_have_text(SAVED)


def test_two_tabs_of_one_person_are_one(writer: Page) -> None:
    other = writer.context.new_page()
    other.goto(PLACE)
    writer.bring_to_front()
    best(writer).fill("Skrivet i den första fliken")
    expect(line(writer)).to_have_text(SAVED)
    expect(best(other)).to_have_value("Skrivet i den första fliken")
    other.bring_to_front()
    best(other).press_sequentially(", och i den andra")
    expect(line(other)).to_have_text(SAVED)
    expect(other.locator(".conflict")).to_have_count(0)
    expect(best(writer)).to_have_value("Skrivet i den första fliken, och i den andra")
    expect(line(writer)).to_have_text(SAVED)
