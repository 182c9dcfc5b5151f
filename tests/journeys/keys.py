"""Moving about with the keyboard alone, looking at every stop whether one sees where one is."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

STOPS = 150  # more than any page has between two things that one wants

# What is wrong with the focused element: not seen, no ring, or under the strip at the foot of a form.
FAULT = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return 'focus is nowhere';
    const name = (here.id || here.name || here.textContent.trim() || here.tagName).slice(0, 60);
    const box = here.getBoundingClientRect();
    if (!box.width || !box.height) return `${name}: has no size`;
    if (box.bottom <= 0 || box.top >= innerHeight) return `${name}: is outside the window`;
    const rings = [here, here.nextElementSibling, here.parentElement, here.closest('label')].filter(Boolean);
    const ringed = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    };
    if (!rings.some(ringed)) return `${name}: has no ring`;
    const strip = document.querySelector('.strip');
    if (!strip || strip.contains(here) || getComputedStyle(strip).position !== 'sticky') return '';
    const foot = strip.getBoundingClientRect();
    const under = box.bottom - foot.top;
    return box.top < foot.bottom && under > 1 && box.height < foot.top ? `${name}: ${under} px under the strip` : '';
}"""


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press the key until focus is on it; every stop on the way must be seen."""
    wanted.wait_for(state="attached")
    for _ in range(STOPS):
        page.keyboard.press(key)
        fault = page.evaluate(FAULT)
        assert fault == "", f"{page.url}: {fault}"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{page.url}: {wanted} cannot be reached with {key}")


def follow(page: Page, link: Locator) -> None:
    """Go to a link or button and press Enter; wait for the page that comes."""
    reach(page, link)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, field: Locator, words: str) -> None:
    """Go to a field and write in it, in place of what stood there."""
    reach(page, field)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def choose(page: Page, option: Locator) -> None:
    """Go to the group of a radio button, and with the arrows to the button."""
    group = option.locator("xpath=ancestor::*[@role='radiogroup' or self::fieldset][1]").get_by_role("radio")
    checked = group.and_(page.locator(":checked"))
    reach(page, checked if checked.count() else group.first)
    for _ in range(group.count()):
        if option.is_checked():
            return
        page.keyboard.press("ArrowRight")
        if not checked.count():
            page.keyboard.press("Space")
    assert option.is_checked()
