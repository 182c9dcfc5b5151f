"""A text that is too long is refused and comes back whole: it is never cut behind the writer's back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Answer, Review, User
from portal.process.limits import NOT_RELEVANT_LIMIT
from portal.process.review import WORDS_LIMIT
from tests.checkpoint_world import make_world
from tests.client import PortalClient
from tests.factories import make_leader, make_place

Browser = Callable[[User], PortalClient]


@pytest.mark.one_database
def test_a_reviewers_long_note(app: Flask, client_for: Browser) -> None:
    world = make_world()
    submission = world.begin(world.submit())
    note = "x" * (WORDS_LIMIT + 1)
    key = next(c.key for c in world.workplace.process.checkpoint.criteria if not c.is_must)
    sent = {"version": "1", f"note--{key}": note}
    answer = client_for(world.coach).post(f"/reviews/{submission.id}/draft", data=sent)
    assert (answer.status_code, note in answer.text) == (422, True)
    assert db.session.scalars(select(Review.version)).all() == [1]


@pytest.mark.one_database
def test_a_long_word_of_why_a_register_is_not_relevant(app: Flask, client_for: Browser) -> None:
    leader = make_leader(make_place())
    url = "/places/dals-rostock/registers/mapping.business.list/relevance"
    sent = {"na": "y", "why": "x" * (NOT_RELEVANT_LIMIT + 1), "version": "0"}
    answer = client_for(leader).post(url, data=sent)
    assert answer.status_code == 422
    assert db.session.query(Answer).count() == 0
