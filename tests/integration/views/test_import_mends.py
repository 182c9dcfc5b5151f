"""A faulty cell of a table is put right where its fault is shown, and saved with what is right already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from portal.views.import_mends import MENDS_LIMIT
from tests.client import PortalClient
from tests.factories import make_leader, make_place, make_row, open_workplace
from tests.import_page import ACTIONS, IMPORTS, carried, look, mends, problems, seen, titles

TABLE = (
    "Åtgärd;Läge;Klar senast;Kostnad\n"
    "Bänkar;Idé;2027-05-01;100\n"
    "Skyltar;verka för;våren;20 kronor\n"
    ";Klar;2027-06-01;\n"
)


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place(checkpoint_state="go_on"))


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


@pytest.fixture
def team(leader: User, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(leader)


def save(team: PortalClient, page: str, text: str = TABLE, **typed: str | list[str]) -> Any:
    """Send the page as it stands, with what somebody typed in its fields."""
    names = {name.replace("_", "-"): value for name, value in typed.items()}
    data = {"register": ACTIONS, "text": text, "seen": seen(page), **mends(page), **names}
    return team.post(IMPORTS, data=data)


def saved(title: str) -> dict[str, object]:
    rows = db.session.scalars(select(Row).where(Row.register_key == ACTIONS))
    return next(dict(row.values) for row in rows if row.values["action"] == title)


def test_faulty_cells_have_fields_and_what_is_typed_there_is_saved_at_once(team: PortalClient) -> None:
    page = look(team, TABLE)
    assert {name: text for name, text in mends(page).items() if name.startswith("cell")} == {
        "cell-3-1": "verka för",
        "cell-3-2": "våren",
        "cell-3-3": "20 kronor",
        "cell-4-0": "",
    }
    assert page.count("<option>Planerad</option>") == 1
    answer = save(team, page, cell_3_1="Idé", cell_3_2="2027-04-30", cell_3_3="20", cell_4_0="Grill")
    assert answer.status_code == 303
    assert titles() == ["Bänkar", "Skyltar", "Grill"]
    expected = {"action": "Skyltar", "status": "idea", "end": "2027-04-30", "cost": 20}
    assert saved("Skyltar") == expected


def test_what_is_still_wrong_stays_with_what_was_typed(team: PortalClient) -> None:
    answer = save(team, look(team, TABLE), cell_3_1="Planerad", cell_3_2="hösten")
    assert (answer.status_code, titles()) == (200, ["Bänkar"])
    assert carried(answer.text).splitlines()[1:] == ["Skyltar;Planerad;hösten;20 kronor", ";Klar;2027-06-01;"]
    assert [said.partition(":")[0] for said in problems(answer.text)] == ["Klar senast", "Kostnad", "Åtgärd"]
    assert mends(answer.text)["cell-3-2"] == "hösten"
    looked = look(team, TABLE, **{**mends(look(team, TABLE)), "cell-4-0": "Grill"})
    assert (carried(looked).splitlines()[3], titles()) == ("Grill;Klar;2027-06-01;", ["Bänkar"])


def test_what_there_is_to_say_of_a_correction_is_read_before_it_is_saved(team: PortalClient) -> None:
    page = look(team, "Åtgärd;Ansvarig;Klar senast\nBada;Byalaget;snart\n")
    text = carried(page)
    shown = save(team, page, text, cell_2_2="2027")
    assert (shown.status_code, titles()) == (200, [])
    assert "”2027” läses som 31 december 2027." in shown.text
    assert save(team, shown.text, carried(shown.text)).status_code == 303
    assert titles() == ["Bada"]


def test_a_row_that_is_left_out_is_neither_saved_nor_asked_for_again(
    workplace: Workplace, leader: User, team: PortalClient
) -> None:
    page = look(team, TABLE)
    without = save(team, page, without=["3"], cell_4_0="Grill")
    assert (without.status_code, titles()) == (303, ["Bänkar", "Grill"])
    make_row(workplace, ACTIONS, {"action": "Skyltar"}, leader)
    twice = problems(look(team, "Åtgärd;Läge\nSkyltar;hm\n"))
    assert [said.partition(":")[0] for said in twice] == ["Åtgärd", "Läge"]
    page = look(team, "Åtgärd\nSkyltar\n", without=["2"])
    assert ("1 rad tas inte med." in page, problems(page)) == (True, [])
    assert save(team, page, "Åtgärd\nSkyltar\n", without=["2"]).status_code == 303


def test_a_name_that_may_be_misspelt_is_put_right_in_place(
    workplace: Workplace, leader: User, team: PortalClient
) -> None:
    make_row(workplace, "organisations", {"name": "Friluftsgruppen"}, leader)
    text = "Åtgärd;Ansvarig\nBada;Friluftsgrupen\nCykla;Friluftsgruppen\nDansa;Anna Svensson\n"
    page = look(team, text)
    assert ("3 rader är klara." in page, problems(page)) == (True, [])
    assert sorted(mends(page)) == ["cell-2-1", "cell-4-1", "was-2-1", "was-4-1"]
    assert save(team, page, text, cell_2_1="Friluftsgruppen", cell_4_1="").status_code == 303
    assert (titles(), titles("organisations")) == (["Bada", "Cykla", "Dansa"], ["Friluftsgruppen"])


def test_a_table_that_was_changed_by_hand_is_not_written_over(team: PortalClient) -> None:
    page = look(team, TABLE)
    by_hand = TABLE.replace("verka för", "Pågår")
    same = look(team, by_hand, **mends(page))
    assert (carried(same), [p for p in problems(same) if p.startswith("Läge")]) == (by_hand, [])
    answer = save(team, page, by_hand, cell_3_1="Klar", cell_4_0="Grill")
    assert (answer.status_code, titles()) == (409, [])
    assert "”Klar” kom inte med: tabellen är ändrad där också." in answer.text
    assert carried(answer.text).splitlines()[2:] == [
        "Skyltar;Pågår;våren;20 kronor",
        "Grill;Klar;2027-06-01;",
    ]


def test_days_in_the_wrong_order_are_both_offered(team: PortalClient) -> None:
    page = look(team, "Åtgärd;Börjar;Klar senast\nBänkar;2027-05-01;2026-05-01\n")
    assert sorted(name for name in mends(page) if name.startswith("cell")) == ["cell-2-1", "cell-2-2"]


def test_a_page_has_no_more_fields_than_a_form_may_send(team: PortalClient) -> None:
    text = "Åtgärd;Läge;Klar senast\n" + "".join(f"Å{n};kanske;snart\n" for n in range(200))
    page = look(team, text)
    assert len(mends(page)) == 2 * MENDS_LIMIT
    assert ("400 saker att rätta" in page, len(problems(page))) == (True, 10)
    assert "Rätta de första och titta igen" in page
    assert page.count("inget datum") == 200 + 5
