"""A workbook with goals on one sheet and actions on another: both saved at once, the goals first."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from html import unescape
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from portal.services import tables
from tests.client import PortalClient
from tests.factories import make_leader, make_place, open_workplace
from tests.import_page import ACTIONS, GOALS, IMPORTS, problems, sent_by, titles

Browser = Callable[[User], PortalClient]

NOTES = (["Så här gör vi"], ["Fyll i"], ["Skicka"])
GOAL_LINES = (["Mål", "Vilket år?"], ["Fler kan bo här, också unga", "2030"], ["Ut i naturen", ""])
ACTION_LINES = (
    ["Åtgärd", "Mål", "Läge"],
    ["Ny detaljplan", "fler kan bo HÄR, också unga", "Idé"],
    ["Pilgrimsleden", "Ut i naturen", "Pågår"],
)


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place(checkpoint_state="go_on"))


@pytest.fixture
def team(workplace: Workplace, client_for: Browser) -> PortalClient:
    return client_for(make_leader(workplace.place))


def workbook(**sheets: Sequence[Sequence[str]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(out)
    return out.getvalue()


def upload(team: PortalClient, content: bytes, status: int = 200) -> str:
    data = {"register": ACTIONS, "file": (io.BytesIO(content), "plan.xlsx")}
    answer = team.post(f"{IMPORTS}preview", data=data)
    assert answer.status_code == status
    return answer.text


def fields(page: str, **changed: str) -> dict[str, Any]:
    """What the form of the page sends."""
    return {
        **sent_by(page, "preview"),
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }


def goal_of(action: str) -> list[str]:
    rows = {row.id: row for row in db.session.scalars(select(Row))}
    found = next(row for row in rows.values() if row.values.get("action") == action)
    return [str(rows[i].values["goal"]) for i in found.values.get("goal", [])]


def test_goals_and_actions_of_one_file_are_saved_together(team: PortalClient) -> None:
    page = upload(team, workbook(Info=NOTES, Handlingsplan=ACTION_LINES, Mål=GOAL_LINES))
    sent = fields(page)
    assert [sent[name] for name in ("register", "s1-register", "s2-register")] == ["", ACTIONS, GOALS]
    assert "4 rader är klara." in page
    assert "Vilket mål hjälper den: ”Ut i naturen” kommer från samma fil." in page
    assert problems(page) == []
    assert titles() + titles(GOALS) == []

    saved = team.post(IMPORTS, data=sent)
    assert saved.status_code == 303
    assert titles(GOALS) == ["Fler kan bo här, också unga", "Ut i naturen"]
    assert titles() == ["Ny detaljplan", "Pilgrimsleden"]
    assert [goal_of(each) for each in titles()] == [[title] for title in titles(GOALS)]
    assert team.post(IMPORTS, data=sent).status_code == 409


def test_which_sheet_goes_where_is_chosen(team: PortalClient) -> None:
    page = upload(team, workbook(A=(["Grej"], ["Bada"]), B=(["Rubrik", "Tema"], ["Ro", ""])))
    assert [fields(page)[name] for name in ("register", "s1-register")] == ["", ""]
    assert team.post(IMPORTS, data=fields(page)).status_code == 409
    both = team.post(f"{IMPORTS}preview", data=fields(page, register=GOALS, s1_register=GOALS))
    assert both.status_code == 422
    assert "Två blad går till samma lista." in both.text
    asked = team.post(f"{IMPORTS}preview", data=fields(both.text, s1_register=ACTIONS)).text
    mapped = fields(asked, to_0="goal", s1_to_0="action")
    ready = team.post(f"{IMPORTS}preview", data=mapped)
    assert ready.status_code == 200
    assert team.post(IMPORTS, data=fields(ready.text)).status_code == 303
    assert (titles(GOALS), titles()) == (["Bada"], ["Ro"])


def test_what_is_wrong_on_one_sheet_waits_with_what_names_it(team: PortalClient) -> None:
    wrong = (GOAL_LINES[0], ["Fler kan bo här, också unga", "snart"], GOAL_LINES[2])
    page = upload(team, workbook(Mål=wrong, Åtgärder=ACTION_LINES))
    assert problems(page) == [
        "Vilket år? Skriv året med fyra siffror, till exempel 2026.",
        "Vilket mål hjälper den? ”fler kan bo HÄR, också unga” i samma fil behöver rättas först.",
    ]
    part = team.post(IMPORTS, data=fields(page))
    assert (part.status_code, titles(GOALS), titles()) == (200, ["Ut i naturen"], ["Pilgrimsleden"])
    left = fields(part.text)
    left["text"] = left["text"].replace("snart", "2030")
    mended = team.post(f"{IMPORTS}preview", data=left)
    assert "2 rader är klara." in mended.text
    assert team.post(IMPORTS, data=fields(mended.text)).status_code == 303
    assert goal_of("Ny detaljplan") == ["Fler kan bo här, också unga"]


def test_a_sheet_that_is_not_read_is_named(team: PortalClient) -> None:
    many = (["A"], *[["1"]] * (tables.ROWS_LIMIT + 1))
    page = upload(team, workbook(Stor=many, Mål=GOAL_LINES, Åtgärder=ACTION_LINES))
    assert "”Stor” läses inte: Tabellen har fler än 200 rader. Dela upp den i flera." in unescape(page)
    assert "4 rader är klara." in page


def test_sheets_met_by_a_closed_step_are_kept(client_for: Browser, app: Flask) -> None:
    workplace = open_workplace(make_place(checkpoint_state="go_on"))
    leader = make_leader(workplace.place)
    sent = fields(upload(client_for(leader), workbook(Mål=GOAL_LINES, Åtgärder=ACTION_LINES)))
    workplace.journey.state = "ended"
    db.session.commit()
    for path in (IMPORTS, f"{IMPORTS}preview"):
        refused = client_for(leader).post(path, data=sent)
        assert refused.status_code == 403
        assert "Arbetet är avslutat" in refused.text
        kept = fields(refused.text)
        assert [kept[name] for name in ("text", "s1-text")] == [sent["text"], sent["s1-text"]]
    assert titles() + titles(GOALS) == []
