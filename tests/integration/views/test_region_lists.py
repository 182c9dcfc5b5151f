"""The region's lists: found in any case, in Swedish order, a page at a time, with few queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, select

from portal.clock import now
from portal.extensions import db
from portal.models import Journey, User
from portal.queries.region import get_overview
from portal.queries.region_places import SHOWN, list_region_places
from portal.services import invitations
from tests.client import PortalClient
from tests.factories import (
    give_role,
    make_coach,
    make_leader,
    make_municipality,
    make_place,
    make_region,
    make_user,
)

MOST_QUERIES = 10


@pytest.fixture
def region(app: Flask) -> User:
    return make_region()


@pytest.fixture
def browser(region: User, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(region)


def names(page: str) -> list[str]:
    """The titles of the rows."""
    return re.findall(r'<h2><a class="a cover" href="[^"]+">([^<]+)</a>', page)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are run inside."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", ["places/", "municipalities/"])
def test_swedish_order(browser: PortalClient, path: str) -> None:
    for name in ("Öckerö", "Zinkgruvan", "Äspered", "Åmål", "Ale", "zeta"):
        make_place(name.lower(), name, make_municipality(name))
    expected = ["Ale", "zeta", "Zinkgruvan", "Åmål", "Äspered", "Öckerö"]
    assert names(browser.get(f"/region/{path}").text) == expected


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("åm", ["Åmål"]),
        ("ÅM", ["Åmål"]),
        ("A\u030amål", ["Åmål"]),
        ("  mål  å", ["Åmål"]),
        ("ö", ["Öckerö"]),
        ("a", ["Ale"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("\x00", ["Ale", "Åmål", "Öckerö"]),
        ("x" * 5000, []),
        ("<script>", []),
    ],
)
def test_searching(browser: PortalClient, q: str, found: list[str]) -> None:
    for name in ("Öckerö", "Åmål", "Ale"):
        make_place(name.lower(), name, make_municipality(name))
        user = make_user(f"{make_slug(name)}@example.org", name)
        user.search_name = f"{name.lower()} {make_slug(name)}"
    for path in ("places/", "municipalities/"):
        assert names(browser.get(f"/region/{path}", query_string={"q": q}).text) == found


def make_slug(name: str) -> str:
    return str(sum(map(ord, name)))


def test_people_are_found_by_name_address_and_role(browser: PortalClient) -> None:
    place = make_place()
    give_role(make_user("asa@example.org", "Åsa Öberg"), "leader", place)
    give_role(make_user("bo@example.org", "Bo"), "coach")
    for query, found in (
        ("q=ÅSA+öb", ["Åsa Öberg"]),
        ("role=coach", ["Bo"]),
        ("role=leader&q=bo", []),
        ("role=nonsense", ["Bo", "Regionens team", "Åsa Öberg"]),
        ("accounts=closed", []),
    ):
        assert names(browser.get(f"/region/people/?{query}").text) == found, query


def test_invitations_are_found_by_name_in_any_case(browser: PortalClient, region: User) -> None:
    invitations.invite(region, email="a@example.org", name="Åsa", role="coach")
    invitations.invite(region, email="b@example.org", name="Bo", role="coach")
    page = browser.get("/region/invitations/?q=åSA").text
    assert ("a@example.org" in page, "b@example.org" in page) == (True, False)


def test_a_page_holds_25(browser: PortalClient) -> None:
    municipality = make_municipality()
    for number in range(60):
        make_place(f"p{number}", f"Plats {number:02}", municipality)
    shown = [names(browser.get(f"/region/places/?page={page}").text) for page in (1, 2, 3, 99, 0)]
    assert [len(each) for each in shown] == [25, 25, 10, 10, 25]
    assert (shown[0][0], shown[1][0], shown[2][-1]) == ("Plats 00", "Plats 25", "Plats 59")
    second = browser.get("/region/places/?q=plats&municipality=mellerud&page=2").text
    assert "Visar 26 till 50 av 60" in second
    assert "q=plats&amp;municipality=mellerud&amp;page=3" in second


def test_filters_and_overview_agree(browser: PortalClient, region: User) -> None:
    full = make_place("full", "Full")
    for number in range(2):
        make_coach(full, f"c{number}@example.org")
    make_leader(full)
    make_place("alone", "Ensam")
    make_coach(make_place("half", "Halv", state="paused"), "c9@example.org")
    make_place("over", "Över", state="ended")
    never = make_place("never", "Aldrig")
    closed = make_leader(make_place("left", "Lämnad"), "left@example.org")
    closed.active = False
    db.session.query(Journey).filter(Journey.place_id == never.id).delete()
    shown = {show: [row.place.name for row in list_region_places(1, show=show).items] for show in SHOWN}
    assert shown == {
        "active": ["Ensam", "Full", "Lämnad"],
        "paused": ["Halv"],
        "ended": ["Över"],
        "no_journey": ["Aldrig"],
        "no_leader": ["Ensam", "Halv", "Lämnad"],
        "few_coaches": ["Ensam", "Halv", "Lämnad"],
        "waiting": [],
    }
    overview = get_overview()
    assert (overview.places, overview.running, overview.municipalities) == (6, 4, 6)
    assert overview.people == db.session.query(User).filter(User.active).count()
    assert {c.show: c.count for c in overview.concerns} == {
        show: len(shown[show]) for show in ("no_journey", "no_leader", "few_coaches")
    }
    for show, found in shown.items():
        assert names(browser.get(f"/region/places/?show={show}").text) == found


@pytest.mark.parametrize("size", [1, 200])
@pytest.mark.one_database
def test_queries_do_not_grow(browser: PortalClient, region: User, size: int) -> None:
    for number in range(size):
        place = make_place(f"p{number}", f"Plats {number}")
        for role in ("leader", "place_coach"):
            give_role(make_user(f"{role}{number}@example.org", f"Person {number}"), role, place)
        invitations.invite(region, email=f"i{number}@example.org", role="leader", place=place)
    person = db.session.scalars(select(User.id).where(User.email == "leader0@example.org")).one()
    asked = {}
    for path in (
        "",
        "places/",
        "places/p0/",
        "places/new",
        "places/p0/coaches/new",
        "people/",
        f"people/{person}/",
        "municipalities/",
        "municipalities/kommun%20p0/",
        "invitations/",
        "invitations/new/leader",
    ):
        with counted() as statements:
            assert browser.get(f"/region/{path}").status_code == 200
        asked[path] = len(statements)
    assert {path: number for path, number in asked.items() if number > MOST_QUERIES} == {}


def test_whose_letters_come_back_is_shown(browser: PortalClient) -> None:
    """In the list, which can be narrowed to them, on the person's page and among what to look at; not of a closed
    account, which gets no letters."""
    person, other, closed = (make_user(f"{name}@example.org", name) for name in ("Person", "Annan", "Stängd"))
    person.mail_bounced_at = closed.mail_bounced_at = now()
    closed.active = False
    option = 1
    assert browser.get("/region/people/").text.count("Brev kommer tillbaka") - option == 1
    assert browser.get("/region/people/?accounts=closed").text.count("Brev kommer tillbaka") - option == 0
    bounced = browser.get("/region/people/?accounts=bounced").text
    assert [f'{each.id}/">{each.name}<' in bounced for each in (person, other, closed)] == [
        True,
        False,
        False,
    ]
    assert get_overview().bounced == 1
    assert "Personer vars brev kommer tillbaka" in browser.get("/region/").text
    title = "Brev till den här adressen kommer tillbaka"
    assert [browser.get(f"/region/people/{each.id}/").text.count(title) for each in (person, other)] == [1, 0]
