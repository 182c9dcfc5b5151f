"""Something of each kind that waits for coaches, at three places, and everybody who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.clock import now, today
from portal.extensions import db
from portal.models import Absence, Cover, Decision, Journey, Place, Submission, Thread, User, VerdictPoint
from portal.process.promises import VERDICT_DAYS
from portal.process.workdays import add_working_days
from tests.factories import give_role, make_place
from tests.talk_world import TalkWorld, make_talk_world

TODAY = datetime(2026, 11, 26, 9, tzinfo=UTC)
"""When its tests take place. Travel there first."""

SECRET = "Hemligt: vägen till badplatsen"
TITLE = "Hemlig rubrik"


@dataclass
class InboxWorld:
    """`talk`: Dals Rostock, where questions wait. `handed`: Åmål, whose submission waits. `ending`: Bengtsfors, where
    nothing has changed for long, the last day has passed, and a point is not marked. All are the coach's; `mixed` leads
    Dals Rostock and coaches Åmål."""

    talk: TalkWorld
    handed: Place
    ending: Place
    mixed: User
    about_answer: Thread
    general: Thread
    paused: Thread
    municipal: Thread

    @property
    def coach(self) -> User:
        return self.talk.coach

    def person(self, name: str) -> User:
        return self.mixed if name == "mixed" else getattr(self.talk, name)  # type: ignore[no-any-return]

    def be_away(self, coach: User) -> None:
        day = today()
        db.session.add(
            Absence(user_id=coach.id, from_on=day, until_on=day, noted_by=coach.id, noted_at=now())
        )
        db.session.flush()

    def take_over(self, who: User, thread: Thread) -> None:
        db.session.add(Cover(user_id=who.id, thread_id=thread.id, since=now()))
        db.session.flush()


def make_inbox_world() -> InboxWorld:
    """Everything that its tests look for."""
    talk = make_talk_world()
    handed, ending = make_place("amal", "Åmål"), make_place("bengtsfors", "Bengtsfors")
    for place in (handed, ending):
        talk.coach = give_role(talk.coach, "place_coach", place)
    mixed = give_role(talk.second, "place_coach", handed)
    threads = {
        "about_answer": talk.ask(body=SECRET),
        "general": talk.ask_generally(title=TITLE, body=SECRET),
        "paused": talk.ask_generally(title="Enkäten", body="Räcker samtal?"),
        "municipal": talk.ask_for_municipality(body=SECRET),
    }
    talk.say(talk.coach, threads["paused"], body="Hur många har ni pratat med?", asks_back=True)
    submission_of(handed, talk.leader, days_ago=3)
    _end(ending, talk)
    db.session.commit()
    return InboxWorld(talk, handed, ending, mixed, **threads)


def submission_of(place: Place, leader: User, *, days_ago: int, **more: Any) -> Submission:
    """A submission that waits, past all checks."""
    journey = journey_of(place)
    journey.checkpoint_state = "submitted"
    day = today() - timedelta(days=days_ago)
    submission = Submission(
        journey_id=journey.id,
        snapshot={},
        submitted_by=leader.id,
        submitted_at=now() - timedelta(days=days_ago),
        due_on=add_working_days(day, VERDICT_DAYS),
        **{"number": 1, **more},
    )
    db.session.add(submission)
    db.session.flush()
    return submission


def journey_of(place: Place) -> Journey:
    return db.session.query(Journey).filter_by(place_id=place.id).one()


def _end(place: Place, talk: TalkWorld) -> None:
    submission = submission_of(place, talk.leader, days_ago=90, state="decided")
    journey = journey_of(place)
    journey.checkpoint_state = "go_on_follow_up"
    journey.changed_at = now() - timedelta(days=40)
    journey.ends_on = today() - timedelta(days=2)
    decision = Decision(
        submission_id=submission.id,
        verdict="go_on_follow_up",
        reasons="Bra grund.",
        content={},
        decided_by=talk.coach.id,
        decided_at=now() - timedelta(days=80),
    )
    db.session.add(decision)
    db.session.flush()
    for number, due_on, mark in ((1, today() + timedelta(days=10), None), (2, date(2026, 9, 1), "parked")):
        point = VerdictPoint(
            decision_id=decision.id,
            number=number,
            criterion_key="conclusions",
            anchor_key="mapping.services",
            text="Skriv en rad till.",
            due_on=due_on,
            mark=mark,
            marked_at=now() if mark else None,
            marked_by=talk.leader.id if mark else None,
        )
        db.session.add(point)
    db.session.flush()
