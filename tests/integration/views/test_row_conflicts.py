"""A row sent twice is one row; one that two have changed is chosen column by column, without scripts as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from portal.policy import Workplace
from portal.services.rows import edit_row
from tests.client import PortalClient
from tests.factories import make_leader, make_place, make_row, open_workplace

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
ADD = f"{HOME}/registers/organisations/rows"
HTMX = {"HX-Request": "true"}
KEY = "0123456789abcdef01234567"


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


@pytest.fixture
def second(workplace: Workplace) -> User:
    return make_leader(workplace.place, "second@example.org")


def form(version: int | None = None, key: str | None = None, **values: str) -> dict[str, str]:
    told = {f"organisations-row-{name}": value for name, value in values.items()}
    return (
        told
        | ({"organisations-row-version": str(version)} if version is not None else {})
        | ({"sent_key": key} if key else {})
    )


def stored() -> list[dict[str, Any]]:
    return [row.values for row in db.session.query(Row).order_by(Row.id)]


def test_the_same_form_sent_twice_is_one_row(leader: User, client_for: Browser) -> None:
    browser = client_for(leader)
    for _time in range(2):
        assert browser.post(ADD, data=form(key=KEY, name="Byalaget"), headers=HTMX).status_code == 200
    assert stored() == [{"name": "Byalaget"}]
    assert (
        browser.post(ADD, data=form(key=KEY, name="Byalaget", does="Bygger"), headers=HTMX).status_code == 200
    )
    assert stored() == [{"name": "Byalaget", "does": "Bygger"}]
    # What the first request said, once more: it was only late.
    assert browser.post(ADD, data=form(key=KEY, name="Byalaget"), headers=HTMX).status_code == 200
    assert stored() == [{"name": "Byalaget", "does": "Bygger"}]


@pytest.mark.parametrize("key", [None, "", "kort", "x" * 24, "0" * 41])
def test_without_a_proper_key_each_form_is_a_row(leader: User, client_for: Browser, key: str | None) -> None:
    browser = client_for(leader)
    for _time in range(2):
        assert browser.post(ADD, data=form(key=key, name="Byalaget")).status_code == 303
    assert len(stored()) == 2


def test_a_key_is_its_senders_own(leader: User, second: User, client_for: Browser) -> None:
    for user in (leader, second):
        assert client_for(user).post(ADD, data=form(key=KEY, name="Byalaget")).status_code == 303
    assert len(stored()) == 2
    other = client_for(leader).post(
        f"{HOME}/registers/ideas/rows", data={"ideas-row-idea": "x", "sent_key": KEY}
    )
    assert (other.status_code, len(stored())) == (422, 2)


def test_sent_again_after_somebody_changed_or_removed_it(
    workplace: Workplace, leader: User, second: User, client_for: Browser
) -> None:
    browser = client_for(leader)
    browser.post(ADD, data=form(key=KEY, name="Byalaget"))
    row = db.session.query(Row).one()
    values = {"name": "Byalaget i Dals Rostock"}
    other = client_for(second)
    other.post(f"{HOME}/rows/{row.id}", data=form(1, **values))
    answer = browser.post(ADD, data=form(key=KEY, name="Byalaget", does="Bygger"), headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#main")
    assert f'action="{HOME}/rows/{row.id}"' in answer.text
    assert stored() == [values]
    other.post(f"{HOME}/rows/{row.id}/deletion")
    answer = browser.post(ADD, data=form(key=KEY, name="Byalaget"))
    assert answer.status_code == 409
    assert "Raden var redan sparad" in answer.text


BOTH = {"name": "Byalaget", "does": "Bygger broar", "contact": "Eva"}
THEIRS = {"name": "Byalaget", "does": "Bygger bryggor", "contact": "Åsa"}


@pytest.fixture
def row(workplace: Workplace, leader: User, second: User) -> Row:
    """A row that the second leader has changed; the first one has an older page open."""
    row = make_row(workplace, "organisations", {"name": "Byalaget"}, leader)
    for user, values, version in ((leader, BOTH, 1), (second, THEIRS, 2)):
        edit_row(user, workplace=workplace, row=row, values=values, base_version=version)
    return row


def test_what_differs_is_shown_column_by_column(
    row: Row, leader: User, second: User, client_for: Browser
) -> None:
    """`does` was changed by both; `contact` by the other one alone, so theirs is chosen to begin with."""
    sent = form(2, name="Byalaget", does="Bygger stigar", contact="Eva")
    answer = client_for(leader).post(f"{HOME}/rows/{row.id}", data=sent)
    page = answer.text
    assert answer.status_code == 409
    assert re.findall(r'name="organisations-row-(\w+)--keep" value="(\w+)" checked', page) == [
        ("does", "mine"),
        ("contact", "theirs"),
    ]
    assert re.findall(r'<legend class="ds-label">(.*?)</legend>', page) == [
        "Det här gör den på platsen",
        "Hur når ni den?",
    ]
    assert re.findall(r"<mark>.*?</span>(.*?)</mark>", page) == ["stigar", "bryggor"]
    assert f"{second.name} har ändrat den här raden" in page
    assert "Bygger bryggor\n\nBygger stigar</textarea>" in page
    assert 'name="organisations-row-version" type="hidden" value="3"' in page
    assert stored() == [THEIRS]


CHOICES = [
    ({"does": "mine", "contact": "theirs"}, {"does": "Bygger stigar", "contact": "Åsa"}),
    ({"does": "theirs", "contact": "mine"}, {"does": "Bygger bryggor", "contact": "Eva"}),
    ({"does": "merged", "contact": "theirs"}, {"does": "Båda", "contact": "Åsa"}),
    ({"does": "nonsense"}, {"does": "Bygger stigar", "contact": "Eva"}),
]


@pytest.mark.parametrize(("choice", "result"), CHOICES)
def test_choosing_column_by_column(
    row: Row, leader: User, client_for: Browser, choice: dict[str, str], result: dict[str, str]
) -> None:
    sent = form(3, name="Byalaget", does="Bygger stigar", contact="Eva", **{"does--merged": "Båda"})
    kept = {f"organisations-row-{name}--keep": value for name, value in choice.items()}
    assert client_for(leader).post(f"{HOME}/rows/{row.id}", data=sent | kept).status_code == 303
    assert stored() == [{"name": "Byalaget", **result}]


def test_the_other_ones_text_is_text(
    workplace: Workplace, leader: User, second: User, client_for: Browser
) -> None:
    row = make_row(workplace, "organisations", {"name": "<b>Deras</b>"}, second)
    row.version = 2
    page = client_for(leader).post(f"{HOME}/rows/{row.id}", data=form(1, name="<i>Mitt</i>")).text
    assert "<b>Deras" not in page
    assert "<i>Mitt" not in page
