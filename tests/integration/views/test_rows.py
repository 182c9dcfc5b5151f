"""Rows over HTTP: added, changed, removed, brought back; what is typed is text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import make_leader, make_place, make_row, open_workplace

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


def test_a_row_is_added_changed_removed_and_brought_back(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    browser = client_for(leader)
    added = browser.post(
        HOME + "/registers/organisations/rows",
        data={"organisations-row-name": " Åsensbruks  IF ", "organisations-row-sector": "civil_society"},
    )
    assert added.status_code == 303
    row = db.session.query(Row).one()
    assert added.location == f"{HOME}/organisations/?row={row.id}&add=organisations#register-organisations"
    assert row.values == {"name": "Åsensbruks IF", "sector": "civil_society"}
    assert "”Åsensbruks IF” är tillagd." in text_of(browser, "/organisations/")

    assert "Åsensbruks IF" in text_of(browser, f"/rows/{row.id}")
    changed = browser.post(
        f"{HOME}/rows/{row.id}",
        data={"organisations-row-name": "Örs IF", "organisations-row-version": "1"},
    )
    assert changed.status_code == 303
    assert db.session.query(Row).one().values == {"name": "Örs IF"}

    removed = browser.post(f"{HOME}/rows/{row.id}/deletion")
    assert removed.location == f"{HOME}/organisations/?removed={row.id}#register-organisations"
    page = text_of(browser, f"/organisations/?removed={row.id}")
    assert "”Örs IF” är borttagen." in page
    assert f'action="{HOME}/rows/{row.id}/restoration"' in page

    assert browser.post(f"{HOME}/rows/{row.id}/restoration").status_code == 303
    assert "Örs IF" in text_of(browser, "/organisations/")


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    answer = client_for(leader).post(
        HOME + "/registers/log/rows",
        data={"log-row-what": "Öppet möte", "log-row-date": "igår", "log-row-participants": "många"},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for words in (
        "Öppet möte",
        'value="igår"',
        'value="många"',
        'href="#q-log-row-date-in"',
        'href="#q-log-row-kind-in"',
        "Fyll i det här. Raden behöver det.",
    ):
        assert words in page
    assert db.session.query(Row).count() == 0


def test_a_stale_change_shows_both(workplace: Workplace, leader: User, client_for: Browser) -> None:
    row = make_row(workplace, "organisations", {"name": "Deras"}, leader)
    row.version = 7
    answer = client_for(leader).post(
        f"{HOME}/rows/{row.id}", data={"organisations-row-name": "Mitt", "organisations-row-version": "6"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'value="Mitt"' in page
    assert "Deras" in page
    assert 'name="organisations-row-version" type="hidden" value="7"' in page


def test_a_removed_row_that_is_used_is_asked_about_first(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    row = make_row(workplace, "organisations", {"name": "Byalaget"}, leader)
    make_row(workplace, "anchoring.working_group.members", {"organisation": [row.id]}, leader)
    browser = client_for(leader)
    answer = browser.post(f"{HOME}/rows/{row.id}/deletion")
    assert answer.status_code == 409
    assert "De som är med i gruppen: Byalaget" in answer.get_data(as_text=True)
    assert browser.post(f"{HOME}/rows/{row.id}/deletion", data={"though_used": "1"}).status_code == 303
    assert "Byalaget" in text_of(browser, "/steps/anchoring/working_group")


def test_a_name_typed_in_a_reference_is_added_on_the_spot(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    known = make_row(workplace, "organisations", {"name": "Byalaget"}, leader)
    browser = client_for(leader)
    address = HOME + "/registers/anchoring.working_group.members/rows"
    for name in ("byalaget", "Friluftsgruppen"):
        assert browser.post(address, data={"members-row-organisation--new": name}).status_code == 303
    added = db.session.query(Row).filter(Row.values["name"].as_string() == "Friluftsgruppen").one()
    members = db.session.query(Row).filter(Row.register_key.like("anchoring%")).order_by(Row.id)
    assert [m.values for m in members] == [{"organisation": [known.id]}, {"organisation": [added.id]}]
    assert "Friluftsgruppen" in text_of(browser, "/steps/anchoring/working_group")


def test_text_is_text_whatever_stands_in_it(workplace: Workplace, leader: User, client_for: Browser) -> None:
    browser = client_for(leader)
    for register, fields in {
        "organisations": ("name", "does", "contact"),
        "ideas": ("idea",),
    }.items():
        data = {f"{register}-row-{name}": SCRIPT for name in fields}
        assert browser.post(f"{HOME}/registers/{register}/rows", data=data).status_code == 303
        page = text_of(browser, f"/{register}/")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    row = db.session.query(Row).filter(Row.register_key == "organisations").one()
    assert SCRIPT not in text_of(browser, f"/rows/{row.id}")
    assert SCRIPT not in browser.post(f"{HOME}/rows/{row.id}/deletion", follow_redirects=True).get_data(
        as_text=True
    )


@pytest.mark.parametrize("typed", ["å" * 1_000_000, "x" * 201])
def test_too_long_a_text_is_refused_in_words(
    workplace: Workplace, leader: User, client_for: Browser, typed: str
) -> None:
    answer = client_for(leader).post(
        HOME + "/registers/organisations/rows", data={"organisations-row-name": typed}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f"{len(typed)} tecken" in page
    assert f'value="{typed}"' in page


def test_control_characters_and_text_direction_are_dropped(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    client_for(leader).post(
        HOME + "/registers/organisations/rows",
        data={
            "organisations-row-name": "By\x00a\u202elag 🌲",
            "unknown": "x",
            "organisations-row-unknown": "y",
        },
    )
    assert db.session.query(Row).one().values == {"name": "Byalag 🌲"}


def test_htmx_gets_the_register_alone_with_focus_in_the_first_field(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    answer = client_for(leader).post(
        HOME + "/registers/organisations/rows",
        data={"organisations-row-name": "Byalaget"},
        headers={"HX-Request": "true"},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert page.strip().startswith('<section class="register')
    assert 'id="flashes" data-hx-swap-oob' in page
    assert 'data-focus="first"' in page
