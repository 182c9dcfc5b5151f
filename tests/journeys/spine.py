"""The steps of the main line, as people take them: by the words that they read, with or without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

HEARD = "Skolan har ritat den bästa platsen i byn."
FINDINGS = "Många saknar ett ställe att mötas på vintern."
INSIGHTS = "1. Det finns gott om engagemang.\n2. Det hänger inte ihop.\n3. Det saknas tomter."
NOT_DOING = "Vi bygger ingen egen cykelväg nu."


def save(page: Page) -> None:
    """Press the form's own button and wait for what comes after it."""
    page.get_by_role("button", name="Spara och fortsätt").last.click()
    expect(page.get_by_role("status").filter(has_text="är sparad")).to_be_visible()


def tap(page: Page, row: str, answer: str) -> Locator:
    """Answer a row that is listed in advance with one tap; the row."""
    found = page.locator("li.tap").filter(has=page.get_by_text(row, exact=True))
    found.get_by_role("radio", name=answer, exact=True).check()
    return found


def mend_what_is_missing(page: Page) -> None:
    """From the checkpoint, by its own links, until everything has evidence."""
    page.goto("/places/dals-rostock/checkpoint/")
    missing = page.locator("section[aria-labelledby=missing]")
    expect(missing.get_by_role("listitem")).to_have_count(4)
    missing.get_by_role("link", name="Se vilka ni har hört").click()
    tap(page, "Barn och unga", "Hörda").get_by_label("Hur hörde ni dem?").fill(HEARD)
    save(page)
    page.goto("/places/dals-rostock/checkpoint/")
    missing.get_by_role("link", name="Bedöm tjänsterna").click()
    for service in ("Apotek", "Vård", "Hjärtstartare"):
        tap(page, service, "Saknas")
    save(page)
    page.goto("/places/dals-rostock/checkpoint/")
    missing.get_by_role("link", name="Beskriv hur ni har frågat").click()
    page.get_by_label("Enkät", exact=True).check()
    page.get_by_label("Vad sa de?").fill(FINDINGS)
    save(page)
    page.goto("/places/dals-rostock/checkpoint/")
    missing.get_by_role("link", name="Skriv klart slutsatserna").click()
    page.get_by_label("Vilka tre insikter är viktigast?").fill(INSIGHTS)
    page.get_by_label("Vad ska ni inte göra").fill(NOT_DOING)
    save(page)


def submit(page: Page, slug: str = "dals-rostock") -> None:
    page.goto(f"/places/{slug}/checkpoint/")
    expect(page.get_by_text("Ni kan lämna in.")).to_be_visible()
    page.get_by_role("button", name="Lämna in till coachen").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_url(f"**/places/{slug}/submissions/*/")


def begin_review(page: Page, place: str) -> None:
    """From the inbox."""
    page.goto("/inbox/")
    page.get_by_role("link", name=re.compile(f"inlämningen.*{place}")).click()
    page.get_by_role("button", name="Börja granska").click()
    expect(page.get_by_role("button", name="Skicka beskedet")).to_be_visible()


def add_point(page: Page, criterion: str, text: str) -> None:
    """A point about what the criterion looks at first."""
    points = page.get_by_label("Vad ska platsen titta på?")
    before = points.count()
    page.get_by_role("button", name=f"att titta på: {criterion}").click()
    expect(points).to_have_count(before + 1)
    sheet = page.get_by_role("article", name=criterion)
    sheet.get_by_label("Vad ska platsen titta på?").fill(text)


def decide(page: Page, verdict: str, reasons: str) -> None:
    page.get_by_role("radio", name=verdict, exact=False).first.check()
    page.get_by_label("Skäl").fill(reasons)
    page.get_by_role("button", name="Skicka beskedet").click()
    expect(page.get_by_role("heading", name="Beskedet")).to_be_visible()


def answer_point(page: Page, text: str, answer: str = "Vi tar med det") -> None:
    """On the start page, with one tap."""
    slip = page.locator(".tasks .slip").filter(has_text=text)
    slip.get_by_role("button", name=answer).first.click()
    expect(page.get_by_role("status").filter(has_text="Coachen ser ert svar.")).to_be_visible()
    expect(slip.locator(".marks__now").get_by_text(answer)).to_be_visible()


def add_row(page: Page, opens: str, typed: dict[str, str]) -> None:
    """Add a row to a register: what is typed, by label."""
    rows = page.locator(".entries__row")
    before = rows.count()
    fold = page.locator("details.addrow").filter(has=page.get_by_text(opens, exact=True))
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    for label, words in typed.items():
        fold.get_by_label(label).first.fill(words)
    fold.get_by_role("button", name="Spara raden").click()
    expect(rows).to_have_count(before + 1)
