"""Where an officer notes that an edition has come in: what is asked, suggested and advised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from babel.dates import format_date
from flask import Flask

from portal.clock import today
from portal.extensions import db
from portal.models import Row, User
from tests.answers_world import make_answers_world, share_plan
from tests.client import PortalClient
from tests.plan_world import PlanWorld
from tests.registrar_desk import PLAN, whole_page

ClientFor = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    return make_answers_world()[0]


def side(browser: PortalClient) -> str:
    return whole_page(browser).partition('aria-labelledby="receipt"')[2].partition("</section>")[0]


def note(browser: PortalClient, number: str = "", day: str = "") -> int:
    said = {"received_on": day or today().isoformat(), "registry_number": number, "seen": "0"}
    return browser.post(PLAN + "receipts", data=said).status_code


def test_a_new_edition_shows_the_receipt_before_it(world: PlanWorld, client_for: ClientFor) -> None:
    officer, day = client_for(world.officer), format_date(today(), "d MMMM y", "sv")
    at_first = side(officer)
    assert ["Har planen kommit in?" in at_first, "Planen har kommit in" in at_first] == [True, False]
    assert note(officer, "KS 2026/124") == 303
    assert "Planen har kommit in" in side(officer)
    db.session.query(Row).filter_by(register_key="vision.goals.list").one().values = {"goal": "Nytt"}
    share_plan(world)
    then = side(officer)
    for words in (
        "Har planen kommit in?",
        f"Utgåva 1 kom in {day}, KS 2026/124.",
        'value="KS 2026/124"',
        "Numret från utgåva 1 är ifyllt.",
    ):
        assert words in then
    assert note(officer, "KS 2026/130") == 303
    assert ['value="KS 2026/130"' in side(officer), "Numret från utgåva 1" in side(officer)] == [True, False]


def test_a_day_too_early_comes_with_advice(world: PlanWorld, client_for: ClientFor) -> None:
    officer, early = client_for(world.officer), (today() - timedelta(days=1)).isoformat()
    answer = officer.post(PLAN + "receipts", data={"received_on": early, "seen": "0"})
    assert answer.status_code == 422
    assert "Skriv den dagen eller en senare dag." in unescape(answer.text)
