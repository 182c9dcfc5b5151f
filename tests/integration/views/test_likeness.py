"""A name that is very like one of the register is asked about before it is added; nothing is lost, nothing made."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Answer, Row, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import make_leader, make_place, make_row, open_workplace
from tests.import_page import look

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
ACTIONS = f"{HOME}/registers/action_plan.actions.list/rows"
OWNER = f"{HOME}/steps/anchoring/working_group"
ASKED = "Det finns inget i listan som heter ”Fler bostader”. Menade du ”Fler bostäder”?"
HTMX = {"HX-Request": "true", "HX-Target": "register-list"}
TYPED = {"list-row-action": "Ny detaljplan", "list-row-goal--new": "Fler bostader"}
ABOUT = {"list-row-goal--about": "Fler bostader"}


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    """With a goal and an organisation."""
    workplace = open_workplace(make_place(checkpoint_state="go_on"))
    leader = make_leader(workplace.place)
    make_row(workplace, "vision.goals.list", {"goal": "Fler bostäder"}, leader)
    make_row(workplace, "organisations", {"name": "Byalaget"}, leader)
    db.session.commit()
    return workplace


@pytest.fixture
def browser(workplace: Workplace, client_for: Browser) -> PortalClient:
    return client_for(db.session.query(User).one())


def titles(register: str) -> list[str]:
    """What the rows of the register are called."""
    rows = db.session.query(Row).filter(Row.register_key == register).order_by(Row.id)
    return [str(row.values.get("goal") or row.values.get("name")) for row in rows]


def goal() -> int:
    return db.session.query(Row).filter(Row.register_key == "vision.goals.list").order_by(Row.id).first().id


def action() -> Row:
    return db.session.query(Row).filter(Row.register_key == "action_plan.actions.list").one()


def test_the_form_asks_and_keeps_what_was_typed(browser: PortalClient) -> None:
    for headers in ({}, HTMX):
        answer = browser.post(ACTIONS, data=TYPED, headers=headers)
        page = unescape(answer.text)
        assert answer.status_code == 422
        assert page.count(ASKED) == 2  # in the summary and at the field
        assert 'value="Ny detaljplan"' in page
        assert 'name="list-row-goal--new" type="text" value="Fler bostader"' in page
        assert re.findall(r'name="list-row-goal--like" value="(\w+)"', page) == [str(goal()), "new"]
    assert titles("vision.goals.list") == ["Fler bostäder"]
    assert db.session.query(Row).filter(Row.register_key == "action_plan.actions.list").count() == 0


def test_the_one_that_is_there_is_taken(browser: PortalClient) -> None:
    said = TYPED | ABOUT | {"list-row-goal--like": str(goal())}
    assert browser.post(ACTIONS, data=said).status_code == 303
    assert (titles("vision.goals.list"), action().values["goal"]) == (["Fler bostäder"], [goal()])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_new_one_is_added_and_told_of(browser: PortalClient, headers: dict[str, str]) -> None:
    said = TYPED | ABOUT | {"list-row-goal--like": "new"}
    answer = browser.post(ACTIONS, data=said, headers=headers, follow_redirects=True)
    assert titles("vision.goals.list") == ["Fler bostäder", "Fler bostader"]
    assert "”Ny detaljplan” är tillagd. Nytt mål: ”Fler bostader”." in answer.text
    changed = {"list-row-goal--new": "Ut i naturen", "list-row-version": "1", "list-row-action": "Leden"}
    answer = browser.post(f"{HOME}/rows/{action().id}", data=changed, follow_redirects=True)
    assert "”Leden” är sparad. Nytt mål: ”Ut i naturen”." in answer.text


@pytest.mark.parametrize(
    "said",
    [
        {"list-row-goal--like": "new"},
        ABOUT | {"list-row-goal--like": "999"},
        ABOUT | {"list-row-goal--new": "Flera bostäder", "list-row-goal--like": "new"},
    ],
)
def test_what_is_meant_is_said_of_the_name_that_stands_there(
    browser: PortalClient, said: dict[str, str]
) -> None:
    assert browser.post(ACTIONS, data=TYPED | said).status_code == 422
    assert titles("vision.goals.list") == ["Fler bostäder"]


def test_what_is_meant_stays_said_while_something_else_is_put_right(browser: PortalClient) -> None:
    said = TYPED | ABOUT | {"list-row-goal--like": "new", "list-row-action": ""}
    answer = browser.post(ACTIONS, data=said)
    assert (answer.status_code, 'value="new" checked' in answer.text) == (422, True)
    assert ASKED not in unescape(answer.text)


def test_a_name_that_is_only_begun_is_asked_about(workplace: Workplace, browser: PortalClient) -> None:
    half = TYPED | {"list-row-goal--new": "Fle"}
    asked = browser.post(ACTIONS, data=half)
    assert asked.status_code == 422
    said = "Det finns inget i listan som heter ”Fle”. {}"
    assert unescape(asked.text).count(said.format("Menade du ”Fler bostäder”?")) == 2
    other = make_row(workplace, "vision.goals.list", {"goal": "Fler jobb"}, db.session.query(User).one()).id
    page = unescape(browser.post(ACTIONS, data=half).text)
    assert page.count(said.format("Flera namn börjar så: vilket menar du?")) == 2
    assert re.findall(r'name="list-row-goal--like" value="(\w+)"', page) == [str(other), str(goal()), "new"]
    meant = half | {"list-row-goal--about": "Fle", "list-row-goal--like": str(goal())}
    assert browser.post(ACTIONS, data=meant).status_code == 303
    assert (titles("vision.goals.list"), action().values["goal"]) == (
        ["Fler bostäder", "Fler jobb"],
        [goal()],
    )


def test_a_question_of_a_section_asks_too(browser: PortalClient) -> None:
    sent = {"owner--version": "0", "owner--new": "Bylaget", "stay": "q-owner"}
    answer = browser.post(OWNER, data=sent)
    page = unescape(answer.text)
    assert (answer.status_code, "Menade du ”Byalaget”?" in page) == (422, True)
    known = re.search(r'name="owner--like" value="(\d+)"', page)
    assert known is not None
    meant = sent | {"owner--about": "Bylaget", "owner--like": known[1]}
    assert browser.post(OWNER, data=meant).status_code == 303
    assert db.session.query(Answer).one().value == [int(known[1])]
    assert titles("organisations") == ["Byalaget"]


def test_the_line_of_a_meeting_has_no_room_to_ask(browser: PortalClient) -> None:
    path = f"{HOME}/registers/anchoring.working_group.members/meeting"
    assert browser.post(path, data={"members-row-organisation--new": "Bylaget"}).status_code == 303
    assert titles("organisations") == ["Byalaget", "Bylaget"]


def test_a_table_says_what_may_be_misspelt(browser: PortalClient) -> None:
    page = unescape(
        look(browser, "Åtgärd;Vilket mål hjälper den?\nTomter;Fler bostader\nLeden;Ut i naturen\n")
    )
    new = "Vilket mål hjälper den: ”{}” är nytt och läggs också till."
    notes = re.findall(r"<li>(Vilket mål [^<]+)</li>", page)
    assert notes == [
        f"{new.format('Fler bostader')} Menade du ”Fler bostäder”? Skriv det i så fall i stället.",
        new.format("Ut i naturen"),
    ]
