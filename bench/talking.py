"""Conversations at every place: most of them answered, some waiting for a coach, a few for the place."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import insert, select, update

from bench.values import Source
from portal.clock import now
from portal.extensions import db
from portal.models import Assignment, Journey, Post, Promise, Thread, ThreadRead
from portal.process.anchors import find_anchor
from portal.process.definitions import latest
from portal.process.promises import DEFAULT_DAYS
from portal.process.workdays import add_working_days

THREADS = 17
"""At each place: some 500 for a coach."""

RUNNING, PAUSED = 3, 1
"""Of them, those whose question waits for an answer, and those that wait for the place to say more."""

OLDEST = 90
"""Days since a conversation began, at most."""

QUIET = 7
"""Every seventh place has not changed anything for long."""

Values = dict[str, Any]


def talk(random: Random) -> None:
    """At every place that has begun, by its own people."""
    journeys = db.session.execute(
        select(Journey.id, Journey.place_id, Journey.definition_key).order_by(Journey.id)
    ).all()
    people = _people()
    rows: dict[type[Any], list[Values]] = {Thread: [], Post: [], Promise: [], ThreadRead: []}
    threads, posts = count(1), count(1)
    for journey in journeys:
        anchors = _anchors(journey.definition_key)
        for number in range(THREADS):
            anchor = None if number % 4 == 0 else anchors[random.randrange(len(anchors))]
            _begin(rows, random, (next(threads), journey.id, anchor), people[journey.place_id], number, posts)
    for model, values in rows.items():
        db.session.execute(insert(model), values)
    long_ago = now() - timedelta(days=OLDEST)
    quiet = [journey.id for journey in journeys if journey.id % QUIET == 0]
    db.session.execute(update(Journey).where(Journey.id.in_(quiet)).values(changed_at=long_ago))


def _people() -> dict[int, tuple[int, int]]:
    """The leader and the coach of each place."""
    query = select(Assignment.place_id, Assignment.role, Assignment.user_id).where(
        Assignment.place_id.is_not(None)
    )
    found: dict[int, dict[str, int]] = {}
    for place, role, user in db.session.execute(query):
        found.setdefault(place or 0, {})[role] = user
    return {place: (roles["leader"], roles["place_coach"]) for place, roles in found.items()}


def _anchors(key: str) -> list[str]:
    """Keys of questions before the checkpoint that a conversation can be about."""
    process = latest(key)
    keys = [question.key for question in process.all_questions()]
    return [each for each in keys if find_anchor(process, each) is not None][:40]


def _said(
    key: int, people: tuple[int, int], number: int, asked: datetime, posts: Any, words: Any
) -> list[Values]:
    """What is said in a conversation, the question first; nothing more where it still waits."""
    leader, coach = people
    said = [(leader, "place", "question"), (coach, "coach", "reply"), (leader, "place", "note")]
    if number < RUNNING:
        said = said[:1]
    return [
        {
            "id": next(posts),
            "thread_id": key,
            "author_id": author,
            "side": side,
            "kind": kind,
            "body": words(200),
            "written_at": asked + timedelta(days=later),
        }
        for later, (author, side, kind) in enumerate(said)
    ]


def _begin(
    rows: dict[type[Any], list[Values]],
    random: Random,
    thread: tuple[int, int, str | None],
    people: tuple[int, int],
    number: int,
    posts: Any,
) -> None:
    (key, journey, anchor), (leader, coach), words = thread, people, Source(random, {}).words
    asked = now() - timedelta(days=random.randrange(OLDEST), minutes=random.randrange(600))
    rows[Thread].append(
        {
            "id": key,
            "journey_id": journey,
            "kind": "anchored" if anchor else "general",
            "anchor_key": anchor,
            "title": "" if anchor else words(40),
            "opened_by": leader,
            "opened_at": asked,
            "last_post_at": asked,
        }
    )
    written = _said(key, people, number, asked, posts, words)
    rows[Post].extend(written)
    rows[ThreadRead].append(
        {"user_id": coach, "thread_id": key, "read_post_id": written[0]["id"] - number % 2}
    )
    rows[Promise].append(_promise(key, journey, written[0]["id"], asked, number))


def _promise(thread: int, journey: int, post: int, asked: datetime, number: int) -> Values:
    day: date = asked.date()
    runs, is_open = number < RUNNING, number < RUNNING + PAUSED
    return {
        "thread_id": thread,
        "journey_id": journey,
        "asked_post_id": post,
        "asked_on": day,
        "days": DEFAULT_DAYS,
        "used": 0 if runs else 1,
        "runs_since": day if runs else None,
        "due_on": add_working_days(day, DEFAULT_DAYS) if runs else None,
        "ended_on": None if is_open else day + timedelta(days=2),
        "outcome": None if is_open else "kept",
    }
