"""The page of notices: what is unread, what opening does, and what nobody else sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Notice, Place, User
from portal.notifications.notices import tell
from portal.services.events import record
from tests.client import PortalClient
from tests.factories import make_account, make_coach, make_leader, make_place
from tests.place_world import counted
from tests.talk_world import make_talk_world

Browsers = Callable[[User], PortalClient]
HOME = "/places/dals-rostock/"
LIMIT = 5


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place()


def happened(place: Place, to: User, path: str = HOME, kind: str = "reply_given") -> int:
    event = record(None, kind, place=place)
    tell(event, to=[to], path=path, place=place.name, who="Coach (service)")
    query = select(Notice.id).where(Notice.event_id == event.id, Notice.channel == "portal")
    return db.session.scalars(query).one()


def count_of(page: str) -> str:
    """What the menu says beside Notices."""
    found = re.search(r'href="/notices/"[^>]*>Aviseringar(?: <span class="count">([^<]*))?', page)
    assert found is not None
    return found[1] or ""


def titles(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="/notices/\d+">([^<]*)</a>', page)]


def test_newest_first_unread_marked_and_counted(place: Place, client_for: Browsers) -> None:
    leader = make_leader(place)
    happened(place, leader)
    happened(place, leader, kind="mentioned")
    page = client_for(leader).get("/notices/").get_data(as_text=True)
    assert titles(page) == ["Coach (service) har nämnt dig", "Coach (service) har svarat"]
    assert (page.count("<span>Nytt</span>"), count_of(page)) == (2, "2")


def test_opening_one_reads_it_and_goes_there(place: Place, client_for: Browsers) -> None:
    leader = make_leader(place)
    notice, other = happened(place, leader, HOME + "log/?page=2"), happened(place, leader, "/plans/")
    browser = client_for(leader)
    answer = browser.get(f"/notices/{notice}")
    assert (answer.status_code, answer.headers["Location"]) == (302, HOME + "log/?page=2")
    page = browser.get("/notices/").get_data(as_text=True)
    assert (page.count("<span>Nytt</span>"), count_of(page)) == (1, "1")
    # Both channels: no digest tells of it then.
    read = db.session.scalars(select(Notice).where(Notice.read_at.is_not(None)))
    event = db.session.get_one(Notice, notice).event_id
    assert sorted((n.event_id, n.channel) for n in read) == [(event, "mail"), (event, "portal")]
    assert db.session.get_one(Notice, other).read_at is None


def test_nobody_elses(place: Place, client_for: Browsers) -> None:
    leader, other = make_leader(place), make_leader(place, "other@example.org")
    notice = happened(place, leader)
    mail = db.session.scalars(select(Notice.id).where(Notice.channel == "mail")).one()
    browser = client_for(other)
    assert browser.get(f"/notices/{notice}").status_code == 404
    assert client_for(leader).get(f"/notices/{mail}").status_code == 404
    page = browser.get("/notices/").get_data(as_text=True)
    assert (titles(page), count_of(page), "Inget än" in page) == ([], "", True)
    browser.post("/notices/readings")
    assert db.session.get_one(Notice, notice).read_at is None


def test_all_at_once(place: Place, client_for: Browsers) -> None:
    leader, other = make_leader(place), make_leader(place, "other@example.org")
    for reader in (leader, leader, other):
        happened(place, reader)
    browser = client_for(leader)
    answer = browser.post("/notices/readings")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/notices/")
    page = browser.get("/notices/").get_data(as_text=True)
    assert (count_of(page), "Nytt</span>" in page, "Allt är markerat som läst." in page) == ("", False, True)
    unread = select(Notice.user_id).where(Notice.channel == "portal", Notice.read_at.is_(None))
    assert db.session.scalars(unread).all() == [other.id]


@pytest.mark.parametrize(
    ("opened", "headers", "is_read"),
    [
        (HOME, {}, True),
        (HOME + "?lang=sv", {}, False),
        (HOME + "log/", {}, False),
        (HOME, {"HX-Request": "true"}, False),
    ],
)
def test_the_page_itself_reads_it_too(
    place: Place, client_for: Browsers, opened: str, headers: dict[str, str], is_read: bool
) -> None:
    """Whoever comes by a letter or by the menu has seen it; a page that refreshes a part of itself is nobody's look."""
    leader = make_leader(place)
    notice = happened(place, leader, HOME)
    assert client_for(leader).get(opened, headers=headers).status_code == 200
    assert (db.session.get_one(Notice, notice).read_at is not None) is is_read


