"""The pages of place-wide registers: lists, sums, orders and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from portal.extensions import db
from portal.models import User
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


def test_an_empty_register_says_what_will_come(
    workplace: Workplace, leader: User, client_for: Browser
) -> None:
    page = text_of(client_for(leader), "/organisations/")
    assert "Här samlas alla som ni har kontakt med" in page
    assert "Lägg till organisation" in page


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
    text_of(browser, "/log/")  # the first look at a register is noted
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
