"""A line that is slow, loses answers and brings them late: what is told is about the newest text, and it arrives."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.writing import BEST, PLACE, SAVED, best, cut_answer, hold_back, line, open_form, strip


def test_an_answer_that_comes_late_is_not_about_the_newest_text(demo: LiveServer, page: Page) -> None:
    writer = open_form(page)
    held = hold_back(writer, BEST)
    with writer.expect_request(BEST):
        best(writer).fill("Först")
        best(writer).blur()
    best(writer).fill("Först och sedan")
    with writer.expect_request(BEST) as second:
        held.pop(0).continue_()
    expect(line(writer)).to_have_text("Sparas…")
    expect(strip(writer)).to_have_text("Sparas…")
    assert second.value.post_data is not None
    held.pop(0).continue_()
    expect(line(writer)).to_have_text(SAVED)
    writer.unroute(BEST)
    writer.reload()
    expect(best(writer)).to_have_value("Först och sedan")


def test_whose_answer_was_lost_does_not_meet_oneself(demo: LiveServer, page: Page) -> None:
    """Saved, but never told so, three times over; then more is typed. Nobody else has written anything."""
    writer = open_form(page)
    writer.route(BEST, cut_answer)
    for text in ("Badet", "Badet och", "Badet och skolan"):
        with writer.expect_event("requestfailed"):
            best(writer).fill(text)
            best(writer).blur()
        expect(line(writer)).to_contain_text("Inte sparat än")
    writer.unroute(BEST)
    best(writer).fill("Badet och skolan och affären")
    expect(line(writer)).to_have_text(SAVED)
    expect(writer.locator(".conflict")).to_have_count(0)
    writer.reload()
    expect(best(writer)).to_have_value("Badet och skolan och affären")


def test_on_a_train(demo: LiveServer, page: Page) -> None:
    """Two seconds to the portal, hardly any bytes: Chromium's own throttle."""
    writer = open_form(page)
    wire = writer.context.new_cdp_session(writer)
    wire.send("Network.enable")
    slow = {"offline": False, "latency": 1500, "downloadThroughput": 6000, "uploadThroughput": 3000}
    wire.send("Network.emulateNetworkConditions", slow)
    best(writer).press_sequentially("Badet vid sjön")
    best(writer).blur()
    expect(line(writer)).to_have_text("Sparas…")
    best(writer).press_sequentially(", och skolan")
    best(writer).blur()
    text = best(writer).input_value()
    expect(line(writer)).to_have_text(SAVED)
    wire.detach()
    writer.goto(PLACE)
    expect(best(writer)).to_have_value(text)
