"""The pages of place-wide registers: what stands there, for whom, and what never leaves the team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

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


def test_an_empty_register_says_what_will_come(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    page = text_of(client_for(leader), "/organisations/")
    assert "Här samlas alla som ni har kontakt med" in page
    assert "Lägg till organisation" in page


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
    assert "Vilka är med i gruppen? Byalaget" in answer.get_data(as_text=True)
    assert browser.post(f"{HOME}/rows/{row.id}/deletion", data={"though_used": "1"}).status_code == 303
    assert "Byalaget" in text_of(browser, "/steps/anchoring/working_group")


def test_search_folds_and_sorts_the_swedish_way(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    for name in ("Österby", "Älvan", "Åmål", "Zebran"):
        make_row(workplace, "organisations", {"name": name}, leader)
    browser = client_for(leader)
    found = text_of(browser, "/organisations/?q=ÅMÅ&sort=given")
    assert "Åmål" in found
    assert "Zebran" not in found
    page = text_of(browser, "/organisations/?sort=name")
    assert [page.index(n) for n in ("Zebran", "Åmål", "Älvan", "Österby")] == sorted(
        page.index(n) for n in ("Zebran", "Åmål", "Älvan", "Österby")
    )
    assert "Inget hittades" in text_of(browser, "/organisations/?q=finnsinte")


def test_twenty_five_on_a_page_and_as_few_queries_with_many(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    browser = client_for(leader)
    org = make_row(workplace, "organisations", {"name": "Byalaget"}, leader)
    counts = []
    for many in (1, 59):
        for n in range(many):
            make_row(
                workplace,
                "log",
                {"date": "2026-10-14", "kind": "call", "what": f"Samtal {n:03}", "who": [org.id]},
                leader,
                n,
            )
        with counting() as queries:
            page = text_of(browser, "/log/?page=99")
        counts.append(len(queries))
        assert ("Visar 51 till 60 av 60" in page) is (many == 59)
    assert counts[0] == counts[1] <= 10


def test_the_log_sums_up(workplace: Workplace, leader: User, client_for: Browser) -> None:
    entry = {"date": "2026-10-14", "kind": "open_meeting", "what": "Möte"}
    make_row(workplace, "log", {**entry, "participants": 1200, "volunteer_hours": 20.5}, leader)
    make_row(workplace, "log", {**entry, "participants": 34, "volunteer_hours": 4}, leader, 2)
    page = text_of(client_for(leader), "/log/")
    assert "<dt>personer</dt><dd>1\xa0234</dd>" in page
    assert "<dt>timmar</dt><dd>24,5</dd>" in page


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


def test_a_register_in_a_step_can_be_not_relevant_here(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    browser = client_for(leader)
    address = HOME + "/registers/mapping.business.list/relevance"
    refused = browser.post(address, data={"na": "1", "why": " ", "version": "0"})
    assert refused.status_code == 422
    assert browser.post(address, data={"na": "1", "why": "Inga företag.", "version": "0"}).status_code == 303
    assert "Inga företag." in text_of(browser, "/steps/mapping/business")
    data = {"list-row-trade": "Skog"}
    assert browser.post(HOME + "/registers/mapping.business.list/rows", data=data).status_code == 303
    assert "Inga företag." not in text_of(browser, "/steps/mapping/business")


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


class counting:  # noqa: N801  reads as a word: with counting() as queries
    """The statements that the engine runs, but those of transactions."""

    def __enter__(self) -> list[str]:
        self.seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self.seen

    def __exit__(self, *_: Any) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.seen.append(statement)
