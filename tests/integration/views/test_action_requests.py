"""What the officers' page says of an action that has changed, of who reads an answer, and how many still wait."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import ActionAnswer, PlanEdition, Row, User
from tests.answers_world import SIX, make_answers_world, reply, share_plan
from tests.client import PortalClient
from tests.plan_world import PlanWorld, counted

World = tuple[PlanWorld, list[int]]
ClientFor = Callable[[User], PortalClient]
ANSWER = "/municipality/dals-rostock/plan/"
PLAN = "/plans/dals-rostock/"
OVERVIEW = "/municipality/plans/"
GOOD = {"outcome": "will_do", "function": "Enheten", "stage": "assessment", "send": "1"}
CHANGED = "Ändrad sedan ert svar"


@pytest.fixture
def made(app: Flask) -> World:
    return make_answers_world()


@pytest.fixture
def officer(made: World, client_for: ClientFor) -> PortalClient:
    return client_for(made[0].officer)


def page(browser: PortalClient, path: str) -> str:
    return " ".join(unescape(browser.get(path).text).split())


def listed(text: str) -> list[str]:
    return [title for title, *_ in SIX if f"<h2>{title}</h2>" in text]


def test_an_action_that_has_changed_waits_until_it_is_answered_again(
    made: World, officer: PortalClient
) -> None:
    world, rows = made
    for row in rows:
        reply(world, row)
    changed = db.session.get_one(Row, rows[1])
    changed.values = {**changed.values, "need_from": "Pengar till leden"}
    share_plan(world)
    waiting = page(officer, ANSWER)
    assert listed(waiting) == [SIX[1][0]]
    assert "En åtgärd väntar på ert svar." in waiting
    for words in (CHANGED, "Det här har ändrats sedan ert svar", "Avtal om marken", "Pengar till leden"):
        assert words in waiting
    assert SIX[1][0] not in listed(page(officer, f"{ANSWER}?show=answered"))
    assert page(officer, f"{ANSWER}?show=all").count(CHANGED) == 1
    overview = page(officer, OVERVIEW)
    assert (overview.count(CHANGED), "Har väntat" in overview) == (1, False)
    for path in (ANSWER, OVERVIEW):
        with counted() as statements:
            officer.get(path)
        assert len(statements) <= 10
    newest = waiting.partition('name="seen" value="')[2].partition('"')[0]
    asked = waiting.partition('name="asked" value="')[2].partition('"')[0]
    data = {**GOOD, "function": "Samhällsbyggnad", "seen": newest, "asked": asked}
    late = officer.post(f"{ANSWER}answers/{rows[1]}", data={**data, "asked": "of the edition before"})
    assert (late.status_code, "Platsen har ändrat åtgärden under tiden." in unescape(late.text)) == (
        409,
        True,
    )
    assert officer.post(f"{ANSWER}answers/{rows[1]}", data=data).status_code == 303
    assert "Ingen åtgärd väntar på ert svar." in page(officer, ANSWER)
    assert CHANGED not in page(officer, f"{ANSWER}?show=all")


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ("municipality", "Platsen, dess coacher och regionen läser svaret."),
        ("link", "alla som har en länk till planen läser svaret."),
        ("public", "Alla som läser planen på webben läser svaret."),
    ],
)
def test_the_officer_is_told_who_reads_the_answer(
    made: World, officer: PortalClient, audience: str, words: str
) -> None:
    db.session.query(PlanEdition).one().audience = audience
    db.session.commit()
    assert page(officer, ANSWER).count(words) == 1 + 6  # above, and at every form


@pytest.mark.parametrize(("alone", "has_lists"), [("", True), ("1", False)])
def test_the_numbers_follow_an_answer(
    made: World, officer: PortalClient, alone: str, has_lists: bool
) -> None:
    data = {**GOOD, "seen": "0", "alone": alone}
    sent = officer.post(f"{ANSWER}answers/{made[1][0]}", data=data, headers={"HX-Request": "true"})
    text = " ".join(unescape(sent.text).split())
    assert '<p class="lead" id="reply-lead" data-hx-swap-oob="true">' in text
    assert "5 åtgärder väntar på ert svar." in text
    assert ('<div id="reply-lists" data-hx-swap-oob="true">' in text) is has_lists
    assert ('Väntar på svar <span class="n">5</span>' in text) is has_lists
    assert ('name="alone" value="1"' in text) is not has_lists


def test_the_function_is_written_once(made: World, officer: PortalClient) -> None:
    """The latest stands in the forms of actions without an answer, and not over a draft; the others can be chosen."""
    world, rows = made
    assert '<datalist id="reply-functions"></datalist>' in page(officer, ANSWER)
    reply(world, rows[0], function="Tillväxt")
    reply(world, rows[1], function="", outcome="", sent=False)
    reply(world, rows[2], function="Park och gata")
    reply(world, rows[0], function="Mark")
    text = page(officer, f"{ANSWER}?show=all")
    fields = [tag for tag in re.findall(r"<input[^>]*>", text) if 'name="function"' in tag]
    values = [re.findall(r' value="([^"]*)"', tag)[0] for tag in fields]
    assert values == ["Mark", "", "Park och gata", "Mark", "Mark", "Mark"]
    assert ["data-suggested" in tag for tag in fields] == [False, False, False, True, True, True]
    offered = '"><option value="Mark"></option><option value="Park och gata"></option></datalist>'
    assert f'<datalist id="reply-functions{offered}' in text
    data = {**GOOD, "function": "Vatten", "seen": "0"}
    sent = officer.post(f"{ANSWER}answers/{rows[3]}", data=data, headers={"HX-Request": "true"}).text
    assert '<datalist id="reply-functions" data-hx-swap-oob="true"><option value="Vatten">' in sent


def test_all_answers_are_offered_where_there_are_more_than_one(
    made: World, officer: PortalClient, client_for: ClientFor
) -> None:
    world, rows = made
    for row in (rows[0], rows[0], rows[1], rows[2]):
        reply(world, row, because=f"Svar {db.session.query(ActionAnswer).count()}")
    reply(world, rows[2], because="Ett utkast", sent=False)
    leader, expected = (
        client_for(world.leader),
        {"officer": [True, False, True], "leader": [True, False, False]},
    )
    for who, browser in (("officer", officer), ("leader", leader)):
        links = [f'href="{PLAN}answers/{row}"' for row in rows[:3]]
        assert (who, [link in page(browser, PLAN) for link in links]) == (who, expected[who])
    answers = page(officer, f"{ANSWER}?show=all")
    assert [f'href="{PLAN}answers/{row}"' in answers for row in rows[:3]] == expected["officer"]
    sheets = [page(leader, f"/places/dals-rostock/actions/{row}/") for row in rows[:3]]
    assert [f'href="{PLAN}answers/' in sheet for sheet in sheets] == expected["leader"]


def test_a_question_that_is_not_the_municipality_s_is_answered_and_not_refused(
    made: World, officer: PortalClient, client_for: ClientFor
) -> None:
    world, rows = made
    data = {**GOOD, "outcome": "not_ours", "because": "Fråga Trafikverket.", "seen": "0"}
    assert officer.post(f"{ANSWER}answers/{rows[4]}", data=data).status_code == 303
    assert SIX[4][0] not in listed(page(officer, ANSWER))
    plan = page(client_for(world.leader), PLAN)
    assert "Kommunen: inte vår fråga.</b> Ansvarar för svaret: Enheten." in plan
    assert ("Fråga Trafikverket." in plan, "inte beslutat" in plan) == (True, False)
    assert SIX[4][0] not in page(officer, f"{OVERVIEW}?show=promised")