def test_what_one_may_not_see_stays_unread(place: Place, client_for: Browsers) -> None:
    leader, other = make_leader(place), make_leader(make_place("fargelanda"), "other@example.org")
    notice = happened(place, other, HOME)
    assert client_for(other).get(HOME).status_code == 404
    assert db.session.get_one(Notice, notice).read_at is None
    assert leader.id != other.id


def test_after_sign_in_one_lands_on_the_exact_spot(app: Flask, client: PortalClient) -> None:
    """The query string survives the way through sign-in."""
    place, password = make_place(), "en lång och trygg fras"
    person = make_account("person@example.org", password)
    path = HOME + "log/?page=2&q=m%C3%B6te"
    notice = happened(place, person, path)
    for opened, back in ((path, path), (f"/notices/{notice}", f"/notices/{notice}")):
        away = client.get(opened)
        assert away.status_code == 302
        page = client.get(away.headers["Location"]).get_data(as_text=True)
        onward = re.search(r'name="next" value="([^"]*)"', page)
        assert onward is not None
        assert unescape(onward[1]) == back
        form = {"email": person.email, "password": password, "next": unescape(onward[1])}
        assert client.post("/login", data=form).headers["Location"] == back
        client.post("/logout")


@pytest.mark.one_database
def test_a_long_list_is_paged_and_costs_the_same(place: Place, client_for: Browsers) -> None:
    coach = make_coach(place)
    browser, costs = client_for(coach), []
    for number in (1, 120):
        for _ in range(number):
            happened(place, coach)
        db.session.commit()
        with counted() as statements:
            page = browser.get("/notices/").get_data(as_text=True)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= LIMIT
    assert (len(titles(page)), count_of(page)) == (25, "99+")
    last = browser.get("/notices/?page=5").get_data(as_text=True)
    assert len(titles(last)) == 21


@pytest.mark.one_database
def test_the_count_costs_no_query(place: Place, client_for: Browsers) -> None:
    leader = make_leader(place)
    browser, costs = client_for(leader), []
    browser.get(HOME)
    for _ in range(2):
        with counted() as statements:
            browser.get(HOME)
        costs.append(len(statements))
        happened(place, leader, "/plans/")
    assert costs[0] == costs[1]


@pytest.mark.parametrize("way", ["post", "conversation"])
def test_whoever_reads_the_conversation_has_read_what_was_told_of_it(
    app: Flask, client_for: Browsers, way: str
) -> None:
    """By the link of one post or by the conversation itself; no digest tells of it then."""
    world = make_talk_world()
    thread = world.ask()
    other = world.ask_generally()
    notice = db.session.scalars(
        select(Notice)
        .where(Notice.user_id == world.coach.id, Notice.channel == "portal")
        .order_by(Notice.id)
        .limit(1)
    ).one()
    path = notice.path if way == "post" else f"/conversations/{thread.id}/"
    answer = client_for(world.coach).get(path)
    assert answer.status_code == (303 if way == "post" else 200)
    query = select(Notice.path, Notice.channel).where(
        Notice.user_id == world.coach.id, Notice.read_at.is_(None)
    )
    left = {(place, channel) for place, channel in db.session.execute(query)}
    assert {channel for _place, channel in left} == {"portal", "mail"}
    assert {place.startswith(f"/conversations/{other.id}/") for place, _channel in left} == {True}
