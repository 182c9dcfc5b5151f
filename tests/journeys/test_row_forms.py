"""Rows of registers on a poor line: what is typed comes back, waits, is sent once, and is chosen column by column."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in
from tests.journeys.writing import OFFLINE, START, NewPage, close_at_once, cut_answer, waiting

IDEAS = "/places/dals-rostock/ideas/"
ADD = "**/registers/ideas/rows"


@pytest.fixture
def writer(demo: LiveServer, page: Page) -> Page:
    """A process leader at the form for a new idea."""
    sign_in(page, "leader")
    return open_form(page)


def open_form(page: Page) -> Page:
    page.goto(f"{IDEAS}?add=ideas")
    return page


def idea(page: Page) -> Locator:
    return page.locator("#q-ideas-row-idea-in")


def line(page: Page) -> Locator:
    return page.locator(".rowform [data-save-line]")


def press(page: Page) -> None:
    page.locator(".rowform").get_by_role("button", name="Spara").click()


def rows(page: Page, title: str) -> Locator:
    return page.locator(".entries__row").get_by_role("heading", name=title, exact=True)


def test_what_was_begun_comes_back_or_is_thrown_away(writer: Page) -> None:
    idea(writer).fill("En bastu vid sjön")
    later = close_at_once(writer)
    later.goto(IDEAS)
    expect(idea(later)).to_have_value("En bastu vid sjön")
    expect(line(later)).to_contain_text("Det du började skriva här är tillbaka")
    later.goto(START)
    expect(waiting(later)).to_have_text("")  # nobody has pressed its button
    open_form(later)
    line(later).get_by_role("button", name="Släng det").click()
    expect(idea(later)).to_have_value("")
    open_form(later)
    expect(idea(later)).to_have_value("")
    assert later.evaluate("localStorage.length") == 0


def test_a_row_that_is_sent_again_and_again_is_one_row(writer: Page) -> None:
    """Saved, but never told so; then more is typed, and the line is back: the same row goes on."""
    writer.route(ADD, cut_answer)
    idea(writer).fill("En bastu")
    press(writer)
    expect(line(writer)).to_have_text(OFFLINE)
    writer.unroute(ADD)
    idea(writer).fill("En bastu vid sjön")
    press(writer)
    expect(rows(writer, "En bastu vid sjön")).to_have_count(1)
    expect(rows(writer, "En bastu")).to_have_count(0)
    assert writer.evaluate("localStorage.length") == 0


def test_a_row_that_waits_is_sent_by_itself(writer: Page) -> None:
    """In place when the line is back, and from another page after the page was closed."""
    writer.context.set_offline(True)
    idea(writer).fill("En lekplats")
    press(writer)
    expect(line(writer)).to_have_text(OFFLINE)
    writer.context.set_offline(False)
    expect(rows(writer, "En lekplats")).to_have_count(1)
    expect(idea(writer)).to_have_value("")
    writer.route(ADD, lambda route: route.abort())
    idea(writer).fill("En isbana")
    press(writer)
    expect(line(writer)).to_have_text(OFFLINE)
    later = close_at_once(writer)
    later.goto(START)
    expect(waiting(later)).to_contain_text("är sparat")
    later.goto(IDEAS)
    expect(rows(later, "En isbana")).to_have_count(1)
    expect(idea(later)).to_have_value("")


def test_two_change_the_same_row(writer: Page, new_page: NewPage) -> None:
    """Column by column, and what only the other one has changed is theirs to begin with."""
    other = sign_in(new_page(), "leader2")
    title = writer.locator(".entries__row h3").first.inner_text()
    for page in (writer, other):
        page.goto(IDEAS)
        page.get_by_role("link", name=f"Ändra {title}").click()
    idea(other).fill(f"{title} för alla")
    press(other)
    expect(rows(other, f"{title} för alla")).to_have_count(1)
    idea(writer).fill(f"{title} för barnen")
    press(writer)
    expect(writer.locator(".difference")).to_have_count(1)
    expect(writer.locator(".difference mark")).to_have_text(["Skiljer sig: barnen", "Skiljer sig: alla"])
    expect(idea(writer)).to_have_value(f"{title} för barnen")
    later = close_at_once(writer)
    later.goto(START)
    expect(waiting(later)).to_contain_text("Någon annan har ändrat samma svar som du.")
    waiting(later).get_by_role("link").click()
    later.get_by_label("Slå ihop dem").check()
    later.locator(".difference textarea").fill(f"{title} för barnen och alla")
    press(later)
    expect(rows(later, f"{title} för barnen och alla")).to_have_count(1)
    assert later.evaluate("localStorage.length") == 0


def test_two_tap_the_same_row(demo: LiveServer, new_page: NewPage) -> None:
    one, other = sign_in(new_page(), "leader"), sign_in(new_page(), "leader2")
    taps = []
    for page in (one, other):
        page.goto("/places/dals-rostock/steps/mapping/services")
        taps.append(page.locator("li.tap").first)
    before = taps[0].locator("input:checked").first.get_attribute("value")
    picks = [value for value in ("exists", "threatened", "missing") if value != before]
    for tap, value in zip(taps, picks, strict=True):
        with tap.page.expect_response("**/presets/*"):
            tap.locator(f"input[value={value}]").check(force=True)
    conflict = taps[1].locator(".conflict")
    expect(conflict).to_be_visible()
    conflict.locator(".difference").first.get_by_label("Ta det som").check()
    conflict.get_by_role("button", name="Spara det valda").click()
    expect(conflict).to_have_count(0)
    expect(taps[1].locator(f"input[value={picks[0]}]")).to_be_checked()
    assert other.evaluate("localStorage.length") == 0
