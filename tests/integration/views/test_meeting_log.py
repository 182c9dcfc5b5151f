"""From a meeting to its row in the log: what stands ready, what is saved, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.extensions import db
from portal.models import Event, Row, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import make_leader, make_place, open_workplace
from tests.markup import tree_of
from tests.pages import addresses, content_of, send

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
LOG = f"{HOME}/steps/analysis/swot/meeting/log"
ROWS = "/registers/log/rows"
FILLED = {"participants": "12", "volunteer_hours": "24", "kind": "open_meeting"}


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


@pytest.fixture
def team(leader: User, client_for: Browser) -> PortalClient:
    return client_for(leader)


def ready(browser: PortalClient, path: str) -> dict[str, Any]:
    """What the form would send if nothing was filled in, in the page's order."""
    page = tree_of(browser.get(path).get_data(as_text=True))
    form = next(form for form, action in addresses(page, path) if action.endswith(ROWS))
    assert form.get("data-focus") == "first"
    return content_of(form, page)


def test_what_stands_ready(workplace: Workplace, team: PortalClient) -> None:
    """The day, the first kind of entry, what it was about; nothing is kept before it is saved."""
    data = ready(team, LOG)
    typed = [name for name in data if name.startswith("log-row-")]
    assert typed[:3] == ["log-row-participants", "log-row-volunteer_hours", "log-row-date"]
    assert {name: data[name] for name in typed} == {
        "log-row-participants": [""],
        "log-row-volunteer_hours": [""],
        "log-row-date": [today().isoformat()],
        "log-row-kind": ["open_meeting"],
        "log-row-what": ["Möte: SWOT"],
        "log-row-who--new": [""],
        "log-row-outcome": "Vi arbetade med ”SWOT”.",
    }
    assert db.session.scalars(select(Row).where(Row.register_key == "log")).all() == []
    assert db.session.scalars(select(Event)).all() == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (LOG, "Vi arbetade med ”SWOT”."),
        (f"{HOME}/steps/anchoring/place/meeting/log", "Vi arbetade med ”Platsen”."),
        (f"{HOME}/steps/mapping/services/meeting/log", "Vi arbetade med ”Service”."),
        (f"{HOME}/ideas/meeting/log", "Vi arbetade med ”Idéer”."),
    ],
)
def test_what_the_meeting_was_about(workplace: Workplace, team: PortalClient, path: str, words: str) -> None:
    assert ready(team, path)["log-row-outcome"].strip() == words


@pytest.mark.parametrize(
    ("path", "key", "back"),
    [
        (LOG, "analysis.swot", f"{HOME}/steps/analysis/swot"),
        (f"{HOME}/ideas/meeting/log", "ideas", f"{HOME}/ideas/"),
    ],
)
def test_once_saved_it_stands_in_the_log_with_a_way_back(
    team: PortalClient, path: str, key: str, back: str
) -> None:
    answer = send(team, path, ROWS, **FILLED)
    row = db.session.scalars(select(Row).where(Row.register_key == "log")).one()
    assert (answer.status_code, answer.location) == (
        303,
        f"{HOME}/log/?row={row.id}&meeting={key}#row-{row.id}",
    )
    assert {name: row.values[name] for name in ("date", "kind", "participants", "volunteer_hours")} == {
        "date": today().isoformat(),
        "kind": "open_meeting",
        "participants": 12,
        "volunteer_hours": 24,
    }
    page = team.get(answer.location).get_data(as_text=True)
    assert f'id="row-{row.id}"' in page
    assert f'<a class="a" href="{back}">' in page


def test_what_is_missing_is_said_and_the_way_back_stays(team: PortalClient) -> None:
    refused = send(team, LOG, ROWS, participants="tolv")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'value="tolv"' in page
    assert "Vi arbetade med ”SWOT”." in page
    assert '<input type="hidden" name="meeting" value="analysis.swot">' in page
    assert db.session.scalars(select(Row)).all() == []


@pytest.mark.parametrize(
    "key", ["//example.org", "https://example.org/", "analysis", "anchoring.place.best", ""]
)
def test_nothing_but_a_section_or_a_list_is_a_way_back(team: PortalClient, key: str) -> None:
    data = {"log-row-date": "2026-10-14", "log-row-kind": "call", "log-row-what": "Samtal", "meeting": key}
    answer = team.post(HOME + ROWS, data=data)
    row = db.session.scalars(select(Row)).one()
    assert answer.location == f"{HOME}/log/?row={row.id}&add=log#register-log"
    page = team.get(f"{HOME}/log/?meeting={key}").get_data(as_text=True)
    assert "Tillbaka till" not in page
    assert "example.org" not in page.partition("<main")[2]
