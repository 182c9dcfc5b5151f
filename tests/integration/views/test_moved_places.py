"""A place moves to another municipality: each keeps what has reached it, and its own answers and drafts."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.clock import now
from portal.extensions import db
from portal.models import Mail, PlanEdition, Row, User
from portal.queries.material import get_material
from portal.queries.tracks import list_tracks
from portal.services import places
from portal.views.told import told_of
from tests.answers_world import SIX, make_answers_world, reply, share_plan
from tests.client import PortalClient
from tests.plan_world import PlanWorld

World = tuple[PlanWorld, list[int]]
ClientFor = Callable[[User], PortalClient]
ANSWER = "/municipality/dals-rostock/plan/"
PLAN = "/plans/dals-rostock/"
SAID, DRAFT, FRESH = "Det lovade Mellerud", "Bara Melleruds utkast", "Det lovar Åmål"
PATHS = (
    ANSWER,
    ANSWER + "?show=all",
    ANSWER + "answers/{row}",
    ANSWER + "registrar.pdf",
    ANSWER + "editions/",
    ANSWER + "editions/1/",
    ANSWER + "editions/1/registrar.pdf",
    ANSWER + "editions/2/",
    PLAN,
    PLAN + "answers/{row}",
)
# What the old and the new municipality's officers get of PATHS, before and after the next edition.
UNTIL_THEN = ((200,) * 7 + (404,) * 3, (404,) * 10)
AFTER_IT = ((200,) * 7 + (404,) * 3, (200, 200, 200, 200, 200, 404, 404, 200, 200, 200))


@pytest.fixture
def made(app: Flask) -> World:
    """Mellerud has answered one action and drafted an answer to another; then the place has moved to Åmål."""
    world, rows = make_answers_world()
    reply(world, rows[0], because=SAID)
    reply(world, rows[1], sent=False, because=DRAFT)
    places.edit(world.region, place=world.workplace.place, facts=places.Facts("Dals Rostock", world.other))
    db.session.commit()
    return world, rows


def page(browser: PortalClient, path: str) -> str:
    found = browser.get(path)
    assert found.status_code == 200
    return " ".join(unescape(found.text).split())


def test_who_reads_what(made: World, client_for: ClientFor) -> None:
    world, rows = made
    for expected, counts in ((UNTIL_THEN, False), (AFTER_IT, True)):
        journey = world.workplace.journey
        facts = (get_material(journey).facts, list_tracks([journey])[journey.id].material.facts)
        assert ["plan_shared" in each for each in facts] == [counts] * 2
        for who, statuses in zip(("officer", "stranger"), expected, strict=True):
            browser = client_for(getattr(world, who))
            found = tuple(browser.get(path.format(row=rows[0])).status_code for path in PATHS)
            assert (who, found) == (who, statuses)
        share_plan(world)


def test_the_old_municipality_keeps_its_answers_and_drafts(made: World, client_for: ClientFor) -> None:
    world, rows = made
    share_plan(world)
    reply(world, rows[0], who="stranger", reader="stranger", because=FRESH)
    browser = client_for(world.officer)
    home = page(browser, "/municipality/")
    assert re.findall(r'href="(/municipality/dals[^"]*)"', home) == [ANSWER]
    assert "Dals Rostock hör nu till Åmåls kommun. Det här är utgåva 1, som Melleruds kommun fick" in home
    kept = page(browser, ANSWER)
    assert [each in kept for each in (SAID, DRAFT, FRESH)] == [True, True, False]
    assert (">Mellerud</a>" in kept, "platsens nya kommun svarar" in kept.lower()) == (True, True)
    for row, words in ((rows[0], SAID), (rows[1], DRAFT)):
        history = page(browser, f"{ANSWER}answers/{row}")
        assert (words in history, FRESH in history) == (True, False)
    for path in (f"answers/{rows[0]}", "receipts", "registrations"):
        refused = browser.post(ANSWER + path, data={"outcome": "cannot"})
        assert (refused.status_code, "Platsen hör nu till en annan kommun" in refused.text) == (403, True)


def test_the_new_municipality_answers_anew(made: World, client_for: ClientFor) -> None:
    world, rows = made
    browser, leader = client_for(world.stranger), client_for(world.leader)
    assert "får planen när ni delar nästa utgåva" in page(leader, "/places/dals-rostock/editions/")
    before = db.session.query(Mail).count()
    assert share_plan(world).number == 2
    written = db.session.query(Mail).order_by(Mail.id).offset(before)
    assert [mail.to_address for mail in written] == ["stranger@example.org"]
    assert page(browser, "/municipality/plans/").count(ANSWER) == len(SIX)
    assert ANSWER not in page(client_for(world.officer), "/municipality/plans/")
    everything = page(browser, ANSWER + "?show=all")
    assert ("Mellerud: gör det." in everything, SAID in everything, DRAFT in everything) == (
        True,
        True,
        False,
    )
    history = page(browser, f"{ANSWER}answers/{rows[1]}")
    assert DRAFT not in history
    assert "Mellerud: gör det." in page(leader, PLAN)
    reply(world, rows[0], who="stranger", reader="stranger", because=FRESH)
    plan = page(leader, PLAN)
    assert ("Mellerud:" in plan, SAID in plan, FRESH in plan, "Kommunen: gör det." in plan) == (
        False,
        False,
        True,
        True,
    )
    assert page(browser, "/municipality/plans/").count(ANSWER) == len(SIX) - 1


def test_what_has_left_the_plan_before_stays_with_the_old_one(
    app: Flask, made: World, client_for: ClientFor
) -> None:
    world, rows = made
    world.officer.name = "Melleruds handläggare"
    db.session.commit()
    path = f"{ANSWER}answers/{rows[0]}"
    share_plan(world)
    people = (world.officer, world.stranger)
    assert ["Melleruds handläggare" in page(client_for(who), path) for who in people] == [True, False]
    db.session.get_one(Row, rows[0]).deleted_at = now()
    share_plan(world)
    browser = client_for(world.stranger)
    found = [browser.get(each).status_code for each in (path, f"{PLAN}answers/{rows[0]}")]
    assert found == [404, 404]
    with app.test_request_context():
        told = told_of(world.workplace, db.session.query(PlanEdition).filter_by(number=3).one())
        assert told.answers == {}
    assert SAID in page(client_for(world.officer), path)


def test_paper_names_who_answered(made: World, client_for: ClientFor) -> None:
    world, _rows = made
    share_plan(world)
    paper = page(client_for(world.leader), PLAN + "documents/html")
    assert (">Mellerud:<" in paper, ">Kommunen:<" in paper) == (True, False)


def test_the_same_plan_makes_one_new_edition(made: World) -> None:
    world, _rows = made
    numbers = [share_plan(world).number, share_plan(world).number]
    found = db.session.query(PlanEdition).order_by(PlanEdition.number)
    assert (numbers, [each.municipality_id for each in found]) == (
        [2, 2],
        [world.municipality.id, world.other.id],
    )
