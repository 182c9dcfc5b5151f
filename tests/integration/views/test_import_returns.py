"""Back from looking through a table: what was pasted is there, with what was put right in it and chosen for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from portal.models import User
from tests.client import PortalClient
from tests.factories import make_leader, make_place
from tests.import_page import ACTIONS, GOALS, IMPORTS, carried, look, numbers, sent_by, titles

TABLE = "Grej;Läget\nBada;kanske\nCykla;Idé\nSjunga;hm\n"


@pytest.fixture
def team(app: Flask, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(make_leader(make_place(checkpoint_state="go_on")))


def back(team: PortalClient, page: str, **more: Any) -> str:
    answer = team.post(f"{IMPORTS}table", data={**sent_by(page, "preview"), **more})
    assert answer.status_code == 200
    return str(answer.text)


def test_the_table_and_what_was_chosen_are_kept(team: PortalClient) -> None:
    chosen = sent_by(look(team, TABLE, status=422), "preview")
    page = look(team, **{**chosen, "to-0": "action", "to-1": "status"})
    start = back(team, page, **{"cell-2-1": "Planerad", "without": "4"})
    assert carried(start).splitlines() == ["Grej;Läget", "Bada;Planerad", "Cykla;Idé", "Sjunga;hm"]
    again = look(team, **sent_by(start, "preview"))
    assert ("2 rader är klara." in again, "1 rad tas inte med." in again) == (True, True)
    assert titles() == []


def test_another_table_keeps_nothing_of_the_one_before(team: PortalClient) -> None:
    page = look(team, "Åtgärd;Läge\nBada;kanske\n", without="2")
    start = back(team, page)
    other = look(team, **{**sent_by(start, "preview"), "text": "Åtgärd;Läge\nSjunga;Idé\nDansa;hm\n"})
    assert (numbers(other), "tas inte med" in other) == (["3", "2"], False)


def test_every_sheet_of_a_file_is_kept(team: PortalClient) -> None:
    book, out = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, lines in {"Målen": (["Mål"], ["Ro"]), "Lista": (["Åtgärd"], ["Bada"])}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(out)
    page = look(team, "", file=(io.BytesIO(out.getvalue()), "plan.xlsx"))
    start = back(team, page)
    assert "Bladet ”Lista”" in start
    sent = sent_by(start, "preview")
    assert [sent[name] for name in ("register", "text", "s1-register", "s1-text")] == [
        GOALS,
        "Mål\nRo\n",
        ACTIONS,
        "Åtgärd\nBada\n",
    ]
    assert team.post(IMPORTS, data=sent_by(look(team, **sent), "preview")).status_code == 303
    assert (titles(GOALS), titles()) == (["Ro"], ["Bada"])


@pytest.mark.parametrize(
    "text", ["Åtgärd\tLäge\nBada; dansa\t{}\n", "| Åtgärd | Läge |\n| Bada; dansa | {} |\n"]
)
def test_a_table_stays_parted_as_it_was(team: PortalClient, text: str) -> None:
    page = look(team, text.format("kanske"))
    assert carried(back(team, page, **{"cell-2-1": "Idé"})) == text.format("Idé")
