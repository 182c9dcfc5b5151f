"""An answer that was given to an earlier edition: which one, and for those who may read both, what the action said."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from babel.dates import format_date
from flask import Flask

from portal.clock import today
from portal.extensions import db
from portal.models import Row, User
from portal.process.reach import Reach
from portal.services import editions
from tests.answers_world import SIX, make_answers_world, reply
from tests.client import PortalClient
from tests.plan_world import PlanWorld

ClientFor = Callable[[User], PortalClient]
PLAN = "/plans/dals-rostock/"
PREVIEW = "/places/dals-rostock/editions/preview"
TODAY = format_date(today(), "d MMMM y", locale="sv")
CHANGED = "Åtgärden har ändrats sedan dess."
STILL = "Besvarad i utgåva 1."
CALLED = f"Då hette åtgärden ”{SIX[0][0]}”."
NEEDED = f"Då stod det: ”{SIX[1][3]}”."


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    """Three actions are answered; then one is called and one needs something else, which is not shared yet."""
    world, rows = make_answers_world()
    for row in rows[:3]:
        reply(world, row)
    for row, column, words in ((rows[0], "action", "Plan för berget"), (rows[1], "need_from", "Skyltar")):
        found = db.session.get_one(Row, row)
        found.values = {**found.values, column: words}
    db.session.commit()
    return world


def page(browser: PortalClient, path: str) -> str:
    return " ".join(unescape(browser.get(path).text).split())


def said(text: str) -> list[int]:
    given = f"Besvarad i utgåva 1 från {TODAY}."
    return [text.count(words) for words in (given, CHANGED, CALLED, NEEDED, STILL)]


def test_who_is_told_what_it_said_then(world: PlanWorld, client: PortalClient, client_for: ClientFor) -> None:
    assert said(page(client_for(world.leader), PREVIEW)) == [2, 0, 1, 1, 1]
    editions.share(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    db.session.commit()
    both, one, paper = [2, 0, 1, 1, 1], [2, 2, 0, 0, 1], [3, 2, 0, 0, 0]
    for who in ("stranger", "leader", "nobody", "coach", "officer", "region"):
        told = said(page(client_for(getattr(world, who)), PLAN))
        assert (who, told) == (who, one if who in ("stranger", "nobody") else both)
    assert said(page(client, PLAN)) == one
    for who in ("leader", "officer"):
        assert said(page(client_for(getattr(world, who)), PLAN + "documents/html")) == paper
    for who, path in (("leader", "/places/dals-rostock"), ("officer", "/municipality/dals-rostock/plan")):
        browser = client_for(getattr(world, who))
        assert said(page(browser, f"{path}/editions/1/")) == [0, 0, 0, 0, 0]
        assert said(page(browser, f"{path}/editions/2/")) == both


def test_one_that_needed_nothing(world: PlanWorld, client_for: ClientFor) -> None:
    row = db.session.query(Row).filter_by(register_key="action_plan.actions.list", position=4).one()
    needed, row.values = row.values, {k: v for k, v in row.values.items() if k != "need_from"}
    editions.share(world.leader, workplace=world.workplace)
    db.session.commit()
    reply(world, row.id)
    db.session.get_one(Row, row.id).values = needed
    db.session.commit()
    editions.share(world.leader, workplace=world.workplace)
    db.session.commit()
    text = page(client_for(world.coach), PLAN)
    assert f"Besvarad i utgåva 2 från {TODAY}. Då stod det inte vad som behövs." in text


def test_the_page_of_an_action_says_it_before_it_is_shared(world: PlanWorld, client_for: ClientFor) -> None:
    leader = client_for(world.leader)
    rows = db.session.query(Row).filter_by(register_key="action_plan.actions.list").order_by(Row.position)
    ids = [row.id for row in rows]
    texts = [page(leader, f"/places/dals-rostock/actions/{row}/") for row in ids[:4]]
    assert [said(text) for text in texts] == [
        [1, 0, 1, 0, 0],
        [1, 0, 0, 1, 0],
        [0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0],
    ]
    assert [text.count("Då stod det") for text in texts] == [0, 1, 0, 0]
