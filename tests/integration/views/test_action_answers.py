"""The officers' page of answers, and what each role sees of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from portal.clock import now, today
from portal.extensions import db
from portal.models import ActionAnswer, Row, User
from tests.answers_world import SIX, make_answers_world, reply, share_plan
from tests.client import PortalClient
from tests.factories import share as share_step
from tests.plan_world import PlanWorld

World = tuple[PlanWorld, list[int]]
ClientFor = Callable[[User], PortalClient]
ANSWER = "/municipality/dals-rostock/plan/"
PLAN = "/plans/dals-rostock/"
OVERVIEW = "/municipality/plans/"
HOME = "/places/dals-rostock/"
GOOD = {"outcome": "will_do", "function": "Tillväxtenheten", "stage": "assessment", "seen": "0", "send": "1"}
TOMORROW = (today() + timedelta(days=1)).isoformat()
SECRET = "Bara ett utkast"
WHO = ("leader", "coach", "officer", "stranger", "region", "nobody")
# What each of WHO gets; posts carry no fields.
ROUTES: dict[tuple[str, str], tuple[int, ...]] = {
    ("GET", ANSWER): (404, 404, 200, 404, 404, 404),
    ("POST", ANSWER + "answers/{row}"): (404, 404, 409, 404, 404, 404),
    ("POST", ANSWER + "answers/999999"): (404, 404, 404, 404, 404, 404),
    ("POST", ANSWER + "receipts"): (404, 404, 409, 404, 404, 404),
    ("GET", PLAN + "answers/{row}"): (200, 200, 200, 404, 200, 404),
    ("GET", PLAN + "answers/999999"): (404, 404, 404, 404, 404, 404),
    ("POST", PLAN + "follows"): (404, 303, 303, 404, 303, 404),
    ("POST", PLAN + "follows/end"): (404, 303, 303, 404, 303, 404),
    ("GET", OVERVIEW): (404, 404, 200, 200, 404, 404),
}


@pytest.fixture
def made(app: Flask) -> World:
    return make_answers_world()


@pytest.fixture
def officer(made: World, client_for: ClientFor) -> PortalClient:
    return client_for(made[0].officer)


def page(browser: PortalClient, path: str, status: int = 200) -> str:
    found = browser.get(path)
    assert found.status_code == status
    return unescape(found.text)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_who_may(made: World, client_for: ClientFor, method: str, path: str) -> None:
    world, rows = made
    address = path.format(row=rows[0])
    found = tuple(client_for(getattr(world, who)).open(address, method=method).status_code for who in WHO)
    assert found == ROUTES[method, path]


@pytest.mark.parametrize("path", [PLAN + "answers/1", PLAN + "answers/99999999999999999999"])
def test_nothing_without_a_shared_plan(made: World, client_for: ClientFor, path: str) -> None:
    world, _rows = made
    client_for(world.leader).post("/places/dals-rostock/editions/end")
    assert client_for(world.officer).get(path).status_code == 404


def test_an_answer_reaches_all_who_read_the_plan(
    made: World, officer: PortalClient, client_for: ClientFor
) -> None:
    world, rows = made
    data = {
        **GOOD,
        "outcome": "will_investigate",
        "because": "Vi ser över <marken>",
        "by_when": "2027-06-30",
        "stage": "decided",
        "decided_on": "2026-11-09",
        "reference": "KS § 24",
    }
    assert officer.post(f"{ANSWER}answers/{rows[0]}", data=data).status_code == 303
    for who in ("leader", "coach", "officer", "region"):
        text = " ".join(page(client_for(getattr(world, who)), PLAN).split())
        for words in (
            "Kommunen: utreder.",
            "Senast 30 juni 2027.",
            "Beslutat 9 november 2026, KS § 24.",
            "Ansvarar för svaret: Tillväxtenheten.",
            "Vi ser över <marken>",
        ):
            assert (who, words, words in text) == (who, words, True)
    assert client_for(world.stranger).get(PLAN).status_code == 404


def test_a_draft_is_the_officers_own(made: World, officer: PortalClient, client_for: ClientFor) -> None:
    world, rows = made
    path = f"{ANSWER}answers/{rows[0]}"
    assert (
        officer.post(
            path, data={"stage": "assessment", "because": SECRET, "seen": "0", "send": "0"}
        ).status_code
        == 303
    )
    share_step(world.workplace, "action_plan", world.leader)
    world.workplace.journey.checkpoint_state = "go_on"
    db.session.commit()
    assert SECRET in page(officer, ANSWER)
    assert SECRET in page(officer, f"{PLAN}answers/{rows[0]}")
    assert SECRET not in page(officer, PLAN)
    for who in ("leader", "coach", "region"):
        browser = client_for(getattr(world, who))
        for path in (PLAN, f"{PLAN}answers/{rows[0]}", HOME, HOME + "steps/action_plan/actions"):
            assert (who, path, SECRET in page(browser, path)) == (who, path, False)


BAD: list[tuple[dict[str, Any], int, str]] = [
    ({"outcome": ""}, 422, "Välj ett av svaren."),
    ({"outcome": "cannot", "because": " "}, 422, "Skriv varför kommunen inte kan."),
    ({"function": ""}, 422, "Skriv vilken funktion som ansvarar"),
    ({"stage": "sent"}, 422, "Skriv dagen då det skickades för beslut."),
    ({"stage": "decided", "decided_on": "igår", "reference": "§ 1"}, 422, "Skriv datumet som år-månad-dag"),
    (
        {"stage": "decided", "decided_on": TOMORROW, "reference": "§ 1"},
        422,
        "Den dagen har inte varit än.",
    ),
    ({"by_when": "2020-01-01"}, 422, "Den dagen har redan varit."),
    ({"reference": "KS § 24"}, 422, "Du har fyllt i något om ett senare steg."),
    ({"because": "å" * 20_000}, 422, "Texten är för lång."),
    ({"function": "x" * 500}, 422, "Texten är för lång."),
    ({"seen": "9" * 500}, 409, "En kollega har svarat under tiden."),
]


@pytest.mark.parametrize(("changed", "status", "words"), BAD)
@pytest.mark.parametrize("live", [False, True], ids=["page", "htmx"])
def test_bad_input_is_said_and_kept(
    made: World, officer: PortalClient, changed: dict[str, Any], status: int, words: str, live: bool
) -> None:
    data = {**GOOD, "because": "Mitt eget ord", **changed}
    headers = {"HX-Request": "true"} if live else {}
    answer = officer.post(f"{ANSWER}answers/{made[1][0]}?show=all", data=data, headers=headers)
    text = unescape(answer.text)
    assert answer.status_code == status
    assert words in text
    kept = [value for name, value in data.items() if name not in ("seen", "send") and value.strip()]
    assert [value for value in kept if value not in text] == []
    assert db.session.query(ActionAnswer).count() == 0


def test_a_late_officer_sees_the_colleague_s_draft_and_can_go_on(made: World, officer: PortalClient) -> None:
    world, (row, *_others) = made
    first = reply(world, row, sent=False, because="Kollegans ord")
    late = officer.post(f"{ANSWER}answers/{row}", data={**GOOD, "because": "Mina ord"})
    text = unescape(late.text)
    assert (late.status_code, "Kollegans ord" in text, "Mina ord" in text) == (409, True, True)
    assert f'name="seen" value="{first.id}"' in text
    data = {**GOOD, "because": "Mina ord", "seen": str(first.id)}
    assert officer.post(f"{ANSWER}answers/{row}", data=data).status_code == 303


def test_the_lists_of_the_page(made: World, officer: PortalClient) -> None:
    world, rows = made
    reply(world, rows[1])
    for shown, titles in (
        ("waiting", SIX[:1] + SIX[2:]),
        ("answered", SIX[1:2]),
        ("all", SIX),
        ("x", SIX[:1] + SIX[2:]),
    ):
        text = page(officer, f"{ANSWER}?show={shown}")
        assert [each for each in SIX if f"<h2>{each[0]}</h2>" in text] == list(titles)
    alone = page(officer, f"{ANSWER}?action={rows[3]}")
    assert [each[0] for each in SIX if f"<h2>{each[0]}</h2>" in alone] == [SIX[3][0]]
    assert page(officer, f"{ANSWER}?page=99&show=all").count('class="act reply"') == 6


def test_a_row_is_put_in_place_for_htmx(made: World, officer: PortalClient) -> None:
    answer = officer.post(f"{ANSWER}answers/{made[1][0]}", data=GOOD, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<li class="act reply"')
    assert "Ert svar är skickat till Dals Rostock." in unescape(answer.text)


def test_the_next_edition_shows_the_answers_to_the_one_before(
    made: World, officer: PortalClient, client_for: ClientFor
) -> None:
    world, rows = made
    reply(world, rows[0], because="Gäller än")
    reply(world, rows[5], outcome="cannot", because="Inte kommunens väg")
    gone = db.session.get(Row, rows[5])
    assert gone is not None
    gone.deleted_at = gone.updated_at
    share_plan(world)
    plan = page(client_for(world.leader), PLAN)
    assert ("Gäller än" in plan, "Besvarad i utgåva 1." in plan, SIX[5][0] in plan) == (
        True,
        True,
        False,
    )
    answered = page(officer, f"{ANSWER}?show=answered")
    assert answered.index("Inte kvar i planen") < answered.index(SIX[5][0])
    kept = page(client_for(world.leader), f"{PLAN}answers/{rows[5]}")
    assert ("Inte kommunens väg" in kept, "Besvarad i utgåva 1." in kept) == (True, True)


def test_the_way_to_an_action_s_page_leads_somewhere(made: World, client_for: ClientFor) -> None:
    """Also when it was removed after the edition that still has it."""
    world, rows = made
    world.workplace.journey.checkpoint_state = "go_on"
    reply(world, rows[0])
    there = f"{HOME}actions/{rows[0]}/"

    def told(who: str) -> tuple[bool, int]:
        browser = client_for(getattr(world, who))
        return there in page(browser, f"{PLAN}answers/{rows[0]}"), browser.get(there).status_code

    assert [told(who) for who in ("leader", "coach", "officer")] == [(True, 200), (False, 404), (False, 404)]
    db.session.get_one(Row, rows[0]).deleted_at = now()
    db.session.commit()
    assert told("leader") == (False, 404)


def test_the_place_sees_how_many_are_answered(made: World, client_for: ClientFor) -> None:
    world, rows = made
    for row in rows[:3]:
        reply(world, row)
    world.workplace.journey.checkpoint_state = "go_on"
    db.session.commit()
    for who in ("leader", "coach", "region"):
        assert "Kommunen har svarat på 3 av 6 åtgärder." in page(client_for(getattr(world, who)), HOME)
    actions = page(client_for(world.leader), HOME + "steps/action_plan/actions")
    assert actions.count("Kommunen: gör det.") == 3
    assert "Kommunen har svarat på 3 av 6 åtgärder." in page(client_for(world.officer), "/municipality/")


def test_the_line_of_the_checklists_ticks_itself(made: World, client_for: ClientFor) -> None:
    world, rows = made
    for row in rows:
        reply(world, row)
    track = "/municipality/dals-rostock/checks/municipality_track.answers_given"
    assert client_for(world.officer).post(track, data={"done": "1"}).status_code == 409
