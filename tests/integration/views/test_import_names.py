"""The six actions of Dals Rostock as somebody pastes them: stars, a footnote, words for nothing, names that are new."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import make_leader, make_place, make_row, open_workplace
from tests.import_page import IMPORTS, leftovers, look, mends, problems, sent_by, titles

NOTE = "*angivet för en grupp av tre åtgärder."
TABLE = f"""Åtgärd\tAnsvarig\tTillsammans med
Ny detaljplan\tTillväxtenheten*\tMelleruds Bostäder; Samhällsbyggnad*
Led till Sunnanå\tSamhällsbyggnadsförvaltningen\tFriluftsgruppen
Pilgrimsleden\tSamhällsbyggnadsförv.\tFriluftsgruppen; Västkuststiftelsen (huvudman)
Motionsspåret\tsamhällsbyggnadsFÖRV.\tFriluftsgruppen
Tågstopp\tej angivet\t\u2013
Bussar\tnot stated\tokänt
{NOTE}
"""
OFFICE = "Samhällsbyggnadsförvaltningen"


@pytest.fixture
def team(app: Flask, client_for: Callable[[User], PortalClient]) -> PortalClient:
    workplace: Workplace = open_workplace(make_place(checkpoint_state="go_on"))
    leader = make_leader(workplace.place)
    make_row(workplace, "organisations", {"name": "Västkuststiftelsen"}, leader)
    return client_for(leader)


def told(page: str, words: str) -> list[str]:
    return [note for note in map(unescape, re.findall("<li>([^<]+)</li>", page)) if words in note]


def test_a_footnote_is_asked_about_and_left_out(team: PortalClient) -> None:
    page = look(team, TABLE)
    assert ("6 rader är klara." in page, "1 rad tas inte med." in page, problems(page)) == (True, True, [])
    assert len(told(page, "Det här ser ut som en anmärkning till tabellen.")) == 1
    assert team.post(IMPORTS, data=sent_by(page, "preview")).status_code == 303
    assert (len(titles()), NOTE in titles()) == (6, False)


def test_a_footnote_that_is_an_action_is_taken_in(team: PortalClient) -> None:
    page = look(team, f"Åtgärd;Ansvarig\nBada;\nDansa;Byalaget\n{NOTE};\n")
    shown = look(team, **sent_by(page, "preview") | {"within": "4"})
    assert ("3 rader är klara." in shown, sent_by(shown, "preview")["within"]) == (True, "4")
    back = team.post(f"{IMPORTS}table", data=sent_by(shown, "preview")).text
    assert sent_by(back, "preview")["within"] == "4"
    assert team.post(IMPORTS, data=sent_by(page, "preview") | {"within": "4"}).status_code == 303
    assert titles() == ["Bada", "Dansa", NOTE]


def test_a_row_that_is_right_is_left_out_with_the_save(team: PortalClient) -> None:
    page = look(team, "Åtgärd;Ansvarig\nBada;\nDansa;Byalaget\n")
    assert team.post(IMPORTS, data=sent_by(page, "preview") | {"without": "3"}).status_code == 303
    assert (titles(), titles("organisations")) == (["Bada"], ["Västkuststiftelsen"])


def test_stars_are_left_off_and_words_for_nothing_are_none(team: PortalClient) -> None:
    page = look(team, TABLE + "Brygga*\t\u2013*\tByalaget, saknas\n")
    assert told(page, "läses som") == [
        "Ansvarig: ”Tillväxtenheten*” läses som ”Tillväxtenheten”.",
        "Tillsammans med: ”Samhällsbyggnad*” läses som ”Samhällsbyggnad”.",
        "Åtgärd: ”Brygga*” läses som ”Brygga”.",
        "Ansvarig: ”\u2013*” läses som tomt.",
        "Ansvarig: ”ej angivet” läses som tomt.",
        "Ansvarig: ”not stated” läses som tomt.",
        "Tillsammans med: ”okänt” läses som tomt.",
    ]
    team.post(IMPORTS, data=sent_by(page, "preview"))
    rows = {row.values.get("action"): row.values for row in db.session.scalars(select(Row))}
    assert [rows[each].keys() & {"responsible", "partners"} for each in ("Tågstopp", "Bussar")] == [set()] * 2
    assert "Tillväxtenheten" in titles("organisations")
    assert [name for name in titles("organisations") if "*" in name or "saknas" in name] == []


def test_a_status_of_nothing_is_no_leftover(team: PortalClient) -> None:
    page = look(team, "Åtgärd;Läge;Ort\nBada;okänt;saknas\nDansa;planned*;\n")
    assert (leftovers(page), problems(page)) == ({}, [])


def test_each_new_name_is_told_of_once_and_asked_about(team: PortalClient) -> None:
    page = look(team, TABLE)
    new = "”{}” är nytt och läggs också till."
    asked = f"{new} Menade du ”{{}}”? Skriv det i så fall i stället."
    assert told(page, "är nytt") == [
        f"Ansvarig: {new.format('Tillväxtenheten')}",
        f"Tillsammans med: {new.format('Melleruds Bostäder')}",
        f"Tillsammans med: {asked.format('Samhällsbyggnad', OFFICE)}",
        f"Ansvarig: {new.format(OFFICE)}",
        f"Tillsammans med: {new.format('Friluftsgruppen')}",
        f"Ansvarig: {asked.format('Samhällsbyggnadsförv.', OFFICE)}",
        f"Tillsammans med: {asked.format('Västkuststiftelsen (huvudman)', 'Västkuststiftelsen')}",
    ]
    cells = [name for name in mends(page) if name.startswith("cell")]
    assert cells == ["cell-2-1", "cell-2-2", "cell-3-1", "cell-3-2", "cell-4-1", "cell-4-2"]


def test_a_new_name_is_put_right_wherever_the_same_stands(team: PortalClient) -> None:
    typed = {
        "cell-2-2": "Melleruds Bostäder",
        "cell-4-1": OFFICE,
        "cell-4-2": "Friluftsgruppen; Västkuststiftelsen",
    }
    assert team.post(IMPORTS, data=sent_by(look(team, TABLE), "preview") | typed).status_code == 303
    assert len(titles()) == 6
    expected = ["Västkuststiftelsen", "Tillväxtenheten", "Melleruds Bostäder", OFFICE, "Friluftsgruppen"]
    assert sorted(titles("organisations")) == sorted(expected)
