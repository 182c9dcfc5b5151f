"""What people do in every journey: sign in and out by the form, as somebody of the demo world."""

from __future__ import annotations

from playwright.sync_api import Page

from portal.demo.world import PASSWORD


def sign_in(page: Page, login: str) -> Page:
    """Sign in as `leader`, `coach`, `municipality` … by the form; the page is then the person's own start page."""
    page.goto("/login")
    page.get_by_label("E-postadress").fill(f"{login}@demo.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda url: not url.endswith("/login"))
    return page
