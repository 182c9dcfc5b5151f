"""Whoever follows a plan finds it among their choices of letters, and may stop whatever else they may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from flask import Flask

from portal.extensions import db
from portal.models import Assignment, Journey, PlanFollow, User
from portal.process.reach import Reach
from portal.services import editions
from tests.answers_world import make_answers_world
from tests.client import PortalClient
from tests.factories import make_place
from tests.plan_world import PlanWorld, counted

ClientFor = Callable[[User], PortalClient]
CHOICES = "/account/notices"
PLAN = "/plans/dals-rostock/"
STOP = PLAN + "follows/end"
CLOSED = "Mellerud. Du kan inte läsa planen nu."


def narrow(world: PlanWorld) -> None:
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.COACHES)
    db.session.commit()


def followed_on(browser: PortalClient) -> tuple[bool, bool, list[str]]:
    """Whether a plan stands there as one that is closed, as one that opens, and what the buttons lead to."""
    page = unescape(browser.get(CHOICES).text)
    return CLOSED in page, f'href="{PLAN}"' in page, re.findall(r'action="(/plans/[^"]*)"', page)


def test_a_plan_that_is_narrowed_is_still_in_the_list_and_may_be_left(
    app: Flask, client_for: ClientFor
) -> None:
    world, _rows = make_answers_world()
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    db.session.commit()
    browser = client_for(world.stranger)
    assert followed_on(browser) == (False, False, [])
    assert browser.post(PLAN + "follows").status_code == 303
    assert followed_on(browser) == (False, True, [STOP])
    narrow(world)
    assert followed_on(browser) == (True, False, [STOP])
    for _twice in range(2):
        answer = browser.post(STOP, data={"back": PLAN})
        assert (answer.status_code, answer.location) == (303, CHOICES)
    assert db.session.query(PlanFollow).count() == 0
    assert "Du följer inte längre planen för Dals Rostock." in browser.get(CHOICES).text
    assert followed_on(browser) == (False, False, [])
    # To somebody who has never followed it the place is not there.
    assert client_for(world.nobody).post(STOP).status_code == 404


def test_who_joins_the_team_or_leaves_every_role_may_stop(app: Flask, client_for: ClientFor) -> None:
    world, _rows = make_answers_world()
    for who in (world.coach, world.officer):
        browser = client_for(who)
        assert browser.post(PLAN + "follows").status_code == 303
        db.session.query(Assignment).filter_by(user_id=who.id).delete()
        db.session.commit()
        assert browser.post(STOP).status_code == 303
    assert db.session.query(PlanFollow).count() == 0


def test_the_list_comes_a_page_at_a_time(app: Flask, client_for: ClientFor) -> None:
    world, _rows = make_answers_world()
    browser, reader = client_for(world.coach), world.coach
    for n in range(30):
        make_place(f"by-{n:02}", f"By {n:02}", world.municipality)
    for journey in (
        db.session.query(Journey).where(Journey.id != world.workplace.journey.id).order_by(Journey.id)
    ):
        follow = PlanFollow(journey_id=journey.id, user_id=reader.id, followed_at=journey.created_at)
        db.session.add(follow)
    db.session.commit()
    with counted() as queries:
        page = browser.get(CHOICES + "?page=2").text
    assert re.findall(r"<h3>(By \d\d)</h3>", page) == [f"By {n:02}" for n in range(25, 30)]
    assert len(queries) <= 6
