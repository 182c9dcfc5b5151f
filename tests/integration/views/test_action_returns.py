"""What is begun in a list of actions leads back to it, says what was saved, and is a click away from every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import pytest
from flask import Flask

from portal.models import User
from tests.client import PortalClient
from tests.plan_world import PlanWorld
from tests.work_world import make_work_world, row_of, share_actions

ClientFor = Callable[[User], PortalClient]
World = tuple[PlanWorld, dict[str, int]]
HOME = "/places/dals-rostock"
HERE = f"{HOME}/actions/"
LIST = f"{HERE}?by=status&only=unkept&q=led"
ACTIONS = f"{HOME}/registers/action_plan.actions.list/rows"
HTMX = {"HX-Request": "true", "HX-Target": "register-list"}


@pytest.fixture
def place(app: Flask) -> World:
    return make_work_world()


@pytest.fixture
def browser(place: World, client_for: ClientFor) -> PortalClient:
    return client_for(place[0].leader)


def href(page: str, words: str) -> str:
    """Where the first link with these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{words}', page)
    assert found is not None
    return unescape(found[1])


def onward(page: str) -> str:
    """Where the form of a row on the page leads; nothing where it stays."""
    found = re.search(r'name="next" value="([^"]+)"', page.partition('class="rowform"')[2])
    return unescape(found[1]) if found is not None else ""


def said(page: str) -> str:
    found = re.search(r'class="flash flash--done">.*?<span>(.*?)</span>', page)
    return unescape(found[1]) if found else ""


def test_adding_leads_back(browser: PortalClient) -> None:
    form = browser.get(href(browser.get(LIST).text, "Lägg till en åtgärd")).text
    assert onward(form) == LIST
    data = {"list-row-action": "Röj leden", "next": LIST}
    wrong = browser.post(ACTIONS, data=data | {"list-row-action": ""})
    assert (wrong.status_code, onward(wrong.text)) == (422, LIST)
    assert unescape(href(wrong.text, "Avbryt")) == LIST
    added = browser.post(ACTIONS, data=data)
    assert (added.status_code, added.location) == (303, LIST)
    assert said(browser.get(LIST).text) == "”Röj leden” är tillagd."
    swapped = browser.post(ACTIONS, data=data, headers=HTMX)
    assert (swapped.status_code, swapped.headers["HX-Redirect"]) == (204, LIST)


def test_changing_leads_back(place: World, browser: PortalClient) -> None:
    """From the page of an action to the list that it was opened from; opened from elsewhere, to its own page."""
    row = place[1]["trail"]
    page = browser.get(href(browser.get(LIST).text, "Pilgrimsleden")).text
    assert href(page, "Mål och åtgärder") == LIST
    form = browser.get(href(page, "Ändra det som")).text
    assert onward(form) == LIST
    changed = browser.post(
        f"{HOME}/rows/{row}",
        data={"list-row-action": "Leden", "list-row-version": "1", "next": onward(form)},
    )
    assert changed.location == LIST
    assert said(browser.get(LIST).text) == "”Leden” är sparad."
    alone = browser.get(f"{HERE}{row}/").text
    assert onward(browser.get(href(alone, "Ändra det som")).text) == f"{HERE}{row}/"


def test_what_an_action_page_saves_keeps_its_list(place: World, browser: PortalClient) -> None:
    row = place[1]["trail"]
    page = browser.get(href(browser.get(LIST).text, "Pilgrimsleden")).text
    forms = {unescape(f) for f in re.findall(rf'action="({HERE}{row}/[^"]+)"', page)}
    asked = LIST.partition("?")[2]
    assert {form.partition("?")[2] for form in forms} == {asked}
    saved = browser.post(f"{HERE}{row}/keeper?{asked}", data={"keeper": ""})
    assert saved.location == f"{HERE}{row}/?{asked}#keeper"


def test_a_table_leads_back(browser: PortalClient) -> None:
    form = browser.get(href(browser.get(LIST).text, "Hämta från en tabell")).text
    hidden = f'name="next" value="{escape(LIST)}"'
    assert (hidden in form, href(form, "Avbryt")) == (True, LIST)
    table = {"register": "action_plan.actions.list", "text": "Åtgärd\nRöj leden", "next": LIST}
    preview = browser.post(f"{HOME}/imports/preview", data=table).text
    seen = re.search(r'name="seen" value="(\w+)"', preview)
    assert seen is not None
    assert hidden in preview
    saved = browser.post(f"{HOME}/imports/", data=table | {"seen": seen[1]})
    assert (saved.status_code, saved.location) == (303, LIST)
    assert said(browser.get(LIST).text) == "1 rad är sparad."


def test_goals_lead_back(browser: PortalClient) -> None:
    page = browser.get(HERE).text
    default = f"{HERE}?by=goal"
    assert onward(browser.get(href(page, "Fler kan bo här")).text) == default
    goals = browser.get(href(page, "Mål<")).text
    assert href(goals, "<svg.*?</svg> Tillbaka till åtgärderna") == default
    assert onward(goals) == ""  # whoever adds goals may add several


@pytest.mark.parametrize(
    "other", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"]
)
def test_nowhere_else(browser: PortalClient, other: str) -> None:
    page = browser.get(f"{HOME}/steps/action_plan/actions", query_string={"add": "list", "next": other}).text
    assert (onward(page), "Tillbaka till åtgärderna" in page) == ("", False)
    added = browser.post(ACTIONS, data={"list-row-action": "Röj leden", "next": other})
    assert added.location.startswith(f"{HOME}/steps/action_plan/actions?")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("done", "”Pilgrimsleden” är nu: Klar."),
        (
            "dropped",
            '”Pilgrimsleden” är nu: Nedlagd. <a class="a" href="{why}">Skriv varför</a>',
        ),
    ],
)
def test_a_move_without_javascript_is_told(
    place: World, browser: PortalClient, status: str, words: str
) -> None:
    row = place[1]["trail"]
    data = {"status": status, "version": str(row_of(row).version)}
    page = browser.post(f"{HERE}{row}/column?by=status", data=data, follow_redirects=True).text
    why = f"{HERE}{row}/?by=status#notes"
    assert said(page) == words.format(why=why)
    assert page.count(f'href="{why}"') == (2 if status == "dropped" else 0)  # on top, and at the card
    assert "Flyttad hit" in page


def test_the_bar_of_the_place(place: World, client_for: ClientFor) -> None:
    """Once the step is open to the person, on all pages of the place; marked on its own."""
    world, ids = place

    def entry(who: str, path: str) -> list[str]:
        page = client_for(getattr(world, who)).get(path).text
        bar = page.partition('class="placebar"')[2].partition("</nav>")[0]
        return re.findall(rf'<a href="{HERE}"([^>]*)>Åtgärder</a>', bar)

    assert entry("leader", HOME + "/") == [""]
    assert entry("leader", HERE) == [' aria-current="page"']
    assert entry("leader", f"{HERE}{ids['trail']}/") == [' aria-current="true"']
    assert entry("coach", HOME + "/") == []
    share_actions(world)
    assert entry("coach", HOME + "/") == [""]
    world.workplace.journey.checkpoint_state = "not_submitted"
    assert entry("leader", HOME + "/") == []
