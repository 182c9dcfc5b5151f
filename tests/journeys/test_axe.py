"""Accessibility of every page in both languages: axe in full, the contrast of the dark colours, and 320 pixels.

A page is looked at in full in the light colours at 1280 pixels with all that unfolds unfolded; then, in place, the
contrast of its dark colours, and at 320 pixels the size of what one aims at and that nothing scrolls sideways. Contrast
and sizes are looked at in Swedish only: they do not hang on the words, and take half of the time.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import LiveServer
from tests.journeys.pages import NOT_PAGES, PAGES
from tests.journeys.people import sign_in
from tests.journeys.stage import set_stage
from tests.journeys.wrong import WRONG, Wrong

Look = Callable[[Page], list[str]]
LANGUAGES = ("sv", "en")


def in_language(path: str, lang: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("who", PAGES)
def test_pages(
    demo: LiveServer, page: Page, look: Look, who: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(demo.app.config, "PORTAL_ENV", "development")  # shows the outbox
    facts = set_stage(demo.app)
    login = who.split(maxsplit=1)[0]
    if login != "visitor":
        sign_in(page, login)
    found = []
    for path in PAGES[who]:
        answer = page.goto(in_language(path.format(**facts), lang))
        assert answer is not None
        if answer.status != (404 if "no-such-page" in path or "grown-old" in path else 200):
            found.append(f"{path}: {answer.status}")
        if page.locator("html").get_attribute("lang") != lang:
            found.append(f"{path}: not in {lang}")
        found += look(page)
    assert not found, "\n".join(found)


def test_every_page_is_in_the_table(demo: LiveServer) -> None:
    facts = set_stage(demo.app)
    paths = demo.app.url_map.bind("localhost")
    shown = {
        paths.match(path.format(**facts).partition("?")[0])[0]
        for listed in PAGES.values()
        for path in listed
        if "no-such-page" not in path
    }
    rules = {rule.endpoint for rule in demo.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert rules - shown == set(NOT_PAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("login", dict.fromkeys(wrong.login for wrong in WRONG))
def test_forms_with_something_wrong(demo: LiveServer, page: Page, look: Look, login: str, lang: str) -> None:
    facts = set_stage(demo.app)
    if login:
        sign_in(page, login)
    found = []
    for wrong in (wrong for wrong in WRONG if wrong.login == login):
        page.goto(in_language(wrong.path.format(**facts), lang))
        status = send(page, wrong)
        if status != 422:
            found.append(f"{wrong.path}: {status}")
        found += look(page)
    assert not found, "\n".join(found)


def send(page: Page, wrong: Wrong) -> int:
    """Type what is wrong and send the form; the status of the answer."""
    form = page.locator(wrong.form).first
    for name, value in wrong.typed:
        form.locator(f"[name$='{name}']").first.evaluate("(field, value) => { field.value = value }", value)
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        form.evaluate("form => form.requestSubmit()")
    sent.value.finished()
    page.wait_for_load_state()
    page.locator(".ds-error-summary, [aria-invalid=true], [role=alert]").first.wait_for()
    return sent.value.status
