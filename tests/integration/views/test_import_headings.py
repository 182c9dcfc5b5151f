"""Headings that people write over their tables, and what of a table does not come along as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from tests.client import PortalClient
from tests.factories import make_leader, make_place
from tests.import_page import ACTIONS, GOALS, IMPORTS, leftovers, look, problems, seen, sent_by, titles

TABLES = {
    # Tillväxtverket's table of actions.
    "Specifikt mål;Handling;Avsett resultat;Resurser/tillgångar;Ledande organisation;Viktiga partner;Tidsplan": (
        "goal action result need_from responsible partners end"
    ),
    # Mellerud's columns.
    "Aktivitet;Syfte;Detaljer;Ansvarig aktör;Samverkansparter;Status": (
        "action result result responsible partners status"
    ),
    "Mål;Åtgärd;Ansvarig;Samverkanspart;När;Kostnad;Finansiering": (
        "goal action responsible partners end cost funding"
    ),
    "Vad;Vem;Samarbetspartners;Tidplan": "action responsible partners end",
    "Vad?;Startdatum;Klart": "action start end",
    "Specific goal;Activity;Intended result;Resources;Lead organisation;Key partners;Timeline": (
        "goal action result need_from responsible partners end"
    ),
    "Goal;Action;Purpose;Details;Responsible actor;Partners;Status;When;Cost;Funding": (
        "goal action result result responsible partners status end cost funding"
    ),
}


@pytest.fixture
def team(app: Flask, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(make_leader(make_place(checkpoint_state="go_on")))


def mapping(page: str) -> list[str]:
    sent = sent_by(page, "preview")
    return [sent[f"to-{n}"] for n in range(len([name for name in sent if name.startswith("to-")]))]


def values() -> list[dict[str, object]]:
    rows = db.session.scalars(select(Row).where(Row.register_key == ACTIONS).order_by(Row.position))
    return [dict(row.values) for row in rows]


@pytest.mark.parametrize(("headings", "columns"), TABLES.items())
def test_headings_that_people_write_are_known(team: PortalClient, headings: str, columns: str) -> None:
    cells = ";".join("x" for _each in headings.split(";"))
    assert mapping(look(team, f"{headings}\n{cells}\n")) == columns.split()


def test_headings_of_goals_are_known(team: PortalClient) -> None:
    page = look(team, "Specifikt mål;Avsett resultat;Indikator;Nuläge;När\nRo;Tyst;Bilar;40;2030\n", GOALS)
    assert mapping(page) == ["goal", "how_seen", "measure", "today", "year"]


def test_words_that_do_not_fit_are_told_and_may_go_elsewhere(team: PortalClient) -> None:
    text = (
        "Åtgärd;När;Status;Nästa steg;Ort\n"
        "Ny led;planeras;markavtal först;Ring ägaren;Sunnanå\n"
        "Spår;våren 2027;planering;;\n"
        "Bad;2027-06-01;Pågående;;\n"
    )
    page = look(team, text)
    assert leftovers(page) == {
        "Ort": "Rad 2: ”Sunnanå”.",
        "Ord i ”När” som inte passar i ”Klar senast”": "Rad 2: ”planeras”. Rad 3: ”våren 2027”.",
        "Ord i ”Status” som inte passar i ”Läge”": "Rad 2: ”markavtal först”.",
    }
    assert len(problems(page)) == 3
    chosen = {"else-1": "next_step", "else-2": "next_step", "to-4": "result"}
    page = look(team, **{**sent_by(page, "preview"), **chosen})
    assert (problems(page), leftovers(page)) == ([], {})
    assert leftovers(page, "moved") == {
        "Ord i ”När” är flyttade till ”Nästa steg”": "Rad 2: ”planeras”. Rad 3: ”våren 2027”.",
        "Ord i ”Status” är flyttade till ”Nästa steg”": "Rad 2: ”markavtal först”.",
    }
    assert "Läge: ”Pågående” läses som ”Pågår”." in page
    assert team.post(IMPORTS, data=sent_by(page, "preview")).status_code == 303
    assert values() == [
        {
            "action": "Ny led",
            "next_step": "Ring ägaren. När: planeras. Status: markavtal först",
            "result": "Sunnanå",
        },
        {"action": "Spår", "status": "planned", "next_step": "När: våren 2027"},
        {"action": "Bad", "status": "under_way", "end": "2027-06-01"},
    ]


def test_a_long_text_takes_several_columns_each_with_its_heading(team: PortalClient) -> None:
    page = look(team, "Åtgärd;Syfte;Detaljer;Kostnad\nLed;Fler ute;Fyra km;5 000 kr\nBad;;Brygga;ca 10 kr\n")
    assert [said.partition(":")[0] for said in problems(page)] == ["Kostnad"]
    assert "2 rader" not in page
    team.post(IMPORTS, data=sent_by(page, "preview"))
    assert values() == [{"action": "Led", "result": "Syfte: Fler ute\n\nDetaljer: Fyra km", "cost": 5000}]


def test_a_heading_that_comes_twice_is_told(team: PortalClient) -> None:
    page = look(team, "Åtgärd;Tidplan;Klart\nLed;2027;2028\n")
    assert (mapping(page), leftovers(page)) == (["action", "end", ""], {"Klart": "Rad 2: ”2028”."})


def test_columns_are_chosen_where_the_headings_say_something_else(team: PortalClient) -> None:
    text = "Grej;Hjälpare;Status/when\nBada;Byalaget;planned\n"
    page = look(team, text, status=422)
    assert "Välj vilken kolumn som innehåller ”Åtgärd”." in page
    assert list(leftovers(page)) == ["Grej", "Hjälpare"]
    chosen: dict[str, Any] = {
        "headings": "Grej | Hjälpare | Status/when",
        "to-0": "action",
        "to-1": "partners",
    }
    page = look(team, text, **chosen, **{"to-2": "status"})
    assert problems(page) == []
    data = {"register": ACTIONS, "text": text, "seen": seen(page), **chosen, "to-2": "status"}
    assert team.post(IMPORTS, data=data).status_code == 303
    assert (titles(), titles("organisations")) == (["Bada"], ["Byalaget"])
    assert "Två kolumner i tabellen hamnar på samma ställe." in look(
        team, text, status=422, **chosen, **{"to-2": "action"}
    )
