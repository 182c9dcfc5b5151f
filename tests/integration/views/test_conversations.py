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
    points = select(PostPoint.text).where(PostPoint.post_id == post.id).order_by(PostPoint.id)
    texts = db.session.scalars(points).all()
    assert (post.kind, texts) == ("reply", ["Varför?", "Fråga de unga"])
    assert db.session.scalars(select(Promise)).one().outcome == "kept"
    seen = leader.get(asked.location).get_data(as_text=True)
    assert "Fråga de unga" in seen
    assert "Nästan." in leader.get(HOME).get_data(as_text=True)


def test_the_team_says_what_becomes_of_a_suggestion(app: Flask, client_for: Browser) -> None:
    world = make_talk_world()
    thread = world.ask()
    world.say(world.coach, thread, body="Nästan.", suggestions=("Fråga de unga",))
    point = db.session.scalars(select(PostPoint)).one()
    leader, coach, path = client_for(world.leader), client_for(world.coach), f"/conversations/{thread.id}/"
    mark = f"{path}points/{point.id}/mark"
    assert coach.post(mark, data={"mark": "taken_up"}).status_code == 403
    refused = leader.post(mark, data={"mark": "differently", "because": " "})
    assert (refused.status_code, "Skriv varför ni ser det annorlunda" in refused.text) == (422, True)
    taken = leader.post(mark, data={"mark": "taken_up"})
    assert (taken.status_code, taken.location) == (303, f"{path}#point-{point.id}")
    assert "Vi tar med det" in coach.get(path).text
    fragment = leader.post(
        mark, data={"mark": "differently", "because": "Vi är få."}, headers={"HX-Request": "true"}
    )
    assert (fragment.status_code, "Vi är få." in fragment.text) == (200, True)


def test_an_open_page_hears_what_is_said_meanwhile(app: Flask, client_for: Browser) -> None:
    world = make_talk_world()
    thread = world.ask()
    leader, path = client_for(world.leader), f"/conversations/{thread.id}/posts"
    first = db.session.scalars(select(Post.id)).one()
    asks = {"HX-Request": "true"}
    quiet = leader.get(f"{path}?after={first}&live=1", headers=asks)
    assert (quiet.status_code, quiet.data, "Set-Cookie" in quiet.headers) == (204, b"", False)
    client_for(world.coach).post(path, data={"body": "Ja, det räcker."})
    fresh = leader.get(f"{path}?after={first}&live=1", headers=asks)
    assert ("Ja, det räcker." in fresh.text, "Räcker det här?" in fresh.text) == (True, False)
    assert "Ett nytt inlägg har kommit." in fresh.text
    assert client_for(world.stranger).get(f"{path}?after=0").status_code == 404
