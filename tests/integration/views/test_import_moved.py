"""Words in a column of options: a status is chosen, and the words are kept in another column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from tests.client import PortalClient
from tests.factories import make_leader, make_place
from tests.import_page import ACTIONS, IMPORTS, carried, leftovers, look, mends, problems, sent_by

TABLE = "Åtgärd;Status/när\nPilgrimsleden;avtal skrivet\nTågstopp;verka för\nBad;planned\n"
MOVED = {"else-1": "next_step"}


@pytest.fixture
def team(app: Flask, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(make_leader(make_place(checkpoint_state="go_on")))


def saved() -> list[dict[str, object]]:
    rows = db.session.scalars(select(Row).where(Row.register_key == ACTIONS).order_by(Row.position))
    return [dict(row.values) for row in rows]


def test_a_status_is_chosen_and_its_words_are_moved_at_once(team: PortalClient) -> None:
    sent = sent_by(look(team, TABLE), "preview")
    page = look(team, **sent | MOVED | {"cell-2-1": "Pågår", "cell-3-1": "Idé"})
    assert carried(page).splitlines()[1:3] == [
        "Pilgrimsleden;Pågår: avtal skrivet",
        "Tågstopp;Idé: verka för",
    ]
    assert (problems(page), leftovers(page)) == ([], {})
    assert team.post(IMPORTS, data=sent_by(page, "preview")).status_code == 303
    assert saved() == [
        {"action": "Pilgrimsleden", "status": "under_way", "next_step": "avtal skrivet"},
        {"action": "Tågstopp", "status": "idea", "next_step": "verka för"},
        {"action": "Bad", "status": "planned"},
    ]


def test_what_is_chosen_with_the_save_is_shown_first(team: PortalClient) -> None:
    sent = sent_by(look(team, TABLE), "preview")
    shown = team.post(IMPORTS, data=sent | MOVED | {"cell-2-1": "Pågår"})
    said = "Det du har valt gäller nu. Titta igenom raderna innan du sparar."
    assert (shown.status_code, shown.text.count(said), saved()) == (409, 1, [])
    assert team.post(IMPORTS, data=sent_by(shown.text, "preview")).status_code == 303
    assert [row.get("status") for row in saved()] == ["under_way", None, "planned"]


def test_what_is_moved_is_said_and_leaves_a_field_for_the_status(team: PortalClient) -> None:
    page = look(team, **sent_by(look(team, TABLE), "preview") | MOVED)
    assert ("3 rader är klara." in page, leftovers(page)) == (True, {})
    assert leftovers(page, "moved") == {
        "Ord i ”Status/när” är flyttade till ”Nästa steg”": "Rad 2: ”avtal skrivet”. Rad 3: ”verka för”."
    }
    assert [name for name in mends(page) if name.startswith("cell")] == ["cell-2-1", "cell-3-1"]
    changed = look(team, **sent_by(page, "preview") | {"cell-2-1": "Pågår"})
    assert '<option value="Pågår: avtal skrivet" selected>Pågår</option>' in changed
    answer = team.post(IMPORTS, data=sent_by(changed, "preview") | {"cell-2-1": "Klar"})
    assert answer.status_code == 303
    assert saved()[:2] == [
        {"action": "Pilgrimsleden", "status": "done", "next_step": "avtal skrivet"},
        {"action": "Tågstopp", "next_step": "verka för"},
    ]


def test_what_is_moved_can_be_taken_back(team: PortalClient) -> None:
    page = look(team, **sent_by(look(team, TABLE), "preview") | MOVED)
    again = look(team, **sent_by(page, "preview") | {"else-1": ""})
    assert (len(problems(again)), leftovers(again, "moved")) == (2, {})
    assert list(leftovers(again)) == ["Ord i ”Status/när” som inte passar i ”Läge”"]
    emptied = look(team, **sent_by(page, "preview") | {"cell-2-1": ""})
    assert carried(emptied).splitlines()[1] == "Pilgrimsleden;avtal skrivet"


@pytest.mark.parametrize(
    "cell", ["Pågår, avtal skrivet", "Pågår (avtal skrivet)", "pågående – avtal skrivet", "Under way. avtal skrivet"]
)  # fmt: skip
def test_a_cell_that_says_both_is_parted(team: PortalClient, cell: str) -> None:
    page = look(team, **sent_by(look(team, f"Åtgärd;Läge\nBad;{cell}\n"), "preview") | MOVED)
    team.post(IMPORTS, data=sent_by(page, "preview"))
    assert saved() == [{"action": "Bad", "status": "under_way", "next_step": "avtal skrivet"}]
