"""Pictures of registers on pages: who sees which, that they follow what is written, and that they cost no queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from tests.client import PortalClient
from tests.factories import make_row
from tests.picture_world import HOME, HTMX, STATEMENTS, STEP, SWOT, drawn, make_picture_world, named, read
from tests.place_world import counted
from tests.plan_world import PlanWorld, make_plan_world

Browsers = Callable[[User], PortalClient]

STAKEHOLDERS = STEP + "stakeholders"
VOICES = STEP + "voices"
SERVICES = HOME + "steps/mapping/services"
TEAMS = "Intresse och inflytande"
COACHES = "Så många har vi hört"
EVERYBODYS = "Service på orten"
LIMIT = 10


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    return make_picture_world()


SEEN = [
    ("leader", STEP, [TEAMS, COACHES]),
    ("leader", STAKEHOLDERS, [TEAMS]),
    ("leader", VOICES, [COACHES]),
    ("leader", SERVICES, [EVERYBODYS]),
    ("leader", HOME + "steps/mapping/", [EVERYBODYS]),
    ("leader", HOME + "steps/analysis/", ["De fyra fälten"]),
    ("leader", HOME + "steps/vision/", []),
    ("leader", HOME + "checkpoint/answers", [COACHES, EVERYBODYS]),
    ("coach", STEP, [COACHES]),
    ("coach", STAKEHOLDERS, []),
    ("coach", VOICES, [COACHES]),
    ("coach", SERVICES, [EVERYBODYS]),
    ("region", STEP, [COACHES]),
    ("region", STAKEHOLDERS, []),
    ("region", VOICES, [COACHES]),
    ("leader", "/plans/dals-rostock/", [EVERYBODYS]),
    ("officer", "/plans/dals-rostock/", [EVERYBODYS]),
]


def test_who_sees_which_picture(world: PlanWorld, client_for: Browsers) -> None:
    browsers = {who: client_for(getattr(world, who)) for who in {who for who, _path, _pictures in SEEN}}
    found = [(who, path, drawn(read(browsers[who], path))) for who, path, _pictures in SEEN]
    assert found == SEEN


@pytest.mark.parametrize("who", ["coach", "region"])
def test_before_a_step_is_shared_its_pictures_are_the_teams(
    app: Flask, client_for: Browsers, who: str
) -> None:
    world = make_plan_world()
    make_row(world.workplace, "anchoring.voices.groups", {"how": "heard"}, world.leader, 0, "older_people")
    db.session.commit()
    assert drawn(read(client_for(world.leader), STEP)) == [COACHES]
    assert drawn(read(client_for(getattr(world, who)), STEP)) == []


def test_a_matrix_says_in_a_table_and_in_words_where_each_row_stands(
    world: PlanWorld, client_for: Browsers
) -> None:
    page = read(client_for(world.leader), STAKEHOLDERS)
    row = db.session.query(Row).filter_by(register_key="anchoring.stakeholders.list").one()
    assert re.findall(r"<th scope=\"(?:col|row)\">([^<]+)</th>", page) == [
        "Litet intresse",
        "Visst intresse",
        "Stort intresse",
        "Stort inflytande",
        "Visst inflytande",
        "Litet inflytande",
    ]
    cells = re.findall(r"<td class=\"matrix__\d\">(.*?)</td>", page, re.DOTALL)
    assert ["Kommunen" in cell for cell in cells] == [True] + [False] * 8
    assert named(page, "matrix__key") == ["1 Kommunen litet intresse, stort inflytande"]
    assert page.count(f'href="/places/dals-rostock/rows/{row.id}"') == 3


def test_coverage_says_how_much_of_what(world: PlanWorld, client_for: Browsers) -> None:
    page = read(client_for(world.coach), VOICES)
    assert named(page, "coverage__sum") == ["1 av 10 hörda"]
    left = (
        "Äldre, nyinflyttade, företag, föreningar, mark- och fastighetsägare, människor med funktionsnedsättning, "
        "nationella minoriteter, de som aldrig kommer"
    )
    said = f"Hörda 1 Barn och unga Planerat 1 Hästfolket Inte bedömt 8 {left}"
    assert named(page, "parts-of") == [said]


def test_a_tap_sends_the_picture_as_it_is_now_with_few_queries(
    world: PlanWorld, client_for: Browsers
) -> None:
    browser = client_for(world.leader)
    url = HOME + "registers/anchoring.voices.groups/presets/older_people"
    sent = {"groups--older_people--how": "heard", "groups--older_people--version": "0"}
    with counted() as statements:
        answer = browser.post(url, data=sent, headers=HTMX).get_data(as_text=True)
    assert len(statements) <= LIMIT
    assert answer.count('id="picture-groups" data-hx-swap-oob="true"') == 1
    assert named(answer, "coverage__sum") == ["2 av 10 hörda"]
    refused = browser.post(url, data={**sent, "groups--older_people--how": "x"}, headers=HTMX)
    assert (refused.status_code, "picture-groups" in refused.get_data(as_text=True)) == (422, False)


def test_a_row_of_ones_own_sends_the_picture_that_stands_elsewhere(
    world: PlanWorld, client_for: Browsers
) -> None:
    browser = client_for(world.leader)
    url = HOME + "registers/anchoring.voices.groups/rows"
    sent = {"groups-row-group": "Jägarna", "groups-row-how": "heard"}
    answer = browser.post(url, data=sent, headers=HTMX).get_data(as_text=True)
    assert answer.count('id="picture-groups" data-hx-swap-oob="true"') == 1
    assert named(answer, "coverage__sum") == ["2 av 11 hörda"]
    assert 'hx-swap-oob="true"' not in read(browser, VOICES).replace('id="flashes"', "")


def test_a_new_row_comes_with_the_picture_below_it(world: PlanWorld, client_for: Browsers) -> None:
    sent = {
        "list-row-organisation--new": "Vägföreningen",
        "list-row-interest": "3",
        "list-row-influence": "3",
    }
    url = HOME + "registers/anchoring.stakeholders.list/rows"
    answer = client_for(world.leader).post(url, data=sent, headers=HTMX).get_data(as_text=True)
    assert named(answer, "matrix__key") == [
        "1 Kommunen litet intresse, stort inflytande 2 Vägföreningen stort intresse, stort inflytande"
    ]


def test_a_removed_name_stays_where_it_was(world: PlanWorld, client_for: Browsers) -> None:
    organisation = (
        db.session.query(Row).filter_by(register_key="organisations").order_by(Row.id.desc()).first()
    )
    assert organisation is not None
    browser = client_for(world.leader)
    browser.post(f"{HOME}rows/{organisation.id}/deletion", data={"though_used": "1"})
    assert named(read(browser, STAKEHOLDERS), "matrix__key") == [
        "1 Kommunen litet intresse, stort inflytande"
    ]


def test_before_anything_is_written_each_says_what_will_come(app: Flask, client_for: Browsers) -> None:
    world = make_plan_world()
    browser = client_for(world.leader)
    page = read(browser, VOICES)
    assert (drawn(page), "Svara för den första gruppen" in page, "coverage__bar" in page) == (
        [COACHES],
        True,
        False,
    )
    page = read(browser, STAKEHOLDERS)
    assert (drawn(page), "Fyll i intresse och inflytande" in page, "<table" in page) == ([TEAMS], True, False)
    page = read(browser, SWOT)
    assert (page.count("quads__add"), "Börja med en styrka" in page) == (4, True)
    assert drawn(read(browser, STEP)) == []


def test_many_rows_take_no_more_queries(world: PlanWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    paths = (STEP, STAKEHOLDERS, VOICES, SERVICES, SWOT)
    for path in paths:
        browser.get(path)  # the first look is noted
    few = [queries_of(browser, path) for path in paths]
    workplace, leader = world.workplace, world.leader
    for number in range(60):
        found = make_row(workplace, "organisations", {"name": f"Förening {number}"}, leader)
        values = {"organisation": [found.id], "interest": 2, "influence": 2}
        make_row(workplace, "anchoring.stakeholders.list", values, leader)
        make_row(workplace, "anchoring.voices.groups", {"group": f"G{number}", "how": "heard"}, leader)
        make_row(workplace, STATEMENTS, {"quadrant": "threats", "statement": f"S{number}"}, leader)
    db.session.commit()
    assert [queries_of(browser, path) for path in paths] == few
    assert max(few) <= LIMIT


def queries_of(browser: PortalClient, path: str) -> int:
    with counted() as statements:
        assert browser.get(path).status_code == 200
    return len(statements)
