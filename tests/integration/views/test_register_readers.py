"""Who reads and changes which rows, and what never leaves the team."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import make_coach, make_leader, make_place, make_region, make_row, open_workplace, share

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
SCRIPT = "<script>alert(1)</script><b>Å</b>"


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


def text_of(browser: PortalClient, path: str) -> str:
    answer = browser.get(HOME + path)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_others_see_a_register_once_it_is_shared_and_never_the_team_s_columns(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    make_row(workplace, "organisations", {"name": "Byalaget", "contact": "Hemligt nummer"}, leader)
    people = [make_coach(workplace.place), make_region()]
    for person in people:
        assert client_for(person).get(HOME + "/organisations/").status_code == 404
    share(workplace, "organisations", leader)
    for person in people:
        page = text_of(client_for(person), "/organisations/")
        assert "Byalaget" in page
        assert "Hemligt nummer" not in page
        assert "Hur når ni den?" not in page
        assert "/registers/organisations/rows" not in page
        assert "/deletion" not in page
    stranger = make_leader(make_place("fargelanda", "Färgelanda"), "leader3@example.org")
    assert client_for(stranger).get(HOME + "/organisations/").status_code == 404


def test_others_read_titles_where_the_team_reads_questions(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    make_row(workplace, "organisations", {"name": "Byalaget", "does": "Sköter badet"}, leader)
    share(workplace, "organisations", leader)
    labels = ("Vad gör den hos er?", "Det här gör den på platsen")
    told = []
    for person in (leader, make_coach(workplace.place)):
        page = text_of(client_for(person), "/organisations/")
        told.append([label for label in labels if f"<dt>{label}</dt>" in page])
    assert told == [[labels[0]], [labels[1]]]


def test_a_coach_meets_the_own_rows_of_an_unshared_log(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    coach = make_coach(workplace.place)
    entry = {"date": "2026-10-14", "kind": "coaching"}
    make_row(workplace, "organisations", {"name": "Hemlig förening"}, leader)
    theirs = make_row(workplace, "log", {**entry, "what": "Lagets möte"}, leader)
    browser = client_for(coach)
    added = browser.post(
        HOME + "/registers/log/rows",
        data={"log-row-date": "2026-10-15", "log-row-kind": "coaching", "log-row-what": "Coachens samtal"},
    )
    assert added.status_code == 303
    page = text_of(browser, "/log/")
    assert "Coachens samtal" in page
    assert "Lagets möte" not in page
    assert "Hemlig förening" not in page
    assert browser.get(f"{HOME}/rows/{theirs.id}").status_code == 404
    share(workplace, "log", leader)
    assert "Lagets möte" in text_of(browser, "/log/")
    assert browser.get(f"{HOME}/rows/{theirs.id}").status_code == 403


def test_a_coach_names_no_organisations_that_are_not_shared(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    organisation = make_row(workplace, "organisations", {"name": "Byalaget"}, leader)
    coach = make_coach(workplace.place)
    entry = {"log-row-date": "2026-10-15", "log-row-kind": "coaching", "log-row-what": "Samtal"}
    client_for(coach).post(
        HOME + "/registers/log/rows",
        data={**entry, "log-row-who": str(organisation.id), "log-row-who--new": "Ny"},
    )
    rows = db.session.query(Row).filter(Row.register_key == "log").all()
    assert [r.values.get("who") for r in rows] == [None]
    assert db.session.query(Row).count() == 2


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/rows/{id}"),
        ("post", "/rows/{id}"),
        ("post", "/rows/{id}/position"),
        ("post", "/rows/{id}/deletion"),
        ("post", "/rows/{id}/restoration"),
    ],
)
@pytest.mark.parametrize("row_id", ["theirs", "0", "2147483647"])
def test_another_place_s_rows_are_not_here(
    workplace: Workplace, leader: User, client_for: Browser, method: str, path: str, row_id: str
) -> None:
    other = open_workplace(make_place("fargelanda", "Färgelanda"))
    theirs = make_row(other, "organisations", {"name": "Deras"}, leader)
    asked = path.format(id=theirs.id if row_id == "theirs" else row_id)
    answer = getattr(client_for(leader), method)(HOME + asked, data={"organisations-row-name": "X"})
    assert answer.status_code == 404
    assert db.session.get_one(Row, theirs.id).values == {"name": "Deras"}


def test_a_reference_to_another_place_s_row_is_refused(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    other = open_workplace(make_place("fargelanda", "Färgelanda"))
    theirs = make_row(other, "organisations", {"name": "Deras"}, leader)
    answer = client_for(leader).post(
        HOME + "/registers/anchoring.working_group.members/rows",
        data={"members-row-organisation": str(theirs.id)},
    )
    assert answer.status_code == 422
    assert "Deras" not in answer.get_data(as_text=True)
