"""The inbox by its own keys: j, k, Enter and ?, which act only while the list has focus; and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect
from sqlalchemy import update

from portal.demo.world import PASSWORD
from portal.extensions import db
from portal.models import Promise
from portal.queries.people import find_user_by_email
from portal.queries.workplaces import get_workplace
from portal.services import accounts, people, threads
from portal.services.drafts import Draft
from tests.journeys.conftest import LiveServer
from tests.journeys.keys import reach
from tests.journeys.people import sign_in

FIRST, SECOND = "Vem ringer vi om vägen?", "Räcker samtal i stället för enkät?"


def ask() -> None:
    """Two questions, which stand first in the inbox: nobody else waits for an answer since New Year."""
    leader = find_user_by_email("leader@demo.example")
    assert leader is not None
    for day, body in ((date(2026, 1, 2), FIRST), (date(2026, 1, 3), SECOND)):
        workplace = get_workplace("dals-rostock")
        thread = threads.begin_general(leader, workplace=workplace, title="Fråga", draft=Draft(body=body))
        db.session.execute(update(Promise).where(Promise.thread_id == thread.id).values(due_on=day))
    db.session.commit()


def test_keys(demo: LiveServer, page: Page) -> None:
    ask()
    sign_in(page, "coach").goto("/inbox/")
    rows, search, help_text = (
        page.locator("#mails h2 a"),
        page.get_by_label("Sök", exact=True),
        page.locator("#keys dl"),
    )
    first, second = (page.get_by_role("link", name=body) for body in (FIRST, SECOND))

    # Outside of the list the keys are what they are everywhere.
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    search.press("j")
    search.press("?")
    expect(search).to_have_value("j?")
    expect(help_text).to_be_hidden()

    reach(page, rows.first)
    page.keyboard.press("k")
    expect(rows.first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("Control+j")
    expect(first).to_be_focused()
    page.keyboard.press("?")
    expect(help_text).to_be_visible()
    page.keyboard.press("?")
    expect(help_text).to_be_hidden()
    for _row in range(rows.count() + 1):
        page.keyboard.press("j")
    expect(rows.last).to_be_focused()
    reach(page, rows.first, key="Shift+Tab")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text(SECOND, exact=True)).to_be_visible()
    assert page.evaluate("location.hash.startsWith('#post-')")


def test_without_scripts(demo: LiveServer, new_page: Callable[..., Page]) -> None:
    ask()
    page = new_page(width=320, java_script_enabled=False)
    sign_in(page, "coach").goto("/inbox/?kind=answer")
    expect(page.get_by_role("link", name=FIRST)).to_be_visible()
    page.locator("#keys summary").click()
    expect(page.locator("#keys dl")).to_be_visible()
    page.get_by_role("link", name="Tysta platser").click()
    expect(page.get_by_role("heading", name="Inget av den sorten just nu")).to_be_visible()


def test_accessible_as_it_stands(
    demo: LiveServer, new_page: Callable[..., Page], look: Callable[[Page], list[str]]
) -> None:
    """Rows with unread marks and late words, and with buttons to take over; the demo world has none of these."""
    ask()
    region = find_user_by_email("region@demo.example")
    assert region is not None
    pool = accounts.create_user(email="pool@demo.example", name="Coach (transport)", password=PASSWORD)
    people.give_role(region, user=pool, role="coach")
    db.session.commit()
    for login in ("coach", "pool"):
        page = sign_in(new_page(), login)
        page.goto("/inbox/")
        expect(page.get_by_text("Skulle ha fått svar").first).to_be_visible()
        assert look(page) == []
