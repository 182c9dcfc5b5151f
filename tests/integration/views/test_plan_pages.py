"""The page of an edition: what is counted on it, and what it says is new."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from portal.services import editions
from tests.client import PortalClient
from tests.factories import make_row
from tests.plan_world import PlanWorld, make_plan_world, write_plan

ClientFor = Callable[[User], PortalClient]
PLAN = "/plans/dals-rostock/"
ACTIONS = "action_plan.actions.list"


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


def share(world: PlanWorld) -> None:
    editions.share(world.leader, workplace=world.workplace)
    db.session.commit()


def test_an_action_without_a_status_is_counted(world: PlanWorld, client_for: ClientFor) -> None:
    make_row(world.workplace, ACTIONS, {"action": "Skylten"}, world.leader, 4)
    world.workplace.journey.checkpoint_state = "go_on"
    share(world)
    leader = client_for(world.leader)
    text = unescape(leader.get(PLAN).text)
    beside = text[text.index('id="count"') : text.index("</aside>")]
    counted_now = re.findall(r'<dt>([^<]+)</dt><dd class="pic"><span class="vh">(\d+)<', beside)
    assert counted_now == [("Idé", "1"), ("Planerad", "1"), ("Pågår", "1"), ("Inget läge än", "1")]
    line = "4 åtgärder: 1 pågår, en utan läge, kommunen har svarat på 0 av 4."
    assert line in unescape(leader.get("/places/dals-rostock/").text)


def test_what_has_changed_is_named_in_words_of_the_new_edition(
    world: PlanWorld, client_for: ClientFor
) -> None:
    """What stands there no more is not, and what has another status says its other parts, too."""
    plots, trail, train = db.session.query(Row).filter_by(register_key=ACTIONS).order_by(Row.position)
    trail.values = {**trail.values, "end": "2028-06-30", "need_from": "Ring 0700-000000"}
    share(world)
    goal = db.session.query(Row).filter_by(register_key="vision.goals.list", position=2).one()
    plots.values = {**plots.values, "action": "Detaljplanen", "status": "done", "next_step": "Möte"}
    trail.values = {**trail.values, "next_step": "Skyltar", "end": "2029-06-30", "need_from": ""}
    train.values = {**train.values, "status": "planned"}
    goal.values = {**goal.values, "how_seen": "Fler går där"}
    share(world)
    ids = (plots.id, trail.id)
    text = unescape(client_for(world.officer).get(PLAN).text)
    news = text[text.index('id="new"') : text.index('id="goals"')]
    said = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>([^<]*)</li>', news)
    assert said == [
        ("goal-2", "Ut i naturen", ": så märks det"),
        (f"action-{ids[0]}", "Detaljplanen", ": namnet, nästa steg"),
        (f"action-{ids[1]}", "Pilgrimsleden", ": nästa steg, klar senast"),
    ]
    assert [text.count(f' id="{anchor}"') for anchor, _title, _parts in said] == [1, 1, 1]
    assert "<li>Tågstopp: från idé till planerad</li>" in news
    paper = unescape(client_for(world.officer).get(f"{PLAN}documents/html").text)
    assert "Pilgrimsleden: nästa steg, klar senast" in paper
