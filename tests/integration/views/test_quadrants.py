"""A register two by two: in place of its list, each row a link, each field a way to add to it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from tests.client import PortalClient
from tests.factories import make_answer, make_row
from tests.picture_world import STATEMENTS, SWOT, make_picture_world, named, read
from tests.plan_world import PlanWorld, make_plan_world

Browsers = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    return make_picture_world()


def test_two_by_two_takes_the_place_of_the_list(world: PlanWorld, client_for: Browsers) -> None:
    page = read(client_for(world.leader), SWOT)
    row = db.session.query(Row).filter_by(register_key=STATEMENTS).one()
    assert re.findall(r"<h3 id=\"chart-[^>]*>([^<]+)</h3>", page) == [
        "Styrkor",
        "Svagheter",
        "Möjligheter",
        "Hot",
    ]
    assert page.count(f'<li id="row-{row.id}">') == 1
    assert f'<a href="/places/dals-rostock/rows/{row.id}">Kroppefjäll</a>' in page
    assert 'class="entries"' not in page
    assert named(page, "a quads__add") == [
        "Lägg till Styrkor",
        "Lägg till Svagheter",
        "Lägg till Möjligheter",
        "Lägg till Hot",
    ]


def test_who_only_reads_gets_the_fields_without_links(world: PlanWorld, client_for: Browsers) -> None:
    make_row(
        world.workplace,
        STATEMENTS,
        {"quadrant": "threats", "statement": "Tåget", "shown_by": "Räls"},
        world.leader,
        5,
    )
    db.session.commit()
    page = read(client_for(world.coach), SWOT)
    assert re.findall(r"<h3 id=\"chart-[^>]*>([^<]+)</h3>", page) == [
        "Styrkor",
        "Svagheter",
        "Möjligheter",
        "Hot",
    ]
    fields = re.findall(r"<section class=\"quads__\d\"[^>]*>(.*?)</section>", page, re.DOTALL)
    assert [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).strip() for words in fields] == [
        "Styrkor Kroppefjäll",
        "Svagheter Här är inget skrivet.",
        "Möjligheter Här är inget skrivet.",
        "Hot Tåget Det här visar det: Räls",
    ]
    assert ("/rows/" in page, "quads__add" in page, "rowsaid" in page) == (False, False, False)


def test_a_field_leads_to_the_form_with_itself_chosen(world: PlanWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    queries = ("?add=statements&in=threats", "?add=statements&in=moon", "?add=list&in=threats", "?in=threats")
    pages = (read(browser, SWOT + query) for query in queries)
    chosen = [re.findall(r"name=\"statements-row-quadrant\" value=\"(\w+)\" checked", page) for page in pages]
    assert chosen == [["threats"], [], [], []]


def test_rows_of_an_older_definition_stand_below_the_fields(world: PlanWorld, client_for: Browsers) -> None:
    """Nothing in them, or a field that is no more: they can still be reached."""
    rows = [
        make_row(world.workplace, STATEMENTS, values, world.leader) for values in ({}, {"quadrant": "luck"})
    ]
    db.session.commit()
    names = [f"påstående {row.id}" for row in rows]
    ids = [row.id for row in rows]
    for who in (world.leader, world.coach):
        page = read(client_for(who), SWOT)
        left = re.findall(r"<section class=\"quads__left\".*?</section>", page, re.DOTALL)
        items = re.findall(r"<li[^>]*>(.*?)</li>", left[0], re.DOTALL)
        assert [re.sub(r"<[^>]+>", "", item).strip() for item in items] == names
    page = read(client_for(world.leader), SWOT)
    assert [page.count(f'<a href="/places/dals-rostock/rows/{row}">') for row in ids] == [1, 1]


def test_what_is_not_relevant_here_is_not_drawn(app: Flask, client_for: Browsers) -> None:
    world = make_plan_world()
    answer = make_answer(world.workplace, STATEMENTS, None, world.leader)
    answer.not_relevant = "Vi gjorde något annat"
    db.session.commit()
    assert "quads" not in read(client_for(world.leader), SWOT)
