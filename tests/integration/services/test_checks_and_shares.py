"""Ticks that people make, and what is shared with whom."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.errors import ConflictError, InvalidError, LockedError, NotAllowedError, NotFoundError
from portal.extensions import db
from portal.models import Event, Journey, Place, Share, Tick, User
from portal.policy import Workplace
from portal.process.schema import ChecklistItem
from portal.services.checks import set_check
from portal.services.shares import end_share, share
from tests.factories import make_coach, make_leader, make_place, open_workplace


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place()


@pytest.fixture
def leader(place: Place) -> User:
    return make_leader(place)


@pytest.fixture
def workplace(place: Place) -> Workplace:
    return open_workplace(place)


def item(workplace: Workplace, derived: bool) -> ChecklistItem:
    step = workplace.process.step("anchoring")
    assert step is not None
    return next(i for i in step.checklist if (i.derived is not None) is derived)


def kinds() -> list[str]:
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def test_tick_and_take_back(leader: User, workplace: Workplace) -> None:
    line = item(workplace, derived=False)
    tick = set_check(leader, workplace=workplace, item=line, ticked=True, note=" Anslagstavlan ")
    assert tick is not None
    assert (tick.note, tick.author.id) == ("Anslagstavlan" if line.asks_note else None, leader.id)
    set_check(leader, workplace=workplace, item=line, ticked=True, note="Anslagstavlan")
    assert set_check(leader, workplace=workplace, item=line, ticked=False) is None
    set_check(leader, workplace=workplace, item=line, ticked=False)
    assert kinds() == ["check_ticked", "check_unticked"]
    assert db.session.scalars(select(Tick)).all() == []


def test_a_date_is_kept_where_the_line_asks_for_one(leader: User, workplace: Workplace) -> None:
    line = next(
        (i for s in workplace.process.steps for i in s.checklist if i.asks_date and not i.derived), None
    )
    assert line is not None
    tick = set_check(leader, workplace=workplace, item=line, ticked=True, on_date=date(2026, 10, 1))
    assert tick is not None
    assert tick.on_date == date(2026, 10, 1)


def test_what_is_refused(leader: User, workplace: Workplace) -> None:
    with pytest.raises(ConflictError):
        set_check(leader, workplace=workplace, item=item(workplace, derived=True), ticked=True)
    with pytest.raises(InvalidError):
        set_check(
            leader, workplace=workplace, item=item(workplace, derived=False), ticked=True, note="x" * 201
        )
    coach = make_coach(workplace.place)
    with pytest.raises(NotAllowedError):
        set_check(coach, workplace=workplace, item=item(workplace, derived=False), ticked=True)
    with pytest.raises(NotFoundError):
        set_check(leader, workplace=workplace, item=workplace.process.track.items[0], ticked=True)
    db.session.execute(update(Journey).values(checkpoint_state="submitted"))
    db.session.refresh(workplace.journey)
    with pytest.raises(LockedError):
        set_check(leader, workplace=workplace, item=item(workplace, derived=False), ticked=True)
    with pytest.raises(NotAllowedError):  # and not that it is locked: it is not theirs
        set_check(coach, workplace=workplace, item=item(workplace, derived=False), ticked=True)


def test_share_once_and_stop_once(leader: User, workplace: Workplace) -> None:
    first = share(leader, workplace=workplace, subject="anchoring")
    assert share(leader, workplace=workplace, subject="anchoring") is first
    end_share(leader, workplace=workplace, subject="anchoring")
    end_share(leader, workplace=workplace, subject="anchoring")
    share(leader, workplace=workplace, subject="anchoring")
    share(leader, workplace=workplace, subject="log")
    assert kinds() == ["share_started", "share_ended", "share_started", "share_started"]
    rows = db.session.scalars(select(Share).order_by(Share.id)).all()
    assert [(s.subject_key, s.ended_at is None) for s in rows] == [
        ("anchoring", False),
        ("anchoring", True),
        ("log", True),
    ]


@pytest.mark.parametrize("subject", ["nothing", "anchoring.start", "anchoring.working_group.members", ""])
def test_only_steps_and_place_wide_registers_are_shared(
    leader: User, workplace: Workplace, subject: str
) -> None:
    with pytest.raises(NotFoundError):
        share(leader, workplace=workplace, subject=subject)


def test_only_the_team_shares(leader: User, workplace: Workplace) -> None:
    coach = make_coach(workplace.place)
    for action in (share, end_share):
        with pytest.raises(NotAllowedError):
            action(coach, workplace=workplace, subject="anchoring")
