"""Promises of a journey that was paused before the rule stand still since its pause, and run on with it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from portal.extensions import db
from portal.models import Promise
from portal.services import journeys
from tests.talk_world import make_talk_world

THURSDAY, PAUSED, LATER = date(2026, 11, 19), date(2026, 11, 20), date(2026, 12, 1)
MONDAY = date(2026, 12, 14)
Row = tuple[int, date | None, date | None, date | None]
"""Days that are used, since when it runs, its last day, when it ended."""
ROWS: dict[str, tuple[Row, Row]] = {
    "asked the day before": ((0, THURSDAY, date(2026, 11, 26), None), (1, PAUSED, None, None)),
    "overdue by then": ((0, date(2026, 11, 2), date(2026, 11, 9), None), (14, PAUSED, None, None)),
    "late since it was asked back": ((6, THURSDAY, PAUSED, None), (7, PAUSED, None, None)),
    "asked in the pause": ((0, LATER, date(2026, 12, 8), None), (0, LATER, None, None)),
    "stopped already": ((2, PAUSED, None, None), (2, PAUSED, None, None)),
    "the place's turn": ((2, None, None, None), (2, None, None, None)),
    "ended": ((3, None, None, THURSDAY), (3, None, None, THURSDAY)),
}
"""What stood there, and what stands there then."""
RUN_ON = [date(2026, 12, 18), date(2026, 12, 15), date(2026, 12, 15), date(2026, 12, 21), date(2026, 12, 17)]


def at(day: date) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, 11, tzinfo=UTC), tick=False)


def stored() -> list[Row]:
    rows = db.session.scalars(select(Promise).order_by(Promise.id))
    return [(p.used, p.runs_since, p.due_on, p.ended_on) for p in rows]


def test_promises_stop_with_the_pause(own_app: Flask) -> None:
    with at(THURSDAY), own_app.test_request_context():
        world = make_talk_world()
        for title in ROWS:
            world.ask_generally(title=title)
        db.session.commit()
    before, after = ([row[n] for row in ROWS.values()] for n in (0, 1))
    _write(before)
    upgrade()
    assert stored() == before  # a journey that is under way
    with at(PAUSED), own_app.test_request_context():
        journeys.pause(world.region, journey=world.workplace.journey, reason="Höstvila")
        db.session.commit()
    _write(before)
    upgrade()
    assert stored() == after
    with at(MONDAY), own_app.test_request_context():
        journeys.resume(world.region, journey=world.workplace.journey)
        db.session.commit()
    assert [due for _used, _since, due, _ended in stored() if due is not None] == RUN_ON


def _write(rows: list[Row]) -> None:
    """As the version before the rule left them."""
    db.session.remove()
    downgrade(revision="0017")
    promises = db.session.scalars(select(Promise).order_by(Promise.id)).all()
    for promise, (used, since, due, ended) in zip(promises, rows, strict=True):
        promise.used, promise.runs_since, promise.due_on, promise.ended_on = used, since, due, ended
        promise.outcome = "kept" if ended is not None else None
    db.session.commit()
    db.session.remove()
