"""A name that nobody can see is no name, whichever way it comes in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.errors import InvalidError
from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from portal.services import rows
from portal.services.references import resolve_references
from tests.client import PortalClient
from tests.factories import make_leader, make_place, open_workplace
from tests.import_page import GOALS, look, problems

UNSEEN = "\u200b\u2060"
NEEDED = "Fyll i det här. Raden behöver det."


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place(checkpoint_state="go_on"))


def test_a_form_and_a_table_need_a_name_that_shows(
    workplace: Workplace, client_for: Callable[[User], PortalClient]
) -> None:
    browser = client_for(make_leader(workplace.place))
    path = "/places/dals-rostock/registers/organisations/rows"
    answer = browser.post(path, data={"organisations-row-name": UNSEEN})
    assert (answer.status_code, NEEDED in answer.text) == (422, True)
    page = look(browser, f"Mål\tHur ser vi det?\n{UNSEEN}\tDet finns tomter\n", GOALS)
    assert problems(page) == [f"Mål: {NEEDED}"]
    page = look(browser, f"Åtgärd\tAnsvarig\nNy lekplats\t{UNSEEN}\n")
    assert ("är nytt och läggs också till" in page, problems(page)) == (False, [])
    assert db.session.scalars(select(Row)).all() == []


def test_no_service_takes_another(workplace: Workplace) -> None:
    leader, register = make_leader(workplace.place), workplace.process.register("organisations")
    assert register is not None
    with pytest.raises(InvalidError) as refused:
        rows.add_row(leader, workplace=workplace, register=register, values={"name": UNSEEN})
    assert list(refused.value.fields) == ["name"]
    found = resolve_references(leader, workplace, "organisations", [], [UNSEEN, "", "Byalaget"])
    assert [(row.id, row.values) for row in db.session.scalars(select(Row))] == [
        (found[0], {"name": "Byalaget"})
    ]
