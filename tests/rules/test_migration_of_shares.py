"""What was shared with a place before shares had an order gets one, and who had read has read them."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from portal.extensions import db
from portal.models import Post, ThreadRead
from portal.services.posts import share
from portal.services.reads import mark_read
from tests.talk_world import make_talk_world


def test_shares_get_their_order(own_app: Flask) -> None:
    """Down to before shares had an order and up again: by the time of sharing."""
    with own_app.test_request_context():
        talk = make_talk_world()
        thread = talk.ask_for_municipality()
        said = [talk.say(talk.officer, thread, body=f"Rad {number}") for number in range(3)]
        for post in (said[2], said[0]):
            share(talk.officer, conversation=talk.conversation(thread), post=post)
        mark_read(talk.leader, thread=thread, post_id=said[2].id, share=2)
        mark_read(talk.second, thread=thread, post_id=said[1].id, share=2)
        db.session.commit()
        readers = [talk.leader.id, talk.second.id]
        before = db.session.execute(select(Post.id, Post.shared_order).order_by(Post.id)).all()
    db.session.remove()
    downgrade(revision="0010")
    assert "shared_order" not in {column["name"] for column in inspect(db.engine).get_columns("posts")}
    upgrade()
    assert db.session.execute(select(Post.id, Post.shared_order).order_by(Post.id)).all() == before
    assert [order for _post, order in before] == [None, 2, None, 1]
    marks = dict(db.session.execute(select(ThreadRead.user_id, ThreadRead.read_share)).all())
    assert [marks[reader] for reader in readers] == [2, 2]
    assert set(db.session.scalars(select(Post.called_with))) == {""}
