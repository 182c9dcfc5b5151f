"""The region's pages: who gets in, what the forms do, and what bad input does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.extensions import db
from portal.models import Assignment, Invitation, Journey, Mail, Municipality, Place, User
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

PLACE = {"name": "Åsarp", "municipality": "mellerud", "population": "1 200", "population_year": "2024"}


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place(municipality=make_municipality())


@pytest.fixture
def region(app: Flask) -> User:
    return make_region()


@pytest.fixture
def browser(region: User, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(region)


def pages(place: Place, person: User, invitation: Invitation) -> list[str]:
    journey = db.session.scalars(select(Journey).where(Journey.place_id == place.id)).one()
    role = db.session.scalars(select(Assignment).where(Assignment.role == "place_coach")).one()
    here = f"/region/places/{place.slug}/"
    return [
        "/region/",
        "/region/places/",
        "/region/places/new",
        here,
        f"{here}edit",
        f"{here}journeys/new",
        f"{here}coaches/new",
        f"{here}coaches/{role.id}/replacement",
        f"/region/journeys/{journey.id}/pause",
        f"/region/journeys/{journey.id}/end",
        "/region/people/",
        f"/region/people/{person.id}/",
        f"/region/people/{person.id}/deactivation",
        f"/region/roles/{role.id}/end",
        "/region/municipalities/",
        "/region/municipalities/new",
        "/region/municipalities/mellerud/",
        "/region/municipalities/mellerud/edit",
        "/region/invitations/",
        "/region/invitations/new",
        *(f"/region/invitations/new/{r}" for r in ("leader", "place_coach", "coach", "officer", "region")),
        f"/region/invitations/{invitation.id}/revocation",
    ]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.one_database
def test_every_page_for_every_role(
    place: Place, region: User, client: PortalClient, client_for: Callable[[User], PortalClient], lang: str
) -> None:
    officer = make_user("officer@example.org")
    officer = give_role(officer, "officer", municipality=db.session.get(Municipality, place.municipality_id))
    others = [make_leader(place), make_coach(place), officer]
    invitation = invitations.invite(region, email="new@example.org", role="leader", place=place)
    paths = pages(place, others[0], invitation)
    query = {"lang": lang}
    browser = client_for(region)
    assert {path: browser.get(path, query_string=query).status_code for path in paths} == dict.fromkeys(
        paths, 200
    )
    for user in others:
        theirs = client_for(user)
        assert {theirs.get(path).status_code for path in paths} == {404}
        assert {theirs.post(path).status_code for path in paths} <= {404, 405}
    assert {client.get(path).location.split("?")[0] for path in paths} == {"/login"}
    assert {client.post(path).status_code for path in paths} <= {302, 405}


@pytest.mark.one_database
def test_empty_pages_say_how_to_begin(browser: PortalClient) -> None:
    assert 'href="/region/municipalities/new"' in browser.get("/region/").text
    assert 'href="/region/municipalities/new"' in browser.get("/region/places/new").text
    for role in ("leader", "officer"):
        assert "<form" not in browser.get(f"/region/invitations/new/{role}").text.split("<main")[1]
    assert browser.post("/region/places/new", data=PLACE).status_code == 422


def test_from_a_municipality_to_an_invited_leader(browser: PortalClient) -> None:
    answer = browser.post("/region/municipalities/new", data={"name": "Åmål"})
    assert (answer.status_code, answer.location) == (303, "/region/municipalities/amal/")
    answer = browser.post(
        "/region/places/new", data={**PLACE, "municipality": "amal", "latitude": "59,05", "longitude": "12.7"}
    )
    assert answer.location == "/region/places/asarp/"
    place = db.session.scalars(select(Place)).one()
    assert (place.population, place.population_year, place.latitude, place.longitude) == (
        1200,
        2024,
        59.05,
        12.7,
    )
    start = {"definition": "hallbara-platser/1", "starts_on": today().isoformat(), "months": "18"}
    assert browser.post("/region/places/asarp/journeys/", data=start).location == "/region/places/asarp/"
    assert browser.post("/region/places/asarp/journeys/", data=start).status_code == 409
    invite = {"email": "New@example.org", "place": "asarp", "language": "sv"}
    answer = browser.post("/region/invitations/new/leader", data=invite)
    assert (answer.status_code, answer.location) == (303, "/region/places/asarp/")
    page = browser.get("/region/places/asarp/").text
    assert "new@example.org" in page
    assert "0 av 2 coacher" in page
    assert db.session.scalars(select(Mail.to_address)).all() == ["new@example.org"]


def test_pause_resume_end(place: Place, browser: PortalClient) -> None:
    journey = db.session.scalars(select(Journey)).one()
    at = f"/region/journeys/{journey.id}"
    assert browser.post(f"{at}/pause", data={"reason": " "}).status_code == 422
    assert browser.post(f"{at}/pause", data={"reason": "Sjuk"}).status_code == 303
    assert browser.post(f"{at}/pause", data={"reason": "Sjuk"}).status_code == 409
    assert "Sjuk" in browser.get("/region/places/dals-rostock/").text
    assert browser.post(f"{at}/resume").status_code == 303
    assert browser.post(f"{at}/resume").status_code == 409
    assert browser.post(f"{at}/end", data={"on": "2020-01-01", "reason": "Slut"}).status_code == 422
    assert browser.post(f"{at}/end", data={"on": "i går", "reason": "Slut"}).status_code == 422
    assert browser.post(f"{at}/end", data={"on": today().isoformat(), "reason": "Slut"}).status_code == 303
    assert browser.post(f"{at}/end", data={"on": today().isoformat(), "reason": "Slut"}).status_code == 409
    start = {"definition": "hallbara-platser/1", "starts_on": today().isoformat(), "months": "18"}
    assert browser.post("/region/places/dals-rostock/journeys/", data=start).status_code == 303
    assert browser.get(f"{at}/pause").status_code == 404
    assert "Slut" in browser.get("/region/places/dals-rostock/").text


def test_coaches_are_chosen_and_changed(place: Place, browser: PortalClient) -> None:
    first, second = (give_role(make_user(f"{who}@example.org", who), "coach") for who in ("first", "second"))
    second.sectors = ["tourism"]
    at = "/region/places/dals-rostock/coaches/"
    assert "second (turism)" in browser.get(f"{at}new").text
    leader = make_leader(place)
    assert [browser.post(at, data={"coach": str(who)}).status_code for who in (leader.id, "", "x" * 99)] == [
        422
    ] * 3
    assert browser.post(at, data={"coach": str(first.id)}).status_code == 303
    role = db.session.scalars(select(Assignment).where(Assignment.role == "place_coach")).one()
    change = f"{at}{role.id}/replacement"
    assert "first" in browser.get(change).text
    assert browser.post(change, data={"coach": str(second.id)}).status_code == 303
    assert browser.post(change, data={"coach": str(second.id)}).status_code == 404
    open_roles = select(Assignment.user_id).where(
        Assignment.role == "place_coach", Assignment.ended_at.is_(None)
    )
    assert db.session.scalars(open_roles).all() == [second.id]
    other = make_place("other", "Annan")
    newest = db.session.scalars(select(Assignment.id).order_by(Assignment.id.desc())).first()
    assert browser.get(f"/region/places/{other.slug}/coaches/{newest}/replacement").status_code == 404


def test_people_are_let_out_and_in(place: Place, region: User, browser: PortalClient) -> None:
    leader = make_leader(place)
    role = leader.assignments[0].id
    at = f"/region/people/{leader.id}/"
    assert browser.post(f"/region/roles/{role}/end", data={"back": "//evil.example"}).location == at
    assert browser.post(f"/region/roles/{role}/end").status_code == 404
    assert browser.post(f"{at}sectors", data={"sectors": ["culture", "transport"]}).status_code == 303
    assert browser.post(f"{at}sectors", data={"sectors": ["witchcraft"]}).status_code == 422
    assert browser.post(f"{at}deactivation").status_code == 303
    assert "stängt" in browser.get(at).text
    assert browser.get("/region/people/?accounts=closed").text.count(f'href="{at}"') == 1
    assert browser.get("/region/people/").text.count(f'href="{at}"') == 0
    assert browser.post(f"{at}activation").status_code == 303
    own = f"/region/people/{region.id}/deactivation"
    assert browser.post(own).status_code == 409


def test_an_invitation_is_sent_again_and_taken_back(
    place: Place, region: User, browser: PortalClient
) -> None:
    first = invitations.invite(region, email="new@example.org", role="leader", place=place)
    assert browser.post(f"/region/invitations/{first.id}/renewal").status_code == 303
    assert browser.post(f"/region/invitations/{first.id}/renewal").status_code == 409
    assert browser.get("/region/invitations/").text.count("new@example.org") == 3
    newest = db.session.scalars(select(Invitation.id).order_by(Invitation.id.desc())).first()
    assert browser.post(f"/region/invitations/{newest}/revocation").status_code == 303
    assert "new@example.org" not in browser.get("/region/invitations/").text.split("<main")[1]
