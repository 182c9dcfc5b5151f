"""Links by which a plan is read without signing in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from portal.clock import now
from portal.documents.formats import ARCHIVE, FORMATS
from portal.extensions import db
from portal.models import PlanLink, User
from portal.process.reach import Reach
from portal.services import editions
from tests.client import PortalClient
from tests.factories import make_leader, make_place
from tests.plan_world import PlanWorld, events, make_link, make_plan_world, write_plan

ClientFor = Callable[[User], PortalClient]
LINKS = "/places/dals-rostock/editions/links"


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


@pytest.fixture
def leader(world: PlanWorld, client_for: ClientFor) -> PortalClient:
    return client_for(world.leader)


OPENS_NOTHING = "Länkarna öppnar inget just nu"
LINKED = {Reach.COACHES: 404, Reach.MUNICIPALITY: 404, Reach.LINK: 200, Reach.PUBLIC: 200}


@pytest.mark.parametrize(("reach", "status"), LINKED.items())
def test_a_link_opens_the_edition_for_anybody(
    world: PlanWorld, leader: PortalClient, client: PortalClient, reach: Reach, status: int
) -> None:
    link = make_link(leader)
    words = refused(client, link)
    assert OPENS_NOTHING in leader.get("/places/dals-rostock/editions/").text
    editions.share(world.leader, workplace=world.workplace, audience=reach)
    answer = client.get(link)
    assert answer.status_code == status
    assert (OPENS_NOTHING in leader.get("/places/dals-rostock/editions/").text) == (status == 404)
    # In the same words, whatever the reason: they tell nothing of the place.
    assert refused(client, f"{link}x") == words
    assert refused(client, link.replace("dals-rostock", "no-such-place")) == words
    if status == 200:
        sent = {
            name: answer.headers.get(name) for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")
        }
        assert sent == {
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow",
            "Cache-Control": "no-store",
        }
        assert answer.headers.getlist("Set-Cookie") == []
        assert client.get(f"{link}/files/{'0' * 32}").status_code == 404
    editions.stop(world.leader, workplace=world.workplace)
    assert refused(client, link) == words


def refused(client: PortalClient, link: str) -> str:
    """What the page says where a link opens nothing."""
    answer = client.get(link)
    assert answer.status_code == 404
    return " ".join(answer.text.partition("<h1")[2].partition("<a ")[0].split())


def test_a_link_opens_the_documents_too(world: PlanWorld, leader: PortalClient, client: PortalClient) -> None:
    link = make_link(leader)
    assert client.get(f"{link}/documents/ics").status_code == 404
    editions.share(world.leader, workplace=world.workplace, audience=Reach.LINK)
    papers = re.findall(r'href="([^"]*/documents/[^"]*)"', unescape(client.get(f"{link}?lang=en").text))
    assert {path.partition("/documents/")[0] for path in papers} == {link}
    assert {path.partition("?")[0].rpartition("/")[2] for path in papers} == {*FORMATS, ARCHIVE}
    for path in papers:
        answer = client.get(path)
        sent = [answer.headers.get(name) for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")]
        assert (answer.status_code, *sent) == (200, "no-referrer", "noindex, nofollow", "no-store"), path
        assert answer.headers.getlist("Set-Cookie") == []
    page = next(path for path in papers if "/html" in path)
    assert '<html lang="en">' in client.get(page).text
    assert client.get(f"{link}/documents/exe").status_code == 404
    assert client.get(f"{link}x/documents/ics").status_code == 404


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_a_link_ends(world: PlanWorld, leader: PortalClient, client: PortalClient, how: str) -> None:
    link = make_link(leader)
    editions.share(world.leader, workplace=world.workplace, audience=Reach.LINK)
    assert client.get(link).status_code == 200
    row = db.session.query(PlanLink).one()
    assert row.token_hash not in link
    assert row.expires_at - row.created_at == timedelta(days=30)
    if how == "expired":
        row.expires_at = now()
        db.session.commit()
    else:
        for _twice in range(2):
            assert leader.post(f"{LINKS}/{row.id}/end").status_code == 303
        assert events().count("plan_link_revoked") == 1
    assert client.get(link).status_code == 404


WRONG = (
    {"purpose": "å" * 121, "days": "30"},
    {"purpose": "x", "days": "31"},
    {"purpose": "x", "days": "9" * 9},
)


@pytest.mark.parametrize("sent", WRONG)
def test_wrong_links_are_refused_in_words(leader: PortalClient, sent: dict[str, str]) -> None:
    answer = leader.post(LINKS, data=sent)
    assert answer.status_code == 422
    assert sent["purpose"] in answer.text
    assert db.session.query(PlanLink).count() == 0


def test_another_places_link_is_not_there(
    world: PlanWorld, leader: PortalClient, client_for: ClientFor
) -> None:
    make_link(leader)
    number = db.session.query(PlanLink).one().id
    other = make_leader(make_place("amal", "Åmål", world.other), "leader9@example.org")
    assert client_for(other).post(f"/places/amal/editions/links/{number}/end").status_code == 404
    assert db.session.query(PlanLink).one().revoked_at is None
