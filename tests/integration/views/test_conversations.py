"""Conversations as people use them: asked on an answer, answered in place."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Post, PostPoint, Promise, Thread, User
from tests.client import PortalClient
from tests.talk_world import IDEA, QUESTION, make_talk_world

HOME = "/places/dals-rostock/conversations/"
Browser = Callable[[User], PortalClient]


def test_a_question_and_its_answer(app: Flask, client_for: Browser) -> None:
    world = make_talk_world()
    leader, coach = client_for(world.leader), client_for(world.coach)
    form = leader.get(HOME + f"new?about={QUESTION}")
    assert IDEA in form.get_data(as_text=True)
    asked = leader.post(HOME, data={"about": QUESTION, "body": "Räcker det här?"})
    thread = db.session.scalars(select(Thread)).one()
    assert (asked.status_code, asked.location) == (303, f"/conversations/{thread.id}/")
    assert db.session.scalars(select(Promise)).one().outcome is None
    page = coach.get(asked.location).get_data(as_text=True)
    assert IDEA in page
    assert "Räcker det här?" in page
    answered = coach.post(
        asked.location + "posts",
        data={
            "body": "Nästan.",
            "strengths": "Konkret",
            "question": ["Varför?"],
            "suggestion": ["Fråga de unga", ""],
        },
    )
    assert answered.status_code == 303
    post = db.session.scalars(select(Post).where(Post.side == "coach")).one()
    texts = db.session.scalars(select(PostPoint.text).where(PostPoint.post_id == post.id)).all()
    assert (post.kind, texts) == ("reply", ["Varför?", "Fråga de unga"])
    assert db.session.scalars(select(Promise)).one().outcome == "kept"
    seen = leader.get(asked.location).get_data(as_text=True)
    assert "Fråga de unga" in seen
    assert "Nästan." in leader.get(HOME).get_data(as_text=True)
