"""Journeys run in a real Chromium against a real server on SQLite."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from werkzeug.serving import make_server

from portal.extensions import db
from tests import parts
from tests.databases import SqliteDatabase

AXE = Path(__file__).parents[2] / "build" / "test-assets" / "axe.min.js"
TIMEOUT_MS = 10_000
CRASH = 500


@dataclass(frozen=True)
class LiveServer:
    """A portal that answers at `url`; `app` gives the test its own way to the same database."""

    app: Flask
    url: str


@pytest.fixture(scope="session")
def _served(make_app: Callable[..., Flask]) -> Iterator[tuple[LiveServer, SqliteDatabase]]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = SqliteDatabase(f"{worker}_live", make_app)
    app = make_app(database.url, WTF_CSRF_ENABLED=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveServer(app, f"http://127.0.0.1:{server.server_port}"), database
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def live_server(_served: tuple[LiveServer, SqliteDatabase]) -> Iterator[LiveServer]:
    """The portal on an empty database. Commit what the test writes: the server reads it from another thread."""
    server, database = _served
    with server.app.app_context():
        database.reset()
        yield server
        db.session.rollback()


@pytest.fixture
def demo(live_server: LiveServer, _served: tuple[LiveServer, SqliteDatabase], demo_world: Path) -> LiveServer:
    """The portal behind `page`, as `make run` shows it the first time: the demo world, a copy for each test."""
    _served[1].reset(demo_world)
    return live_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    program = parts.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """new_page(width=…, java_script_enabled=…, color_scheme=…): a page in a browser of its own, Swedish, 1280 wide.

    The test fails when a script breaks, the server crashes or the browser refuses something by the content
    security policy.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= CRASH:
            complaints.append(f"{response.request.method} {response.url} -> {response.status}")

    def make(width: int = 1280, height: int = 900, **settings: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            **{"locale": "sv-SE", "timezone_id": "Europe/Stockholm", "reduced_motion": "reduce", **settings},
        )
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("response", answered)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page, 1280 wide, with JavaScript."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """axe(page, only=[rules], but=[rules]): what axe-core finds wrong with the page as it stands, one line a finding.

    Without `only`: everything of WCAG 2.2 AA and axe's best practices, `but` for some.
    """
    source = AXE.read_text()

    def run(page: Page, only: Sequence[str] = (), but: Sequence[str] = ()) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
            page.add_init_script(source)  # from the next page on: half a megabyte to hand over less each time
        # A page in a frame is looked at by itself.
        options: dict[str, Any] = {"resultTypes": ["violations"], "iframes": False}
        if only:
            options["runOnly"] = {"type": "rule", "values": list(only)}
        options["rules"] = {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in but}
        # Only this comes over from the browser: what passes is a hundred times as long.
        violations = page.evaluate("async options => (await axe.run(document, options)).violations", options)
        return [
            f"{page.url}: {violation['id']}: {node['target'][0]}: {node['failureSummary']}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return run


@pytest.fixture(scope="session")
def overflow() -> Callable[[Page], int]:
    """overflow(page): by how many pixels the page can be scrolled sideways; 0 is right."""

    def measure(page: Page) -> int:
        return int(
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    return measure


@pytest.fixture
def look(axe: Callable[..., list[str]], overflow: Callable[[Page], int]) -> Callable[[Page], list[str]]:
    """look(page): what is wrong with the page as it stands, one line a finding."""

    def run(page: Page) -> list[str]:
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        # Colours and the size of what one aims at do not hang on the language; the width of words does.
        is_first = page.locator("html").get_attribute("lang") == "sv"
        found = axe(page, but=() if is_first else ("color-contrast", "target-size"))
        if is_first:
            page.emulate_media(color_scheme="dark")
            found += [f"dark: {finding}" for finding in axe(page, only=["color-contrast"])]
        page.set_viewport_size({"width": 320, "height": 800})
        if is_first:
            found += [f"320 px: {finding}" for finding in axe(page, only=["target-size"])]
        if overflow(page):
            found.append(f"320 px: {page.url}: {overflow(page)} px sideways")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
        return found

    return run
