"""A coach logs a call: what was agreed stands where the place reads it, and counts in the place's log."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.extensions import db
from portal.models import Post, Promise, Row, Thread, User
from portal.process.definitions import register_folder
from tests.client import PortalClient
from tests.factories import give_role, make_place
from tests.place_world import counted
from tests.talk_world import ROLES, TalkWorld, make_talk_world

register_folder(Path(__file__).parents[2] / "definitions")

Browser = Callable[[User], PortalClient]
CALLS = "/places/dals-rostock/calls"
HOME = "/places/dals-rostock/conversations/"
SAID, NOTE, WHO = "Ni ringer vägsamfälligheten", "ORON SOM COACHEN HAR", "processledaren"
LIMIT = 5


@pytest.fixture
def world(app: Flask) -> TalkWorld:
    return make_talk_world()


def call(**fields: Any) -> dict[str, Any]:
    return {"called_on": today().isoformat(), "called_with": WHO, "body": SAID, "note": NOTE, **fields}


def test_who_logs_calls(world: TalkWorld, client_for: Browser) -> None:
    wanted = dict.fromkeys(ROLES, (404, 404))
    wanted |= dict.fromkeys(("coach", "other_coach"), (200, 422))
    wanted |= dict.fromkeys(("leader", "second", "region"), (403, 403))
    found = {}
    for role in ROLES:
        browser = client_for(getattr(world, role))
        found[role] = (browser.get(CALLS).status_code, browser.post(CALLS).status_code)
    assert found == wanted


def test_a_call_stands_in_a_conversation_and_in_the_log(world: TalkWorld, client_for: Browser) -> None:
    coach = client_for(world.coach)
    yesterday = (today() - timedelta(days=1)).isoformat()
    first = coach.post(CALLS, data=call(called_on=yesterday, sent_key="b" * 32))
    assert coach.post(CALLS, data=call(called_on=yesterday, sent_key="b" * 32)).location == first.location
    post = db.session.scalars(select(Post)).one()
    assert (post.kind, post.side, post.body, post.called_with) == ("call", "coach", SAID, WHO)
    assert str(post.called_on) == yesterday
    row = db.session.scalars(select(Row).where(Row.register_key == "log")).one()
    title = f"Samtal med coachen: {WHO}"
    assert row.values == {"date": yesterday, "kind": "coaching", "what": title, "outcome": SAID}
    assert row.created_by == world.coach.id
    assert (db.session.scalars(select(Thread.title)).all(), db.session.scalars(select(Promise)).all()) == (
        ["Telefonsamtal"],
        [],
    )
    # The next one that belongs to no conversation stands in the same.
    assert coach.post(CALLS, data=call(body="En gång till")).location == first.location
    page = client_for(world.leader).get(first.location).text
    for words in (SAID, "En gång till", f"med {WHO}"):
        assert words in page


def test_a_call_answers_only_if_the_coach_says_so(world: TalkWorld, client_for: Browser) -> None:
    thread = world.ask()
    db.session.commit()
    coach = client_for(world.coach)
    assert f'value="{thread.id}" selected' in coach.get(f"{CALLS}?thread={thread.id}").text
    assert coach.post(CALLS, data=call(thread=thread.id)).location == f"/conversations/{thread.id}/"
    assert db.session.scalars(select(Promise.outcome)).all() == [None]
    assert coach.post(CALLS, data=call(thread=thread.id, answers="1")).status_code == 303
    assert db.session.scalars(select(Promise.outcome)).all() == ["kept"]
    answer = db.session.scalars(select(Post).order_by(Post.id.desc())).first()
    assert answer is not None
    assert db.session.scalars(select(Promise.answered_post_id)).all() == [answer.id]


BAD = {
    "nothing said": ({"body": " "}, {"body"}),
    "20,000 characters": ({"body": "å" * 20_000}, {"body"}),
    "a long note": ({"note": "å" * 5_001}, {"note"}),
    "tomorrow": ({"called_on": (today() + timedelta(days=1)).isoformat()}, {"called_on"}),
    "no day": ({"called_on": "igår"}, {"called_on"}),
    "long ago": ({"called_on": "1999-01-01"}, {"called_on"}),
    "a long role": ({"called_with": "å" * 121}, {"called_with"}),
    "all at once": (
        {"body": "", "called_on": "", "called_with": "å" * 121},
        {"body", "called_on", "called_with"},
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_keeps_the_text(world: TalkWorld, client_for: Browser, what: str) -> None:
    fields, wrong = BAD[what]
    refused = client_for(world.coach).post(CALLS, data=call(**fields))
    assert refused.status_code == 422
    assert set(re.findall(r'href="#call-(\w+)"', refused.text)) == wrong
    for name, typed in call(**fields).items():
        if typed.strip() and name != "called_on":
            assert typed in refused.text, name
    assert (
        db.session.scalars(select(Post)).all()
        == db.session.scalars(select(Row.id).where(Row.register_key == "log")).all()
        == []
    )


def test_a_conversation_that_can_no_longer_be_written_in(world: TalkWorld, client_for: Browser) -> None:
    thread, municipal = world.ask(), world.ask_for_municipality()
    db.session.commit()
    coach = client_for(world.coach)
    assert client_for(world.leader).post(f"/conversations/{thread.id}/closure").status_code == 303
    refused = coach.post(CALLS, data=call(thread=thread.id))
    assert (refused.status_code, SAID in refused.text, NOTE in refused.text) == (403, True, True)
    assert coach.post(CALLS, data=call(thread=municipal.id)).status_code == 404
    assert coach.post(CALLS, data=call(thread=999)).status_code == 404
    assert db.session.scalars(select(Post.id).where(Post.kind == "call")).all() == []
    assert db.session.scalars(select(Row.id).where(Row.register_key == "log")).all() == []


def test_a_definition_without_a_log(world: TalkWorld, client_for: Browser) -> None:
    """The call stands in the conversation alone."""
    place = make_place("adala", "Ådala", definition_key="tiny", definition_version=1)
    coach = give_role(world.coach, "place_coach", place)
    db.session.commit()
    assert client_for(coach).post("/places/adala/calls", data=call()).status_code == 303
    assert db.session.scalars(select(Post.kind)).all() == ["call"]
    assert db.session.scalars(select(Row.id).where(Row.journey_id != world.workplace.journey.id)).all() == []


def test_queries(world: TalkWorld, client_for: Browser) -> None:
    for number in range(12):
        world.ask_generally(title=f"Fråga {number}")
    db.session.commit()
    coach = client_for(world.coach)
    coach.get(CALLS)
    with counted() as statements:
        assert coach.get(CALLS).status_code == 200
    assert len(statements) <= LIMIT
