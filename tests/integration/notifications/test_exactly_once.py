"""Workers are killed anywhere and work at the same time: each notice stands in exactly one letter, each letter arrives,
and a second copy of one only if a worker died between the server's acceptance and our mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier, Lock, Thread

import pytest
import time_machine
from flask import Flask, current_app
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from portal.extensions import db, writing
from portal.models import Mail, Notice, Place, User
from portal.notifications.notices import tell
from portal.services.events import record
from portal.worker import Rounds
from tests.factories import make_coach, make_place
from tests.mail_server import KilledError

KINDS = ("mentioned", "reply_given", "point_marked")  # at once, daily, weekly
START = datetime(2026, 3, 26, 12, tzinfo=UTC)  # three days before summer time
MOST_KILLS = 4  # after six tries a letter is left for a person to look at
numbers = count()


class Post:
    """The far end: takes letters, and does what is wanted in the middle of the next delivery."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.dies = ""
        self.meanwhile: Rounds | None = None
        self.lock = Lock()

    def send(self, mail: Mail) -> None:
        wish, self.dies = self.dies, ""
        other, self.meanwhile = self.meanwhile, None
        if other is not None:
            in_another_process(other)
        if wish == "before":
            raise KilledError
        with self.lock:
            self.taken.append((mail.message_id, mail.body_text))
        if wish == "after":
            raise KilledError


def in_another_process(rounds: Rounds) -> None:
    """As good as: its own thread, its own session."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a LocalProxy

    def work() -> None:
        with app.app_context():
            drain(rounds)

    thread = Thread(target=work)
    thread.start()
    thread.join()


def drain(rounds: Rounds) -> None:
    """What the worker does between two pauses."""
    token = writing.set(True)
    try:
        while rounds.work():
            pass
    finally:
        writing.reset(token)


@contextmanager
def killed_at_commit(number: int, when: str) -> Iterator[None]:
    """The worker dies at its commit of this number, before or just after it; nothing if it commits less often."""
    left = [number]

    def die(_session: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KilledError

    session = db.session()
    event.listen(session, f"{when}_commit", die)
    try:
        yield
    finally:
        event.remove(session, f"{when}_commit", die)


telling = st.tuples(st.just("tell"), st.sampled_from(KINDS))
waiting = st.tuples(st.just("wait"), st.integers(1, 60))
working = st.tuples(st.just("work"), st.sampled_from(["", "", "before", "after", "other"]))
dying = st.tuples(st.just("die"), st.integers(1, 4), st.sampled_from(["before", "after"]))
steps = st.lists(telling | waiting | working | dying, min_size=3, max_size=25)


@pytest.mark.one_database
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
@example([("tell", "mentioned"), ("work", "after"), ("work", "")])
@example(
    [("tell", "reply_given"), ("wait", 30), ("die", 1, "before"), ("die", 1, "after"), ("work", "other")]
)
def test_whoever_is_killed_when(app: Flask, steps: list[tuple[str, object]]) -> None:
    db.session.rollback()
    number = next(numbers)
    place = make_place(f"plats-{number}", f"Plats {number}", starts_on=START.date())
    people = [make_coach(place, f"coach{n}-{number}@example.org") for n in range(2)]
    db.session.commit()
    ids = [place.id, *(user.id for user in people)]
    post, moment, kills, events = Post(), START, 0, []
    for step in [*steps, *([("wait", 12), ("work", "")] * 20)]:
        moment += timedelta(minutes=10)
        if step[0] == "wait":
            moment += timedelta(hours=int(str(step[1])))
            continue
        with time_machine.travel(moment, tick=False):
            if step[0] == "tell":
                events.append(told(str(step[1]), *ids))
            elif step[0] == "die" or step[1] in ("before", "after"):
                kills += 1
                work(post, step if kills <= MOST_KILLS else ("work", ""))
            else:
                work(post, step)
    check(events, ids[1:], post, kills)


def told(kind: str, place_id: int, *people: int) -> int:
    place = db.session.get_one(Place, place_id)
    happened = record(None, kind, place=place)
    users = db.session.scalars(select(User).where(User.id.in_(people))).all()
    tell(happened, to=users, path=f"/e/{happened.id}/", place=place.name, who="Coach")
    db.session.commit()
    return happened.id


def work(post: Post, step: tuple[object, ...]) -> None:
    """One worker, new as after a restart, until nothing is left or it dies; what it had not committed is gone."""
    rounds = Rounds(post)
    try:
        if step[0] == "die":
            with killed_at_commit(int(str(step[1])), str(step[2])):
                drain(rounds)
        else:
            post.dies = str(step[1]) if step[1] in ("before", "after") else ""
            post.meanwhile = Rounds(post) if step[1] == "other" else None
            drain(rounds)
    except KilledError:
        db.session.rollback()
    finally:
        post.dies, post.meanwhile = "", None
        db.session.remove()


def check(events: list[int], people: list[int], post: Post, kills: int) -> None:
    found = db.session.scalars(
        select(Notice).where(Notice.channel == "mail", Notice.user_id.in_(people))
    ).all()
    assert sorted((n.event_id, n.user_id) for n in found) == sorted((e, p) for e in events for p in people)
    assert [n.id for n in found if n.due_at is not None or n.mail_id is None] == []
    mails = db.session.scalars(select(Mail).where(Mail.to_user_id.in_(people))).all()
    assert [mail.id for mail in mails if mail.sent_at is None] == []
    copies = Counter(name for name, _body in post.taken)
    assert set(copies) == {mail.message_id for mail in mails}
    assert sum(copies.values()) - len(copies) <= kills
    bodies = dict(post.taken)
    for event_id in events:
        # One letter to each of the people, and nowhere else.
        assert sum(f"/e/{event_id}/" in body for body in bodies.values()) == len(people)


def test_several_workers_at_once(app: Flask) -> None:
    """Each letter is sent by one, each person's digest put together by one; nobody waits for another's letter."""
    place = make_place(starts_on=START.date())
    people = [make_coach(place, f"coach{n}@example.org").id for n in range(8)]
    db.session.commit()
    with time_machine.travel(START, tick=False):
        events = [told(kind, place.id, *people) for kind in ("mentioned", "reply_given", "reply_given")]
    db.session.remove()
    post, barrier = Post(), Barrier(4)

    def run(_number: int) -> None:
        with app.app_context():
            barrier.wait()
            drain(Rounds(post))

    with time_machine.travel(START + timedelta(days=14), tick=False), ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    check(events, people, post, 0)
    assert len(post.taken) == 2 * len(people)
