"""On paper: what one reads is there, what one presses is not; no row is torn, no heading stands last on a page."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

CHROME = (
    "button, .ds-button, .linkbutton, .masthead, .placebar, .foot, .filters, .whose, .kinds, .pages, .share, .submit, "
    "main input:not([type=checkbox]), main select, main textarea"
)
SEEN = """selector => [...document.querySelectorAll(selector)]
  .filter(each => each.checkVisibility({visibilityProperty: true}) && each.offsetHeight > 1)
  .map(each => each.className || each.tagName)"""
ROWS = (
    ".act, .crit, .leg, .checkpoint, .card, .talk, .next, .slip, .rows > li, .checks > li, "
    ".dates > li, .answers > div"
)
TORN = """rows => [...document.querySelectorAll(rows)]
  .filter(each => getComputedStyle(each).breakInside !== "avoid").map(each => each.className || each.textContent)"""
HEADINGS = """() => [...document.querySelectorAll("main :is(h1, h2, h3, h4)")]
  .filter(each => getComputedStyle(each).breakAfter !== "avoid").map(each => each.textContent)"""
# A goal that waited for a page of its own would leave half of the one before it empty.
GLUED = """() => [...document.querySelectorAll(".goal, .goal__told, .acts")].filter(each => {
  const style = getComputedStyle(each);
  return style.breakInside !== "auto" || style.breakAfter !== "auto";
}).map(each => each.className)"""

LINES = """words => [...document.querySelectorAll(".act__facts dd")].slice(0, 2).map(each => {
  each.textContent = words;
  const range = document.createRange();
  range.selectNodeContents(each);
  return range.getClientRects().length;
})"""

PAGES = {
    "leader": {
        "/places/dals-rostock/": ("Dals Rostock", "Förankring", "Halvtidsavstämning", "Att passa"),
        "/places/dals-rostock/steps/anchoring/": ("Förankring", "Checklista", "Arbetsgruppen är på plats"),
        "/places/dals-rostock/checkpoint/": ("Halvtidsavstämning", "Det här saknas", "Platsen är beskriven"),
    },
    "leader4": {
        "/plans/example-village/": ("Exempelbyn", "Cykelväg till skolan", "Så ser läget ut"),
        "/places/example-village/actions/": ("Mål och åtgärder", "Cykelväg till skolan", "Ansvarig"),
        "/places/example-village/actions/?by=status": ("Planerad", "Cykelväg till skolan"),
    },
}


@pytest.mark.parametrize("who", PAGES)
def test_pages_on_paper(demo: LiveServer, page: Page, who: str) -> None:
    sign_in(page, who)
    page.emulate_media(media="print")
    for path, said in PAGES[who].items():
        page.goto(path)
        assert page.evaluate(SEEN, CHROME) == [], path
        assert page.evaluate(HEADINGS) == [], path
        assert page.evaluate(TORN, ROWS) == [], path
        assert page.evaluate(GLUED) == [], path
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)", path
        paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        words = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
        assert [word for word in said if word not in words] == [], path


def test_the_long_name_of_an_office_has_room_beside_an_action(demo: LiveServer, page: Page) -> None:
    sign_in(page, "leader4")
    page.set_viewport_size({"width": 703, "height": 900})  # an A4's, less its margins
    page.goto("/places/example-village/actions/")
    assert page.evaluate(LINES, "Samhällsbyggnadsförvaltningen") == [1, 1]
