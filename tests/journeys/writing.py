"""What the journeys about saving have in common: a form that saves itself, its words, the line cut in between."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route

from tests.journeys.people import sign_in

PLACE = "/places/dals-rostock/steps/anchoring/place"
START = "/places/dals-rostock/"
BEST = "**/answers/anchoring.place.best"
NewPage = Callable[..., Page]
SAVED = re.compile(r"Sparat \d\d\.\d\d")
OFFLINE = "Inte sparat än: ingen anslutning"


def open_form(page: Page) -> Page:
    """The form about the place, as a process leader."""
    sign_in(page, "leader")
    page.goto(PLACE)
    return page


def best(page: Page) -> Locator:
    return page.locator("#q-best-in")


def line(page: Page) -> Locator:
    """The save line of the answer about what is best."""
    return page.locator("#q-best [data-save-line]")


def strip(page: Page) -> Locator:
    return page.locator("[data-save-summary]")


def waiting(page: Page) -> Locator:
    """What the frame of the page says about texts that wait on this device."""
    return page.locator("#waiting")


def cut_answer(route: Route) -> None:
    """The portal hears and saves, but its answer is lost."""
    route.fetch()
    route.abort()


def close_at_once(page: Page) -> Page:
    """The page is gone without a last word, as when a phone needs its memory; another page of the same browser.

    Chromium gives a closing page its connection back, and now and then it gets to send its last words: not here.
    """
    later = page.context.new_page()
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")
    page.close()
    return later


def hold_back(page: Page, address: str) -> list[Route]:
    """Requests to the address wait in the list until they are let go."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))  # noqa: PLW0108  Playwright asks a handler how many arguments it takes
    return held
