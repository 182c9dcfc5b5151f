"""What travels between browser and portal: nothing to or from anybody else, and little."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import LiveServer
from tests.journeys.pages import PAGES
from tests.journeys.people import sign_in
from tests.journeys.stage import set_stage

KILOBYTE = 1000
FIRST_VISIT = 150 * KILOBYTE
LATER_PAGE = 20 * KILOBYTE


@pytest.mark.parametrize("who", ["visitor", "leader", "coach", "municipality", "region"])
def test_nobody_else_is_asked_and_later_pages_are_light(demo: LiveServer, page: Page, who: str) -> None:
    """No request leaves the portal, and a page that follows another is small on the wire."""
    facts = set_stage(demo.app)
    asked: set[str] = set()
    weights: list[int] = []
    listen_to_the_wire(page, weights)
    page.on(
        "request",
        lambda request: asked.add(urlsplit(request.url).scheme + "://" + urlsplit(request.url).netloc),
    )
    if who == "visitor":
        page.goto("/", wait_until="networkidle")
    else:
        sign_in(page, who)
        page.wait_for_load_state("networkidle")
    heavy = {}
    for path in PAGES[who]:
        if "grown-old" in path or "no-such-page" in path or path == "/outbox/":
            continue
        weights.clear()
        page.goto(path.format(**facts))
        page.evaluate("document.fonts.ready.then(() => true)")
        if sum(weights) > LATER_PAGE:
            heavy[path] = sum(weights)
    assert asked - {"data://"} == {demo.url}
    assert heavy == {}


def test_a_first_visit_is_light(demo: LiveServer, page: Page) -> None:
    weights: list[int] = []
    listen_to_the_wire(page, weights)
    page.goto("/", wait_until="networkidle")
    assert 20 * KILOBYTE < sum(weights) < FIRST_VISIT


def listen_to_the_wire(page: Page, weights: list[int]) -> None:
    """Adds the bytes of every answer, as they travelled: packed, headers included."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: weights.append(int(event["encodedDataLength"])))
