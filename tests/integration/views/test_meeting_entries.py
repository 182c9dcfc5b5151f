"""An entry is put right, removed and brought back on the screen where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Event, User
from tests.client import PortalClient
from tests.factories import make_row
from tests.meeting_room import (
    HOME,
    HTMX,
    IDEAS,
    LONG,
    text_of,
    values,
)
from tests.pages import send
from tests.place_world import PlaceWorld, make_place_world

Browser = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


@pytest.fixture
def team(world: PlaceWorld, client_for: Browser) -> PortalClient:
    return client_for(world.leader)


def test_an_entry_is_changed_removed_and_brought_back(world: PlaceWorld, team: PortalClient) -> None:
    row = make_row(world.workplace, "ideas", {"idea": "En basta", "state": "parked"}, world.leader)
    here = f"{HOME}/rows/{row.id}/meeting"
    changed = send(team, f"{IDEAS}?change={row.id}", here, idea="En bastu")
    assert (changed.status_code, changed.location) == (303, f"{IDEAS}?row={row.id}")
    assert values("ideas") == [{"idea": "En bastu", "state": "parked"}]
    removed = send(team, IDEAS, f"{here}/deletion")
    assert (removed.status_code, removed.location) == (303, f"{IDEAS}?removed={row.id}")
    assert "”En bastu” är borttagen." in text_of(team, removed.location)
    assert values("ideas") == []
    assert send(team, removed.location, f"{here}/restoration").location == f"{IDEAS}?row={row.id}"
    assert values("ideas") == [{"idea": "En bastu", "state": "parked"}]
    kinds = db.session.scalars(select(Event.kind).where(Event.subject == "ideas").order_by(Event.id)).all()
    assert kinds == ["row_changed", "row_deleted", "row_restored"]


def test_with_htmx_only_the_list_comes_back(world: PlaceWorld, team: PortalClient) -> None:
    row = make_row(world.workplace, "ideas", {"idea": "En bastu"}, world.leader)
    here = f"{HOME}/rows/{row.id}/meeting"
    edited = team.get(f"{IDEAS}?change={row.id}", headers=HTMX).get_data(as_text=True)
    assert 'id="change-in"' in edited
    assert "data-renews" not in edited
    undo = team.post(f"{here}/deletion", headers=HTMX).get_data(as_text=True)
    assert "data-renews" not in undo
    assert f'formaction="{here}/restoration"' in undo
    back = team.post(f"{here}/restoration", headers=HTMX).get_data(as_text=True)
    assert f'id="change-{row.id}" data-focus' in back
    assert "”En bastu” är tillbaka." in back


def test_a_stale_change_shows_what_stands_there_now(world: PlaceWorld, team: PortalClient) -> None:
    row = make_row(world.workplace, "ideas", {"idea": "Deras"}, world.second)
    row.version = 7
    data = {"ideas-row-idea": "Mitt", "ideas-row-version": "6"}
    for headers in ({}, HTMX):
        answer = team.post(f"{HOME}/rows/{row.id}/meeting", data=data, headers=headers)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Nu står det ”Deras”." in page
        assert 'value="Mitt"' in page
        assert 'value="7"' in page
    assert values("ideas") == [{"idea": "Deras"}]


def test_a_change_that_is_refused_keeps_what_was_typed(world: PlaceWorld, team: PortalClient) -> None:
    row = make_row(world.workplace, "ideas", {"idea": "En bastu"}, world.leader)
    for typed in ("", LONG):
        data = {"ideas-row-idea": typed, "ideas-row-version": "1"}
        answer = team.post(f"{HOME}/rows/{row.id}/meeting", data=data)
        assert answer.status_code == 422
        assert f'name="ideas-row-idea" type="text" value="{typed}"' in answer.get_data(as_text=True)
    assert values("ideas") == [{"idea": "En bastu"}]


def test_what_is_used_elsewhere_is_asked_about_first(world: PlaceWorld, team: PortalClient) -> None:
    path, row = f"{HOME}/organisations/meeting", world.organisation.id
    here = f"{HOME}/rows/{row}/meeting/deletion"
    asked = team.post(here)
    assert asked.status_code == 409
    assert "Ta bort ”Melleruds kommun”?" in asked.get_data(as_text=True)
    alone = team.post(here, headers=HTMX)
    assert (alone.status_code, alone.headers["HX-Retarget"]) == (409, "#entries")
    assert team.post(here, data={"though_used": "1"}).location == f"{path}?removed={row}"
