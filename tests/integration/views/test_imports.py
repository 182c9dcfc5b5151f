"""Goals and actions from a table: nothing saved before it was looked through; what is wrong is said row by row."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from portal.extensions import db
from portal.models import Event, Revision, Row, User
from portal.policy import Workplace
from tests.client import PortalClient
from tests.factories import make_coach, make_leader, make_place, make_row, open_workplace
from tests.import_page import (
    ACTIONS,
    GOALS,
    HOME,
    IMPORTS,
    carried,
    leftovers,
    look,
    numbers,
    problems,
    seen,
    titles,
)
from tests.place_world import counted

Browser = Callable[[User], PortalClient]

NO_STATUS = "Läge: ”verka för” går inte att välja. Välj något i listan."
OFFICE = "Samhällsbyggnadsförvaltningen"
DALS_ROSTOCK = f"""Åtgärd;Ansvarig;Tillsammans med;Läge;Nästa steg
Ny detaljplan för Kroppefjäll;Tillväxtenheten;Privat markägare, Melleruds Bostäder, {OFFICE};Planerad;
Led Sunnanå–Vita Sannar–Östra Järn;{OFFICE};Friluftsgruppen;Planerad;Markavtal först
Pilgrimsleden;{OFFICE};Friluftsgruppen, Västkuststiftelsen;Pågår;Avtalet är påskrivet
Rusta upp motionsspåret vid Vita Sannar;{OFFICE};Friluftsgruppen;Planerad;
Tågstopp i Dals Rostock;;;Idé;Verka för
Cykelvägar och bussar till besöksmålen;;;Idé;Verka för
"""


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place(checkpoint_state="go_on"))


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


@pytest.fixture
def team(leader: User, client_for: Browser) -> PortalClient:
    return client_for(leader)


def test_the_six_actions_of_dals_rostock(workplace: Workplace, leader: User, team: PortalClient) -> None:
    make_row(workplace, "organisations", {"name": "Friluftsgruppen"}, leader)
    page = look(team, DALS_ROSTOCK)
    assert "6 rader är klara." in page
    assert leftovers(page) == {}
    assert page.count("Tillsammans med: ”Privat markägare” är nytt och läggs också till.") == 1
    assert "”Friluftsgruppen” är nytt" not in page
    assert titles() == []
    assert titles("organisations") == ["Friluftsgruppen"]

    data = {"register": ACTIONS, "text": DALS_ROSTOCK, "seen": seen(page)}
    saved = team.post(IMPORTS, data=data)
    assert saved.status_code == 303
    assert saved.location == f"{HOME}/steps/action_plan/actions#register-list"
    assert titles() == [line.split(";")[0] for line in DALS_ROSTOCK.splitlines()[1:]]
    organisations = {
        row.id: row.values["name"]
        for row in db.session.scalars(select(Row))
        if row.register_key == "organisations"
    }
    first, _trail, pilgrim, *_rest = db.session.scalars(
        select(Row).where(Row.register_key == ACTIONS).order_by(Row.position)
    )
    assert [organisations[i] for i in first.values["partners"]] == [
        "Privat markägare",
        "Melleruds Bostäder",
        "Samhällsbyggnadsförvaltningen",
    ]
    assert [organisations[i] for i in pilgrim.values["responsible"]] == ["Samhällsbyggnadsförvaltningen"]
    assert pilgrim.values["status"] == "under_way"
    assert pilgrim.values["next_step"] == "Avtalet är påskrivet"
    added = [e.subject for e in db.session.scalars(select(Event)) if e.kind == "row_added"]
    assert (added.count(ACTIONS), added.count("organisations")) == (6, 5)
    assert db.session.query(Revision).count() == 11 + 1

    again = team.post(IMPORTS, data=data)
    assert again.status_code == 409
    assert len(titles()) == 6


@pytest.mark.parametrize(
    ("register", "text", "expected"),
    [
        (ACTIONS, "Åtgärd;Läge\nA;verka för", NO_STATUS),
        (ACTIONS, "Åtgärd;Läge\n;Idé", "Åtgärd: Fyll i det här. Raden behöver det."),
        (ACTIONS, "Åtgärd;Kostnad\nA;mycket", "Kostnad: Skriv ett tal med siffror, till exempel 12 eller 12,5."),
        (ACTIONS, "Åtgärd;Ansvarig\nA;B,C,D,E,F,G", "Ansvarig: Välj högst 5."),
        (ACTIONS, "Åtgärd;Läge\nfinns  REDAN;Idé", "Åtgärd: Det finns redan en rad med det namnet."),
        (GOALS, "Mål;Vilket år?\nA;snart", "Vilket år? Skriv året med fyra siffror, till exempel 2026."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_the_row(
    workplace: Workplace, leader: User, team: PortalClient, register: str, text: str, expected: str
) -> None:
    make_row(workplace, ACTIONS, {"action": "Finns redan"}, leader)
    page = look(team, text, register)
    assert problems(page) == [expected]
    assert carried(page) == text
    refused = team.post(IMPORTS, data={"register": register, "text": text, "seen": seen(page)})
    assert (refused.status_code, problems(refused.text), titles(GOALS)) == (422, [expected], [])


def test_the_rows_that_are_right_are_saved_and_the_others_stay_to_be_mended(
    workplace: Workplace, team: PortalClient
) -> None:
    text = "Åtgärd\tLäge\nEn\tIdé\nTvå\tkanske\nen\tKlar\n=SUM(A1)\tdone\n"
    page = look(team, text)
    assert len(problems(page)) == 2
    assert "Det som ser ut som en formel sparas som text." in page
    part = team.post(IMPORTS, data={"register": ACTIONS, "text": text, "seen": seen(page)})
    left = carried(part.get_data(as_text=True))
    assert (part.status_code, left) == (200, "Åtgärd\tLäge\nTvå\tkanske\nen\tKlar\n")
    assert titles() == ["En", "=SUM(A1)"]
    assert (numbers(page), numbers(part.text)) == (["3", "4", "2", "5"], ["3", "4"])
    gaps = re.findall(r'name="gaps" value="([^"]*)"', part.text)
    assert (gaps, re.findall('name="gaps"', page)) == (["2"], [])
    mended = left.replace("kanske", "Planned").replace("\nen\t", "\nTre\t")
    page = look(team, mended, gaps=gaps[0])
    assert numbers(page) == ["3", "4"]
    data = {"register": ACTIONS, "text": mended, "seen": seen(page), "gaps": gaps[0]}
    assert team.post(IMPORTS, data=data).status_code == 303
    assert titles() == ["En", "=SUM(A1)", "Två", "Tre"]


def test_what_changed_since_it_was_looked_through_is_not_saved(
    workplace: Workplace, leader: User, team: PortalClient
) -> None:
    text = "Åtgärd\nEn\nTvå\n"
    page = look(team, text)
    make_row(workplace, ACTIONS, {"action": "Två"}, leader)
    db.session.commit()
    for changed in (text, text.replace("En", "Ett")):
        stale = team.post(IMPORTS, data={"register": ACTIONS, "text": changed, "seen": seen(page)})
        assert stale.status_code == 409
        assert carried(stale.get_data(as_text=True)) == changed
    assert team.post(IMPORTS, data={"register": ACTIONS, "text": text}).status_code == 409
    assert titles() == ["Två"]


def test_a_spreadsheet_is_looked_through_as_its_text(team: PortalClient) -> None:
    book, out = Workbook(), io.BytesIO()
    for line in (["Goal", "Theme"], ["Fler kan bo; bygga <här>", ""]):
        book.worksheets[0].append(line)
    book.save(out)
    page = look(team, "", GOALS, file=(io.BytesIO(out.getvalue()), "mål.xlsx"))
    text = carried(page)
    assert text == 'Goal;Theme\n"Fler kan bo; bygga <här>";\n'
    assert team.post(IMPORTS, data={"register": GOALS, "text": text, "seen": seen(page)}).status_code == 303
    assert titles(GOALS) == ["Fler kan bo; bygga <här>"]


@pytest.mark.parametrize(
    ("text", "file", "words"),
    [
        ("", None, "Klistra in en tabell eller välj en fil först."),
        ("Åtgärd\n" + "a\n" * 201, None, "Tabellen har fler än 200 rader."),
        ("Åtgärd\n" + "a" * 210_000, None, "Tabellen är för stor"),
        ("Åtgärd\nEn", b"%PDF-1.7", "Den här sortens fil går inte att läsa som en tabell."),
        ("Åtgärd\nEn", b"", "Filen är tom."),
    ],
)
def test_what_is_refused_keeps_what_was_pasted(
    team: PortalClient, text: str, file: bytes | None, words: str
) -> None:
    more: dict[str, Any] = {"file": (io.BytesIO(file), "tabell.csv")} if file is not None else {}
    page = look(team, text, status=422, **more)
    assert words in page
    assert carried(page) == text
    assert titles() == []


@pytest.mark.parametrize(
    ("state", "journey", "words"),
    [("not_submitted", "active", "Steget öppnar efter"), ("go_on", "ended", "Arbetet är avslutat")],
)
def test_a_closed_step_is_refused_in_words(
    app: Flask, client_for: Browser, state: str, journey: str, words: str
) -> None:
    browser = client_for(make_leader(make_place(checkpoint_state=state, state=journey)))
    asked = browser.get(IMPORTS)
    assert asked.status_code == 403
    assert words in asked.get_data(as_text=True)
    for path in (IMPORTS, f"{IMPORTS}preview"):
        refused = browser.post(path, data={"register": ACTIONS, "text": "Åtgärd\nEn", "seen": "x"})
        assert refused.status_code == 403
        assert words in refused.get_data(as_text=True)
        assert carried(refused.get_data(as_text=True)) == "Åtgärd\nEn"
    assert titles() == []


def test_the_team_s_list_leads_there_and_nobody_else_s(
    workplace: Workplace, team: PortalClient, client_for: Browser
) -> None:
    for key, section in ((GOALS, "vision/goals"), (ACTIONS, "action_plan/actions")):
        page = team.get(f"{HOME}/steps/{section}").get_data(as_text=True)
        assert page.count(f'href="{IMPORTS}?register={key}"') == 1
        start = team.get(f"{IMPORTS}?register={key}").get_data(as_text=True)
        assert re.findall(r'value="([\w.]+)" checked', start) == [key]
    assert "imports/" not in team.get(f"{HOME}/organisations/").get_data(as_text=True)
    assert client_for(make_coach(workplace.place)).get(IMPORTS).status_code == 403


def test_two_hundred_rows_take_few_queries(workplace: Workplace, leader: User, team: PortalClient) -> None:
    make_row(workplace, "organisations", {"name": "Byalaget"}, leader)
    db.session.commit()
    text = "Åtgärd;Ansvarig;Läge\n" + "".join(f"Åtgärd {n};Byalaget;Idé\n" for n in range(200))
    team.get(IMPORTS)
    with counted() as asked:
        team.get(IMPORTS)
    with counted() as looked:
        page = look(team, text)
    with counted() as saved:
        done = team.post(IMPORTS, data={"register": ACTIONS, "text": text, "seen": seen(page)})
    assert done.status_code == 303
    assert len(titles()) == 200
    assert [n for n in (len(asked), len(looked)) if n > 10] == []
    assert len(saved) <= 20, "\n".join(saved)
