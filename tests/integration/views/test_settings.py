"""What the region decides for all its places: the page, and what bad input does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.errors import InvalidError, NotAllowedError, StaleError
from portal.extensions import db
from portal.models import Event, RegionSettings, User
from portal.queries.settings import get_answer_days
from portal.services.settings import set_answer_days
from tests.client import PortalClient
from tests.factories import make_coach, make_leader, make_place, make_region
from tests.markup import tree_of
from tests.place_world import counted

PAGE = "/region/settings?lang=en"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def region(app: Flask) -> User:
    return make_region()


@pytest.fixture
def browser(region: User, client_for: Callable[[User], PortalClient]) -> PortalClient:
    return client_for(region)


def stored() -> list[tuple[int, int]]:
    return [(s.answer_days, s.version) for s in db.session.scalars(select(RegionSettings))]


def main_text(answer: TestResponse) -> str:
    """What stands on the page, without its frame."""
    page = tree_of(answer.text)
    return " ".join(" ".join(page.find(".//main").itertext()).split())


def events() -> list[dict[str, object]]:
    kind = Event.kind == "region_settings_saved"
    return list(db.session.scalars(select(Event.data).where(kind).order_by(Event.id)))


def test_until_the_region_decides_five_days_are_usual(
    region: User, client_for: Callable[[User], PortalClient]
) -> None:
    assert (get_answer_days(), stored()) == (5, [])
    with time_machine.travel(datetime(2026, 12, 23, 12, tzinfo=UTC)):
        browser = client_for(region)
        with counted() as statements:
            text = main_text(browser.get(PAGE))
    assert "within 5 working days" in text
    assert "5 January 2027" in text
    assert len(statements) <= 10


def test_the_region_sets_and_changes_it(browser: PortalClient) -> None:
    assert browser.post(PAGE, data={"answer_days": "3", "version": "0"}).status_code == 303
    assert (get_answer_days(), stored()) == (3, [(3, 1)])
    assert browser.post(PAGE, data={"answer_days": "3", "version": "1"}).status_code == 303
    assert browser.post(PAGE, data={"answer_days": "1", "version": "1"}).status_code == 303
    assert stored() == [(1, 2)]
    assert events() == [{"answer_days": 3}, {"answer_days": 1}]
    assert "within one working day" in main_text(browser.get(PAGE))


@pytest.mark.parametrize("typed", ["", "0", "31", "-1", "fem", "5,5", "9" * 5000])
def test_bad_input_changes_nothing(browser: PortalClient, typed: str) -> None:
    answer = browser.post(PAGE, data={"answer_days": typed, "version": "0"})
    assert (answer.status_code, stored(), events()) == (422, [], [])
    assert f'value="{typed}"' in answer.text
    assert answer.text.count("ds-validation-message") == 1


@pytest.mark.parametrize("version", ["0", "2", "", "x", "9" * 5000])
def test_whoever_comes_second_is_told(browser: PortalClient, version: str) -> None:
    browser.post(PAGE, data={"answer_days": "3", "version": "0"})
    answer = browser.post(PAGE, data={"answer_days": "7", "version": version})
    assert (answer.status_code, stored()) == (409, [(3, 1)])
    assert "Somebody else has changed this" in main_text(answer)
    assert 'value="7"' in answer.text
    assert browser.post(PAGE, data={"answer_days": "7", "version": "1"}).status_code == 303
    assert stored() == [(7, 2)]


def test_the_service_asks_the_policy_again(region: User) -> None:
    place = make_place()
    for user in (make_leader(place), make_coach(place)):
        with pytest.raises(NotAllowedError):
            set_answer_days(user, days=4, version=0)
    for days in (0, 31):
        with pytest.raises(InvalidError):
            set_answer_days(region, days=days, version=0)
    with pytest.raises(StaleError) as stale:
        set_answer_days(region, days=4, version=7)
    assert (stale.value.current, stored()) == (None, [])
