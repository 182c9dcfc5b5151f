"""The municipality's overview of plans: what is decided of what it has promised, and goals without a theme."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.clock import today
from portal.extensions import db
from portal.models import Row, User
from portal.queries.people import find_user_by_email
from portal.services import editions
from tests.answers_world import SIX, UNTIL, make_answers_world, reply, share_plan
from tests.client import PortalClient
from tests.factories import make_leader, make_place, make_row, open_workplace
from tests.plan_world import PlanWorld

World = tuple[PlanWorld, list[int]]
ClientFor = Callable[[User], PortalClient]
PLAN = "/plans/dals-rostock/"
OVERVIEW = "/municipality/plans/"


@pytest.fixture
def made(app: Flask) -> World:
    return make_answers_world()


@pytest.fixture
def officer(made: World, client_for: ClientFor) -> PortalClient:
    return client_for(made[0].officer)


def page(browser: PortalClient, path: str) -> str:
    return unescape(browser.get(path).text)


def test_what_is_decided_stands_before_what_is_not(made: World, officer: PortalClient) -> None:
    world, rows = made
    decided = {"stage": "decided", "decided_on": today(), "reference": "KS § 24"}
    reply(world, rows[0], by_when=UNTIL)
    reply(world, rows[1], **decided)
    reply(world, rows[2], stage="sent", sent_on=today())
    reply(world, rows[3], by_when=UNTIL, **decided)
    reply(world, rows[4], outcome="will_investigate")
    text = page(officer, OVERVIEW + "?show=promised")
    assert 'Lovat <span class="n">2 beslutade, 3 inte</span>' in text
    order = (
        "2 löften är beslutade",
        SIX[3][0],
        SIX[1][0],
        "3 löften är inte beslutade",
        SIX[0][0],
        SIX[2][0],
    )
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    first, rest = text.split("3 löften är inte beslutade")
    assert [first.count(words) for words in ("KS § 24", "inte beslutat")] == [2, 0]
    assert [rest.count(words) for words in ("KS § 24", "Tjänstepersonens bedömning, inte beslutat")] == [0, 2]


def test_goals_without_a_theme_are_a_filter_of_their_own(made: World, officer: PortalClient) -> None:
    world, _rows = made
    other = "Visas nu: platser med mål utan ämne."
    without = OVERVIEW + "?show=places&theme="
    assert (other in page(officer, without), f'href="{PLAN}"' in page(officer, without)) == (False, True)
    goal = db.session.query(Row).filter_by(register_key="vision.goals.list").one()
    make_row(world.workplace, "vision.goals.list", {"goal": "Ut i naturen"}, world.leader, 2)
    share_plan(world)
    neighbour = make_place("vita-sannar", "Vita Sannar", world.municipality)
    make_leader(neighbour, "neighbour@example.org")
    workplace = open_workplace(neighbour)
    make_row(workplace, "vision.goals.list", dict(goal.values), world.leader)
    leader = find_user_by_email("neighbour@example.org")
    assert leader is not None
    editions.share(leader, workplace=workplace)
    db.session.commit()
    for path, shown, is_said in (
        (without, [PLAN], True),
        (OVERVIEW + "?show=places", [PLAN, "/plans/vita-sannar/"], False),
    ):
        text = page(officer, path)
        assert (path, [f'href="{plan}"' in text for plan in shown]) == (path, [True] * len(shown))
        assert ("/plans/vita-sannar/" in text, other in text) == (not is_said, is_said)
    assert 'theme=" aria-current="true">Utan ämne' in page(officer, without)
