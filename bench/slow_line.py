"""A section over a poor line, in Chromium: how soon it can be used on a first visit and later."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.server import HOST
from bench.signing import Session

BITS_A_SECOND = 400_000
LATENCY_MS = 400
VISITS = 3
PHONE = {"width": 390, "height": 844}
USABLE = """() => {
    const page = performance.getEntriesByType("navigation")[0]
    const paint = performance.getEntriesByName("first-contentful-paint")[0]
    return Math.max(page.domContentLoadedEventEnd, paint ? paint.startTime : 0)
}"""
"""It is drawn, and its scripts have run: what is typed now is saved."""


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def measure(program: str, port: int, path: str, session: Session) -> dict[str, float]:
    """Median of a few visits: milliseconds until a section can be used, and the bytes that travelled for it, of a
    first visit (nothing kept from before) and a later one."""
    url = f"http://{HOST}:{port}{path}"
    found: dict[str, list[float]] = {"first ms": [], "first bytes": [], "later ms": [], "later bytes": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(VISITS):
            with _slow(browser, port, session) as (page, weights):
                for visit in ("first", "later"):
                    weights.clear()
                    page.goto(url, wait_until="networkidle")
                    found[f"{visit} ms"].append(page.evaluate(USABLE))
                    found[f"{visit} bytes"].append(sum(weights))
        browser.close()
    return {name: median(values) for name, values in found.items()}


@contextmanager
def _slow(browser: Browser, port: int, session: Session) -> Iterator[tuple[Page, list[int]]]:
    context: BrowserContext = browser.new_context(viewport=PHONE, locale="sv-SE")  # type: ignore[arg-type]  # width, height
    name, _, value = session.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": f"http://{HOST}:{port}"}])
    page = context.new_page()
    wire = context.new_cdp_session(page)
    weights: list[int] = []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: weights.append(int(event["encodedDataLength"])))
    speed = BITS_A_SECOND / 8
    wire.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": speed, "uploadThroughput": speed},
    )
    yield page, weights
    context.close()
