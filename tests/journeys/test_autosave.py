"""Saving while one writes: seen in words, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from portal.clock import now
from tests.journeys.conftest import LiveServer
from tests.journeys.people import PASSWORD, sign_in
from tests.journeys.writing import (
    BEST,
    OFFLINE,
    PLACE,
    SAVED,
    best,
    close_at_once,
    hold_back,
    line,
    open_form,
    strip,
)

NewPage = Callable[..., Page]


@pytest.fixture
def writer(demo: LiveServer, page: Page) -> Page:
    """A process leader at the form about the place."""
    return open_form(page)


def test_typing_saves_by_itself(writer: Page) -> None:
    best(writer).press_sequentially("Badet. ")
    expect(line(writer)).to_have_text(SAVED)
    expect(strip(writer)).to_have_text(SAVED)
    words = best(writer).input_value()
    writer.reload()
    expect(best(writer)).to_have_value(words)
    assert "Badet. " in words


def test_one_save_at_a_time_and_none_for_nothing(writer: Page) -> None:
    sent: list[str] = []
    writer.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    best(writer).fill("Badet")
    expect(line(writer)).to_have_text(SAVED)
    best(writer).blur()
    best(writer).focus()
    best(writer).blur()
    writer.get_by_label("Vad hör till platsen").fill("Samhället och gårdarna")
    expect(writer.locator("#q-belongs [data-save-line]")).to_have_text(SAVED)
    assert [url.rpartition("/")[2] for url in sent] == ["anchoring.place.best", "anchoring.place.belongs"]


def test_two_write_the_same_answer(demo: LiveServer, new_page: NewPage) -> None:
    one, other = open_form(new_page()), open_form(new_page())
    best(one).fill("Brunnsparken")
    expect(line(one)).to_have_text(SAVED)
    best(other).fill("Kroppefjäll")
    conflict = other.locator(".conflict")
    expect(conflict).to_be_visible()
    expect(conflict.get_by_text("Kroppefjäll", exact=True).first).to_be_visible()
    expect(conflict.get_by_text("Brunnsparken", exact=True).first).to_be_visible()
    expect(best(other)).to_have_value("Kroppefjäll")
    one.reload()
    expect(best(one)).to_have_value("Brunnsparken")  # what was saved stands until somebody chooses
    other.get_by_label("Eller slå ihop dem").fill("Brunnsparken och Kroppefjäll")
    other.get_by_role("button", name="Spara den här texten").click()
    expect(other.locator(".conflict")).to_have_count(0)
    one.reload()
    expect(best(one)).to_have_value("Brunnsparken och Kroppefjäll")


def test_the_connection_breaks(writer: Page) -> None:
    writer.context.set_offline(True)
    best(writer).fill("Skrivet på tåget")
    expect(line(writer)).to_have_text(OFFLINE)
    expect(strip(writer)).to_contain_text(OFFLINE)
    writer.get_by_role("button", name="Spara och fortsätt").last.click()  # must not lead into nothing
    expect(best(writer)).to_have_value("Skrivet på tåget")
    writer.context.set_offline(False)
    expect(line(writer)).to_have_text(SAVED)
    writer.reload()
    expect(best(writer)).to_have_value("Skrivet på tåget")


def test_the_page_closes_while_there_is_no_connection(writer: Page) -> None:
    writer.context.set_offline(True)
    best(writer).fill("Skrivet i skogen")
    expect(line(writer)).to_have_text(OFFLINE)
    later = close_at_once(writer)
    later.context.set_offline(False)
    later.goto(PLACE)
    expect(line(later)).to_have_text(SAVED)
    later.reload()
    expect(best(later)).to_have_value("Skrivet i skogen")


def test_signed_out_meanwhile(writer: Page) -> None:
    writer.context.clear_cookies()
    best(writer).fill("Skrivet efter utloggningen")
    expect(line(writer)).to_contain_text("du har loggats ut")
    expect(best(writer)).to_have_value("Skrivet efter utloggningen")
    with writer.context.expect_page() as opened:
        line(writer).get_by_role("link", name="Logga in igen").click()
    tab = opened.value
    tab.get_by_label("E-postadress").fill("leader@demo.example")
    tab.get_by_label("Lösenord").fill(PASSWORD)
    tab.locator("main").get_by_role("button", name="Logga in").click()
    tab.wait_for_url("**/places/dals-rostock/")
    writer.bring_to_front()
    writer.evaluate(
        "window.dispatchEvent(new Event('online'))"
    )  # the script tries again by itself, too, every 20 s
    expect(line(writer)).to_have_text(SAVED)
    writer.reload()
    expect(best(writer)).to_have_value("Skrivet efter utloggningen")


def test_somebody_else_signs_in_meanwhile(writer: Page) -> None:
    before = best(writer).input_value()
    writer.context.clear_cookies()
    best(writer).fill("Bara mitt")
    expect(line(writer)).to_contain_text("du har loggats ut")
    other = sign_in(writer.context.new_page(), "leader2")
    writer.evaluate("window.dispatchEvent(new Event('online'))")
    other.goto(PLACE)
    expect(best(other)).to_have_value(before)
    expect(best(writer)).to_have_value("Bara mitt")


@pytest.mark.parametrize("hours", [14, 24 * 13])
def test_a_page_left_open_still_saves(writer: Page, hours: int) -> None:
    with time_machine.travel(now() + timedelta(hours=hours), tick=True):
        best(writer).fill("Skrivet dagen efter")
        expect(line(writer)).to_have_text(SAVED)


def test_save_does_not_overtake_what_is_under_way(demo: LiveServer, writer: Page) -> None:
    """The button pressed while an answer is being saved: it waits, and nothing is in its own way."""
    held = hold_back(writer, BEST)
    with writer.expect_request(BEST):
        best(writer).fill("Först")
        best(writer).blur()
    expect(strip(writer)).to_have_text("Sparas…")
    best(writer).fill("Sedan")
    writer.get_by_role("button", name="Spara och fortsätt").last.click()
    expect(writer).to_have_url(f"{demo.url}{PLACE}")
    held.pop().continue_()
    writer.unroute(BEST)
    expect(writer.get_by_role("status").filter(has_text="är sparad")).to_be_visible()
    writer.goto(PLACE)
    expect(best(writer)).to_have_value("Sedan")


def test_leaving_a_field_does_not_move_the_button(demo: LiveServer, new_page: NewPage) -> None:
    for width in (1280, 320):
        page = open_form(new_page(width=width))
        best(page).fill(f"Här rör sig inget, {width}")
        button = page.get_by_role("button", name="Spara och fortsätt").last
        button.scroll_into_view_if_needed()
        where = button.bounding_box()
        page.evaluate("document.activeElement.blur()")
        expect(line(page)).to_have_text(SAVED)
        assert button.bounding_box() == where
