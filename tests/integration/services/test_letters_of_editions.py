"""The letter about a new edition: what is new, the ways to it, and why its reader gets it."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Mail, PlanEdition, Row, User
from portal.process.reach import Reach
from portal.queries.editions import find_open_edition
from portal.queries.people import find_user_by_email
from portal.services import editions, follows
from tests.answers_world import ACTIONS, make_answers_world, share_plan
from tests.client import PortalClient
from tests.factories import make_row
from tests.plan_world import PlanWorld

CHANGES = "/login?next=/plans/dals-rostock/changes"
ANSWER = "/municipality/dals-rostock/plan/"
NEWS = "Nytt sedan utgåva 1: ett mål, 2 åtgärder."
FOLLOWS, SERVES = "för att du följer planen för Dals Rostock.", "för att du är kontaktperson i kommunen"


def bodies(since: int) -> dict[str, str]:
    found = db.session.scalars(select(Mail).where(Mail.id > since))
    return {mail.to_address: mail.body_text for mail in found}


def share_again(world: PlanWorld) -> PlanEdition:
    """With one more action."""
    number = db.session.query(Row).count()
    make_row(world.workplace, ACTIONS, {"action": f"Ny {number}"}, world.leader, number)
    return share_plan(world)


def newest() -> int:
    return max(db.session.scalars(select(Mail.id)), default=0)


def test_it_says_what_is_new_and_why_it_came(app: Flask) -> None:
    world, _rows = make_answers_world()
    edition = find_open_edition(world.workplace.journey)
    assert edition is not None
    (first,) = (body for body in bodies(0).values() if "utgåva 1." in body)
    assert [w in first for w in (SERVES, ANSWER, CHANGES, "Nytt sedan")] == [True, True, False, False]
    follows.follow(world.coach, workplace=world.workplace, edition=edition)
    make_row(world.workplace, "vision.goals.list", {"goal": "Fler bostäder"}, world.leader, 9)
    for n in (11, 12):
        make_row(world.workplace, ACTIONS, {"action": f"Ny {n}", "status": "idea"}, world.leader, n)
    before = newest()
    share_plan(world)
    told = bodies(before)
    signs = (NEWS, CHANGES, ANSWER, FOLLOWS, SERVES)
    assert {who: [sign in body for sign in signs] for who, body in told.items()} == {
        "coach@example.org": [True, True, False, True, False],
        "officer@example.org": [True, True, True, False, True],
    }
    follows.follow(world.officer, workplace=world.workplace, edition=share_again(world))
    before = newest()
    share_again(world)
    body = bodies(before)["officer@example.org"]
    assert [sign in body for sign in (CHANGES, ANSWER, FOLLOWS, SERVES)] == [True, True, True, False]


def test_no_link_leads_to_a_page_that_is_closed_to_its_reader(
    app: Flask, client_for: Callable[[User], PortalClient]
) -> None:
    """Everybody reads a public plan; what was taken away from it since is for fewer people."""
    world, _rows = make_answers_world()
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    edition = find_open_edition(world.workplace.journey)
    assert edition is not None
    for who in (world.stranger, world.nobody, world.coach):
        follows.follow(who, workplace=world.workplace, edition=edition)
    make_row(world.workplace, ACTIONS, {"action": "Ny"}, world.leader, 9)
    before = newest()
    editions.share(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    told = bodies(before)
    assert {who: CHANGES in body for who, body in told.items()} == {
        "coach@example.org": True,
        "officer@example.org": True,
        "pool@example.org": False,
        "stranger@example.org": False,
    }
    for who, body in told.items():
        user = find_user_by_email(who)
        assert user is not None
        browser, links = client_for(user), re.findall(r"(/(?:plans|login)[^\s]*)", body)
        found = {link: browser.get(link, follow_redirects=True).status_code for link in links}
        assert (who, found) == (who, dict.fromkeys(found, 200))
        assert f"/plans/{world.place.slug}/" in found or CHANGES in found


def test_a_link_through_sign_in_leads_on_for_who_is_signed_in(
    app: Flask, client_for: Callable[[User], PortalClient]
) -> None:
    world, _rows = make_answers_world()
    browser = client_for(world.officer)
    assert browser.get(CHANGES).location == "/plans/dals-rostock/changes"
    assert browser.get("/login?next=https://example.org/").location == "/municipality/"
