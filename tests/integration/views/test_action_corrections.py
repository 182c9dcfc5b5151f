"""A note of progress is put right by whoever wrote it: a new one takes its place, while no shared edition holds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import ActionNote, Event, User
from portal.services import action_notes
from tests.answers_world import share_plan
from tests.client import PortalClient
from tests.factories import make_leader
from tests.plan_world import PlanWorld
from tests.work_world import make_work_world, row_of

ClientFor = Callable[[User], PortalClient]


@pytest.fixture
def stage(app: Flask) -> tuple[PlanWorld, int]:
    world, ids = make_work_world()
    return world, ids["plots"]


def write(world: PlanWorld, row: int, body: str, reach: str) -> int:
    note = action_notes.add_note(
        world.leader, workplace=world.workplace, row=row_of(row), body=body, reach=reach
    )
    db.session.commit()
    return note.id


def standing() -> list[tuple[str, str]]:
    query = select(ActionNote).where(ActionNote.removed_at.is_(None)).order_by(ActionNote.id)
    return [(note.body, note.reach) for note in db.session.scalars(query)]


def test_the_author_puts_a_note_right(stage: tuple[PlanWorld, int], client_for: ClientFor) -> None:
    world, row = stage
    browser, path = client_for(world.leader), f"/places/dals-rostock/actions/{row}/"
    number = write(world, row, "Ringt komunen", "coach")
    page = browser.get(path).text
    assert f'href="{path}?note={number}#note-{number}"' in page
    asked = browser.get(f"{path}?note={number}").text
    assert f'action="{path}notes/{number}/corrections"' in asked
    assert ("Ringt komunen</textarea>" in asked, f'action="{path}notes"' in asked) == (True, False)

    empty = browser.post(f"{path}notes/{number}/corrections", data={"body": " ", "reach": "team"})
    assert (empty.status_code, f'action="{path}notes/{number}/corrections"' in empty.text) == (422, True)
    sent = {"body": "Ringt kommunen", "reach": "team"}
    saved = browser.post(f"{path}notes/{number}/corrections", data=sent)
    assert (saved.status_code, saved.location) == (303, f"{path}#note-{number + 1}")
    assert standing() == [("Ringt kommunen", "team")]
    kinds = select(Event.kind).where(Event.kind.like("action_note%")).order_by(Event.id)
    assert list(db.session.scalars(kinds)) == ["action_noted", "action_note_removed", "action_noted"]

    late = browser.post(f"{path}notes/{number}/corrections", data=sent | {"body": "Ringt dit"})
    assert (late.status_code, "Ringt dit</textarea>" in late.text) == (422, True)
    assert standing() == [("Ringt kommunen", "team")]


def test_nobody_else_changes_it(stage: tuple[PlanWorld, int], client_for: ClientFor) -> None:
    world, row = stage
    path = f"/places/dals-rostock/actions/{row}/"
    number = write(world, row, "Ringt kommunen", "coach")
    other = client_for(make_leader(world.place, "annan@example.org"))
    assert (
        f"?note={number}" in other.get(path).text,
        "corrections" in other.get(f"{path}?note={number}").text,
    ) == (
        False,
        False,
    )
    refused = other.post(f"{path}notes/{number}/corrections", data={"body": "Nej", "reach": "team"})
    assert (refused.status_code, standing()) == (403, [("Ringt kommunen", "coach")])


def test_what_stands_in_the_shared_edition_is_not_changed(
    stage: tuple[PlanWorld, int], client_for: ClientFor
) -> None:
    world, row = stage
    browser, path = client_for(world.leader), f"/places/dals-rostock/actions/{row}/"
    number = write(world, row, "Ringt kommunen", "plan")
    share_plan(world)
    assert f"?note={number}" not in browser.get(path).text
    refused = browser.post(f"{path}notes/{number}/corrections", data={"body": "Nej", "reach": "plan"})
    assert (refused.status_code, standing()) == (403, [("Ringt kommunen", "plan")])
