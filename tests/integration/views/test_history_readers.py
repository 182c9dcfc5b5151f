"""Who comes to a history and how, and what the pages cost however long it is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from tests.client import PortalClient
from tests.factories import make_answer, make_row, share
from tests.past_world import HISTORY, HOME, SECTION, START, changes, past, stored, text_of
from tests.place_world import PlaceWorld, counted, make_place_world

QUERIES = 8

Browser = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def test_under_review_it_is_read_and_nothing_offered(world: PlaceWorld, client_for: Browser) -> None:
    past(stored(), (world.leader, 0, "Badet"), (world.second, 60, "Skogen"))
    world.journey.checkpoint_state = "under_review"
    browser = client_for(world.leader)
    assert "Använd det här igen" not in text_of(browser, HISTORY)
    assert f'href="{HISTORY}"' in text_of(browser, SECTION)
    answer = browser.post(f"{HISTORY}/1/restoration", data={"base_version": "2"})
    assert answer.status_code == 409
    assert "Svaren är låsta" in answer.get_data(as_text=True)


def test_what_was_written_before_it_was_shared_never_leaves_the_team(
    world: PlaceWorld, client_for: Browser
) -> None:
    """Not to coaches, region and others, by no route, also once step and register are shared."""
    for subject in ("mapping", "organisations"):
        share(world.workplace, subject, world.leader)
    paths = [
        HISTORY,
        f"{HOME}/rows/{world.organisation.id}/history",
        f"{HOME}/registers/organisations/deletions",
    ]
    past(stored(), (world.leader, 0, "Utkastet"), (world.leader, 60, "Svaret"))
    for user in (world.coach, world.region, world.officer, world.stranger):
        browser = client_for(user)
        for path in paths:
            text_of(browser, path, 404)
        for path in paths[:2]:
            assert browser.post(f"{path}/1/restoration", data={"base_version": "2"}).status_code == 404
    for user in (world.coach, world.region):
        browser = client_for(user)
        page = text_of(browser, SECTION) + text_of(browser, f"{HOME}/organisations/")
        assert "/history" not in page
        assert "/deletions" not in page
    text_of(client_for(world.second), HISTORY)


def test_a_coach_reads_the_history_of_their_own_log_row_alone(world: PlaceWorld, client_for: Browser) -> None:
    entry = {"date": "2026-10-14", "kind": "open_meeting", "what": "Möte"}
    mine = make_row(world.workplace, "log", entry, world.coach)
    theirs = make_row(world.workplace, "log", entry, world.leader)
    past(mine, (world.coach, 0, entry), (world.coach, 60, {**entry, "what": "Öppet möte"}))
    browser = client_for(world.coach)
    assert f"/rows/{mine.id}/history" in text_of(browser, f"{HOME}/log/")
    page = text_of(browser, f"{HOME}/rows/{mine.id}/history")
    assert (len(changes(page)), "<dt>Slags möte</dt>" in page) == (2, True)
    text_of(browser, f"{HOME}/rows/{theirs.id}/history", 404)
    # Who writes in the team meets what it was asked.
    page = text_of(client_for(world.leader), f"{HOME}/rows/{theirs.id}/history")
    assert "<dt>Vad var det för slags möte?</dt>" in page
    answer = browser.post(f"{HOME}/rows/{mine.id}/history/1/restoration", data={"base_version": "2"})
    assert answer.status_code == 303
    assert db.session.get_one(Row, mine.id).values == entry


def test_what_was_changed_leads_to_its_history(world: PlaceWorld, client_for: Browser) -> None:
    """A line with day and name at whatever has more than one version; none at the rest."""
    past(stored(), (world.leader, 0, "Badet"), (world.second, 60, "Skogen"))
    row = make_row(world.workplace, "mapping.assets.list", {"asset": "Ån"}, world.leader)
    past(row, (world.leader, 0, {"asset": "Ån"}), (world.second, 9, {"asset": "Bäcken"}))
    browser = client_for(world.leader)
    pages = {SECTION: [HISTORY], f"{HOME}/steps/mapping/assets": [f"{HOME}/rows/{row.id}/history"]}
    for path, hrefs in pages.items():
        page = text_of(browser, path)
        assert re.findall(r'href="([^"]*/history)"', page) == hrefs
        assert "Ändrad 14 oktober av Processledare" in page
    assert "/history" not in text_of(browser, f"{HOME}/steps/anchoring/start")


@pytest.mark.parametrize("number", [1, 300])
def test_pages_cost_the_same_whatever_the_length(world: PlaceWorld, client_for: Browser, number: int) -> None:
    """Twenty changes a page, each an hour after the other; with 300 there are fifteen pages, and single saves, too."""
    people = (world.leader, world.second)
    past(stored(), *((people[n % 2], 60 * n, f"Text {n}") for n in range(number)))
    ids = [world.organisation.id]
    gone = make_row(world.workplace, "organisations", {"name": "Bortgångna laget"}, world.leader)
    gone.deleted_at = START
    row = make_row(world.workplace, "anchoring.working_group.members", {"organisation": ids}, world.leader)
    past(
        row,
        *((people[n % 2], 60 * n, {"organisation": ids, "role": f"Roll {n}"}) for n in range(number - 1)),
        (world.leader, 60 * number, {"organisation": [gone.id]}),
    )
    for n in range(min(number, 30)):
        make_row(world.workplace, "organisations", {"name": f"Borta {n}"}, world.leader).deleted_at = START
    browser = client_for(world.leader)
    with counted() as statements:
        text_of(browser, f"{HOME}/registers/organisations/deletions")
    assert len(statements) <= QUERIES
    for path in (HISTORY, f"{HOME}/rows/{row.id}/history"):
        for asked, shown in ((path, min(number, 20)), (path + "?each=1&page=99", min(number, 20))):
            with counted() as statements:
                page = text_of(browser, asked)
            assert len(changes(page)) == shown
            assert len(statements) <= QUERIES, "\n".join(s[:90] for s in statements)


def test_the_lines_that_lead_there_cost_no_query(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    counts = []
    for path in (SECTION, f"{HOME}/steps/mapping/assets"):
        text_of(browser, path)  # the first look is noted
    for _time in range(2):
        with counted() as statements:
            text_of(browser, SECTION)
            text_of(browser, f"{HOME}/steps/mapping/assets")
        counts.append(len(statements))
        past(stored(), (world.leader, 0, "Badet"), (world.second, 60, "Skogen"))
        for row in db.session.scalars(select(Row).where(Row.register_key == "mapping.assets.list")):
            past(row, (world.second, 0, {"asset": "Ån"}), (world.second, 60, {"asset": "Bäcken"}))
    assert counts[0] == counts[1]


def test_a_question_that_was_never_answered_has_none(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    for key in ("anchoring.place.best", "organisations", "no.such.question"):
        text_of(browser, f"{HOME}/answers/{key}/history", 404)
    make_answer(world.elsewhere, "anchoring.place.best", "Främmande", world.stranger)
    text_of(browser, f"{HOME}/answers/anchoring.place.best/history", 404)
    text_of(browser, f"{HOME}/rows/{world.foreign.id}/history", 404)
