"""Who reads an edition: every role by every audience, open and ended; what visitors are sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Answer, Journey, PlanEdition, User
from portal.process.reach import Reach
from portal.services import editions, plan_drafts
from tests.client import PortalClient
from tests.factories import make_places
from tests.plan_world import SCRIPT, PlanWorld, counted, make_plan_world, write_plan

ClientFor = Callable[[User], PortalClient]
PLAN = "/plans/dals-rostock/"
CHANGES = f"{PLAN}changes"
ROLES = ("leader", "coach", "region", "officer", "stranger", "nobody", "visitor")
OPEN = {
    Reach.COACHES: (200, 200, 200, 404, 404, 404, 404),
    Reach.MUNICIPALITY: (200, 200, 200, 200, 404, 404, 404),
    Reach.LINK: (200, 200, 200, 200, 404, 404, 404),
    Reach.PUBLIC: (200, 200, 200, 200, 200, 200, 200),
}
"""The page, and so the list, by audience, in the order of ROLES: `stranger` is an officer of another municipality,
`nobody` a coach without a place."""


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


def publish(world: PlanWorld, reach: Reach = Reach.PUBLIC) -> None:
    editions.share(world.leader, workplace=world.workplace, audience=reach)
    db.session.commit()


def change(words: str) -> None:
    db.session.query(Answer).filter_by(question_key="anchoring.place.best").one().value = words
    db.session.commit()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("reach", Reach)
def test_who_reads_what(
    world: PlanWorld, client: PortalClient, client_for: ClientFor, reach: Reach, role: str
) -> None:
    browser = client if role == "visitor" else client_for(getattr(world, role))
    expected = OPEN[reach][ROLES.index(role)]
    assert browser.get(PLAN).status_code == 404
    publish(world, reach)
    assert browser.get(PLAN).status_code == expected
    assert ('href="/plans/dals-rostock/"' in browser.get("/plans/").text) == (expected == 200)
    editions.stop(world.leader, workplace=world.workplace)
    assert browser.get(PLAN).status_code == 404
    assert 'href="/plans/dals-rostock/"' not in browser.get("/plans/").text


@pytest.mark.parametrize("reach", Reach)
def test_the_front_page_shows_what_is_published(world: PlanWorld, client: PortalClient, reach: Reach) -> None:
    link = 'href="/plans/dals-rostock/"'
    before = client.get("/")
    assert (link in before.text, "Platserna delar sina planer med sin kommun." in before.text) == (
        False,
        True,
    )
    publish(world, reach)
    seen = reach is Reach.PUBLIC
    shown = client.get("/", headers={"If-None-Match": before.headers["ETag"]})
    assert (shown.status_code, link in shown.text) == ((200, True) if seen else (304, False))
    assert shown.headers.getlist("Set-Cookie") == []
    again = client.get("/", headers={"If-None-Match": shown.headers["ETag"]})
    assert again.status_code == 304
    editions.stop(world.leader, workplace=world.workplace)
    db.session.commit()
    assert link not in client.get("/").text


def test_the_front_page_shows_the_three_newest_in_few_queries(world: PlanWorld, client: PortalClient) -> None:
    make_places(5, world.coach)
    publish(world)
    first = db.session.query(PlanEdition).one()
    for journey in db.session.query(Journey).where(Journey.id != first.journey_id).order_by(Journey.id):
        later = first.shared_at + timedelta(days=journey.id)
        edition = PlanEdition(journey_id=journey.id, number=1, snapshot=first.snapshot, audience="public")
        edition.shared_by, edition.shared_at = first.shared_by, later
        db.session.add(edition)
    db.session.commit()
    with counted() as queries:
        page = client.get("/").text
    slugs = re.findall(r'href="/plans/([\w-]+)/"', page)
    assert slugs == ["plats-4", "plats-3", "plats-2"]
    assert "Många platser" in page
    assert 'href="/plans/"' in page
    assert len(queries) <= 3


COMPARING = {
    (Reach.MUNICIPALITY, Reach.PUBLIC): (200, 200, 200, 200, 404, 404, 404),
    (Reach.PUBLIC, Reach.COACHES): (200, 200, 200, 404, 404, 404, 404),
    (Reach.COACHES, Reach.PUBLIC): (404, 404, 404, 404, 404, 404, 404),
    (Reach.COACHES, Reach.COACHES): (200, 200, 200, 404, 404, 404, 404),
}
"""Who reads both texts, by the audience of the first edition and of the second. What has reached the municipality is
never compared with what only the coaches have read."""


@pytest.mark.parametrize(("reaches", "statuses"), COMPARING.items())
def test_who_compares(
    world: PlanWorld,
    client: PortalClient,
    client_for: ClientFor,
    reaches: tuple[Reach, Reach],
    statuses: tuple[int, ...],
) -> None:
    publish(world, reaches[0])
    change("Skogen")
    publish(world, reaches[1])
    people = [client if role == "visitor" else client_for(getattr(world, role)) for role in ROLES]
    assert tuple(browser.get(CHANGES).status_code for browser in people) == statuses


def test_visitors_are_told_what_is_new_but_not_what_was_taken_away(
    world: PlanWorld, client: PortalClient, client_for: ClientFor
) -> None:
    change("Ring Kim, 070-123 45 67")
    publish(world)
    change("Skogen")
    publish(world)
    page = unescape(client.get(PLAN).text)
    assert "Nytt i den här utgåvan" in page
    assert "070-123 45 67" not in page
    assert "changes" not in page
    officer = client_for(world.officer)
    assert f'href="{CHANGES}"' in officer.get(PLAN).text
    assert "070-123 45 67" in officer.get(CHANGES).text


def test_a_visitor_is_sent_no_cookie_and_keeps_the_page(world: PlanWorld, client: PortalClient) -> None:
    publish(world)
    for path in (PLAN, "/plans/", f"{PLAN}?lang=en"):
        first = client.get(path)
        assert first.headers.getlist("Set-Cookie") == []
        assert first.headers["Cache-Control"] == "public, no-cache"
        assert {"Cookie", "HX-Request"} <= set(first.vary)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers.getlist("Set-Cookie") == []


def test_nothing_is_made_for_who_has_the_page(world: PlanWorld, client: PortalClient) -> None:
    publish(world)
    tag = client.get(PLAN).headers["ETag"]
    with counted() as seen:
        client.get(PLAN, headers={"If-None-Match": tag})
    # The place, its edition, the edition before, what the municipality has said (two); not the copy.
    assert len(seen) == 5


def test_the_tag_changes_with_the_edition_and_the_language(world: PlanWorld, client: PortalClient) -> None:
    publish(world)
    tags = [client.get(PLAN).headers["ETag"], client.get(f"{PLAN}?lang=en").headers["ETag"]]
    change("Skogen")
    publish(world)
    tags.append(client.get(PLAN).headers["ETag"])
    assert len(set(tags)) == 3


def test_who_has_a_session_shares_it_with_nobody(
    world: PlanWorld, client: PortalClient, client_for: ClientFor
) -> None:
    publish(world)
    with client.session_transaction() as session:
        session["csrf_token"] = "of somebody who has been at the page to sign in"
    assert client.get(PLAN).headers["Cache-Control"] == "private, no-cache"
    assert client_for(world.leader).get(PLAN).headers["Cache-Control"] == "no-store"


def test_a_public_page_describes_itself(app: Flask, world: PlanWorld, client: PortalClient) -> None:
    words = "Byalaget\n</script><script>alert(1)</script>"
    plan_drafts.save(
        world.leader, workplace=world.workplace, introduction=SCRIPT, stands_behind=words, version=0
    )
    publish(world)
    page = client.get(PLAN).text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    said = json.loads(block.group(1))
    assert (said["@type"], said["name"], said["version"]) == (
        "Report",
        "Lokal utvecklingsplan för Dals Rostock",
        "1",
    )
    assert [each["name"] for each in said["creator"]] == words.split("\n")
    assert [each["name"] for each in said["hasPart"]] == ["Fler kan bo här", "Ut i naturen"]
    assert f'<link rel="canonical" href="{app.config["PORTAL_URL"]}{PLAN}">' in page
    assert 'property="og:title" content="Lokal utvecklingsplan för Dals Rostock"' in page
    assert "noindex" not in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("reach", [Reach.COACHES, Reach.MUNICIPALITY, Reach.LINK])
def test_no_other_page_is_for_search_engines(world: PlanWorld, client_for: ClientFor, reach: Reach) -> None:
    publish(world, reach)
    page = client_for(world.leader).get(PLAN).text
    assert '<meta name="robots" content="noindex">' in page
    assert "og:title" not in page


FILTERS = {
    "": True,
    "?municipality=mellerud": True,
    "?municipality=amal": True,  # no municipality that has a plan: as if it had not been asked for
    "?theme=housing": True,
    "?theme=tourism": False,
    "?theme=hous%25": True,  # no theme
    "?q=rostock&municipality=mellerud&theme=housing": True,
    "?q=annan": False,
}


@pytest.mark.parametrize(("asked", "found"), FILTERS.items())
def test_the_list_is_filtered(world: PlanWorld, client: PortalClient, asked: str, found: bool) -> None:
    publish(world)
    assert ('href="/plans/dals-rostock/"' in client.get(f"/plans/{asked}").text) == found


def test_the_number_of_queries(world: PlanWorld, client: PortalClient) -> None:
    publish(world)
    change("Skogen")
    publish(world)
    for path, most in ((PLAN, 7), ("/plans/?theme=housing&q=dals", 3)):
        client.get(path)
        with counted() as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= most, path
