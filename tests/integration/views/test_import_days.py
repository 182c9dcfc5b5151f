"""Days of a table and of a row: what can be meant is taken, and what cannot is said so that one knows what to do."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from tests.client import PortalClient
from tests.factories import make_leader, make_place
from tests.import_page import ACTIONS, HOME, IMPORTS, look, problems, seen

SLIP = "Titta på året. Det verkar ha blivit fel."


@pytest.fixture
def team(app: Flask, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(make_leader(make_place(checkpoint_state="go_on")))


def test_what_is_no_day_is_said_in_words_that_help(team: PortalClient) -> None:
    told = {
        "2027-02-30": "Den dagen finns inte i almanackan. Titta på dagen och månaden.",
        "våren 2027": "”våren 2027” är inget datum. Skriv en dag (2026-10-14), en månad (2026-10)"
        " eller ett år (2026), eller lämna cellen tom.",
        "0202-05-01": SLIP,
        "20226-05-01": SLIP,
        "31 juni 2027": "Den dagen finns inte i almanackan. Titta på dagen och månaden.",
        "9999": SLIP,
    }
    table = "Åtgärd;Börjar\n" + "".join(f"A{n};{text}\n" for n, text in enumerate(told))
    assert problems(look(team, table)) == [f"Börjar: {words}" for words in told.values()]


def test_a_year_or_a_month_alone_is_enough(team: PortalClient) -> None:
    table = "Åtgärd;Börjar;Klar senast\nBänkar;2027;2028\nSkyltar;2028-02;2028-02\n"
    table += "Grill;1 maj 2027;Juni 2027\nLed;Sept. 2027;3 October 2027\nBad;-;–\n"
    page = look(team, table)
    assert problems(page) == []
    assert "Klar senast: ”2028-02” läses som 29 februari 2028." in unescape(page)
    assert "Klar senast: ”Juni 2027” läses som 30 juni 2027." in unescape(page)
    team.post(IMPORTS, data={"register": ACTIONS, "text": table, "seen": seen(page)})
    rows = db.session.scalars(select(Row).where(Row.register_key == ACTIONS).order_by(Row.position))
    assert [(row.values.get("start"), row.values.get("end")) for row in rows] == [
        ("2027-01-01", "2028-12-31"),
        ("2028-02-01", "2028-02-29"),
        ("2027-05-01", "2027-06-30"),
        ("2027-09-01", "2027-10-03"),
        (None, None),
    ]


def test_a_cell_that_is_too_long_is_called_so(team: PortalClient) -> None:
    page = look(team, f"Åtgärd;Nästa steg\nBänkar;{'x' * 150_000}\n", status=422)
    assert "En cell i tabellen är för lång för att läsas." in page


@pytest.mark.parametrize(
    ("day", "status"),
    [("0202-05-01", 422), ("9999-12-31", 422), ("20226-05-01", 422), ("1900-01-01", 303)],
)
def test_a_row_is_not_saved_with_a_year_that_is_a_slip(team: PortalClient, day: str, status: int) -> None:
    data = {"list-row-action": "Bänkar", "list-row-version": "0", "list-row-end": day}
    answer = team.post(f"{HOME}/registers/{ACTIONS}/rows", data=data)
    assert answer.status_code == status
    assert (SLIP in answer.text, day in answer.text) == (status == 422, status == 422)
