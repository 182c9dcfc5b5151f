"""The municipality's overview of plans, receipts and following, and what a large plan costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from babel.dates import format_date
from flask import Flask

from portal.clock import today
from portal.extensions import db
from portal.models import ActionAnswer, EditionReceipt, PlanFollow, User
from tests.answers_world import ACTIONS, SIX, UNTIL, make_answers_world, reply, share_plan
from tests.client import PortalClient
from tests.factories import make_row
from tests.plan_world import PlanWorld, counted

World = tuple[PlanWorld, list[int]]
ClientFor = Callable[[User], PortalClient]
ANSWER = "/municipality/dals-rostock/plan/"
PLAN = "/plans/dals-rostock/"
OVERVIEW = "/municipality/plans/"
HOME = "/places/dals-rostock/"
LIMIT = 10
SAID = {"stage": "assessment", "outcome": "will_do", "function": "Enheten"}


@pytest.fixture
def made(app: Flask) -> World:
    return make_answers_world()


@pytest.fixture
def officer(made: World, client_for: ClientFor) -> PortalClient:
    return client_for(made[0].officer)


def in_words(day: date) -> str:
    return format_date(day, "d MMMM y", locale="sv")


def page(browser: PortalClient, path: str, status: int = 200) -> str:
    found = browser.get(path)
    assert found.status_code == status
    return unescape(found.text)


def test_that_the_plan_has_come_in(made: World, officer: PortalClient, client_for: ClientFor) -> None:
    data = {"received_on": today().isoformat(), "registry_number": "KS 2026/124", "seen": "0"}
    assert officer.post(ANSWER + "receipts", data=data).status_code == 303
    assert f"Kom in till kommunen {in_words(today())}, diarienummer KS 2026/124." in page(
        client_for(made[0].leader), PLAN
    )
    for changed, status, words in (
        ({"received_on": "snart"}, 422, "Skriv datumet som år-månad-dag"),
        ({"received_on": ""}, 422, "Skriv dagen då planen kom in."),
        ({"received_on": "2026-01-01"}, 422, f"Planen delades {in_words(today())}."),
        ({"registry_number": "y" * 61}, 422, "Ett diarienummer"),
        ({}, 409, "En kollega har antecknat det under tiden."),
    ):
        seen = {"seen": str(db.session.query(EditionReceipt.id).scalar())} if status == 422 else {}
        answer = officer.post(ANSWER + "receipts", data={**data, **seen, **changed})
        assert (answer.status_code, words in unescape(answer.text)) == (status, True)
        assert [v for v in changed.values() if v not in answer.text] == []
    assert db.session.query(EditionReceipt).count() == 1


def test_following(made: World, officer: PortalClient) -> None:
    assert officer.post(PLAN + "follows", data={"back": ANSWER}).location == ANSWER
    assert "Sluta följa planen" in page(officer, PLAN)
    assert officer.post(PLAN + "follows/end", data={"back": "https://example.org/"}).location == PLAN
    assert db.session.query(PlanFollow).count() == 0


def test_the_overview(made: World, officer: PortalClient, client_for: ClientFor) -> None:
    world, rows = made
    reply(world, rows[0], by_when=UNTIL)
    late = reply(world, rows[1], outcome="will_investigate", by_when=today())
    late.by_when = date(2026, 3, 1)
    reply(world, rows[2], outcome="done")
    reply(world, rows[3])
    reply(world, rows[3], outcome="cannot", because="Inga pengar")
    waiting = page(officer, OVERVIEW)
    assert [title for title, *_ in SIX if title in waiting] == [SIX[4][0], SIX[5][0]]
    promised = page(officer, OVERVIEW + "?show=promised")
    assert promised.index(SIX[1][0]) < promised.index(SIX[0][0])
    assert [title for title, *_ in SIX if title in promised] == [SIX[0][0], SIX[1][0]]
    assert promised.count("Dagen har passerat") == 1
    places = page(officer, OVERVIEW + "?show=places")
    assert ("Boende" in places, "2 åtgärder väntar" in places) == (True, True)
    assert "Ett mål, på en plats" in places
    themed = page(officer, OVERVIEW + "?show=places&theme=housing")
    assert ("Dals Rostock" in themed, "Visas nu: platser med mål i ämnet Boende." in themed) == (True, True)
    assert 'theme=housing" aria-current="true">Boende' in themed
    unknown = page(officer, OVERVIEW + "?show=places&theme=unknown")
    assert (f'href="{PLAN}"' in unknown, "Visas nu" in unknown) == (True, False)
    other = page(client_for(world.stranger), OVERVIEW)
    assert ("Inget väntar på svar" in other, "Dals Rostock" in other) == (True, False)


def test_the_municipality_s_page_counts_the_actions_that_wait(made: World, officer: PortalClient) -> None:
    world, rows = made
    officer.get(PLAN)
    lead = page(officer, "/municipality/").partition('class="lead">')[2]
    assert "6 saker väntar på er." in lead
    assert lead.index("6 åtgärder väntar på ert svar.") < lead.index('id="places"')
    assert f'href="{ANSWER}"' in lead.partition('id="places"')[0]
    reply(world, rows[0], sent=False)
    for row in rows[1:]:
        reply(world, row)
    assert "En sak väntar på er." in page(officer, "/municipality/")
    reply(world, rows[0])
    done = page(officer, "/municipality/")
    assert ("Inget väntar på ert svar." in done, 'id="unanswered-' in done) == (True, False)


def fill(world: PlanWorld) -> list[int]:
    """Up to 40 goals and 200 actions, half of them answered twice."""
    workplace, leader = world.workplace, world.leader
    goals = [
        make_row(workplace, "vision.goals.list", {"goal": f"Mål {n}", "theme": "housing"}, leader, n).id
        for n in range(2, 41)
    ]
    rows = [
        make_row(
            workplace,
            ACTIONS,
            {
                "action": f"Åtgärd {n}",
                "need_from": "Kommunen",
                "goal": [goals[n % 39]],
                "start": "2027-01-01",
            },
            leader,
            n,
        ).id
        for n in range(7, 201)
    ]
    edition = share_plan(world)
    for n, row in enumerate(rows):
        for _twice in range(2 if n % 2 else 0):
            db.session.add(
                ActionAnswer(
                    journey_id=workplace.journey.id,
                    row_id=row,
                    edition_id=edition.id,
                    municipality_id=world.municipality.id,
                    action=f"Åtgärd {n + 7}",
                    need="Kommunen",
                    is_shared=True,
                    **SAID,
                    answered_by=world.officer.id,
                    answered_at=edition.shared_at,
                )
            )
    db.session.commit()
    return rows


PAGES = {
    ANSWER: "officer",
    ANSWER + "?show=all&page=3": "officer",
    PLAN: "officer",
    OVERVIEW: "officer",
    OVERVIEW + "?show=promised": "officer",
    OVERVIEW + "?show=places": "officer",
    "/municipality/": "officer",
    HOME: "leader",
    HOME + "steps/action_plan/actions": "leader",
}


def test_no_page_asks_more_for_a_large_plan(made: World, client_for: ClientFor) -> None:
    world, _rows = made
    world.workplace.journey.checkpoint_state = "go_on"
    db.session.commit()
    fill(world)
    found = {}
    for path, who in PAGES.items():
        browser = client_for(getattr(world, who))
        assert browser.get(path).status_code == 200  # the first look notes a read mark
        with counted() as statements:
            assert browser.get(path).status_code == 200
        found[path] = len(statements)
    assert {path: count for path, count in found.items() if count > LIMIT} == {}
    assert page(client_for(world.officer), ANSWER).count('class="act reply"') == 10


def test_a_second_edition_says_what_is_new(made: World, officer: PortalClient) -> None:
    world, _rows = made
    first = page(officer, f"{ANSWER}?show=all")
    assert ("Nytt sedan utgåva" in first, ">Ny i planen<" in first) == (False, False)
    for n in (7, 8):
        values = {"action": f"Åtgärd {n}", "need_from": "Kommunen"}
        make_row(world.workplace, ACTIONS, values, world.leader, n)
    make_row(world.workplace, "vision.goals.list", {"goal": "Bad", "theme": "housing"}, world.leader, 2)
    share_plan(world)
    text = " ".join(page(officer, f"{ANSWER}?show=all").split())
    assert "Nytt sedan utgåva 1: ett mål, 2 åtgärder." in text
    assert 'href="/plans/dals-rostock/changes"' in text
    assert [
        part.partition("</li>")[0].count(">Ny i planen<") for part in text.split('class="act reply"')[1:]
    ] == [
        *[0] * 6,
        1,
        1,
    ]
    waiting = page(officer, OVERVIEW)
    assert waiting.count("Ny i planen") == 2
    places = page(officer, OVERVIEW + "?show=places")
    words = "Nytt sedan utgåva 1: ett mål, 2 åtgärder."
    assert (words in places, "/plans/dals-rostock/changes" in places) == (True, True)
