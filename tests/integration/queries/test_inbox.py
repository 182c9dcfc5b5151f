"""What waits for whom: every kind for every person, mine and everyone's, as the policy says; and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, g
from sqlalchemy import select

from portal import policy
from portal.extensions import db
from portal.models import Promise, Submission, Thread, User
from portal.queries import scopes
from portal.queries.conversations import get_conversation
from portal.queries.inbox import Inbox, count_kinds, get_inbox
from portal.queries.inbox_filters import KINDS, Wanted
from portal.queries.inbox_lines import Asked, Dated, Followed, Handed
from portal.queries.menus import count_waiting
from portal.queries.workplaces import get_workplace_by_journey
from portal.services import journeys
from tests.checkpoint_world import fresh
from tests.inbox_world import TODAY, InboxWorld, journey_of, make_inbox_world, submission_of

EVERYTHING = {"decide": 1, "answer": 3, "paused": 1, "gate": 1, "end": 1, "point": 1, "quiet": 1}
POOL = {"decide": 1, "answer": 3, "paused": 1}
DATES = {"gate": 1, "end": 1, "point": 1, "quiet": 1}

OWN_AND_ALL: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "coach": (EVERYTHING, EVERYTHING),
    "other_coach": ({"answer": 3, "paused": 1, "gate": 1}, {**POOL, "gate": 1}),
    "pool": ({}, POOL),
    "mixed": ({"decide": 1}, {"decide": 1}),
    "region": ({}, {**EVERYTHING, "gate": 2}),  # one at a place that nobody coaches
}
"""`mixed` leads the place that asks, so nothing of it is theirs to answer."""

PEOPLE = ("coach", "other_coach", "guest", "cover", "pool", "mixed", "region")


@pytest.fixture
def world(app: Flask) -> Iterator[InboxWorld]:
    with time_machine.travel(TODAY, tick=False):
        yield make_inbox_world()


def found(user: User, **wanted: object) -> Inbox:
    g.pop("waiting", None)
    return get_inbox(fresh(user), Wanted(**wanted))  # type: ignore[arg-type]  # test data


def counts(user: User) -> tuple[dict[str, int], dict[str, int]]:
    """Own and everyone's, by kind, without what there is none of."""
    all_of = count_kinds(fresh(user), Wanted())
    own, everyones = ({k: n for k, n in each.items() if n} for each in (all_of.own, all_of.everyones))
    return own, everyones


@pytest.mark.parametrize("who", OWN_AND_ALL)
def test_kinds(world: InboxWorld, who: str) -> None:
    assert counts(world.person(who)) == OWN_AND_ALL[who]


@pytest.mark.parametrize("who", OWN_AND_ALL)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mine", [True, False])
def test_rows_and_counts_agree(world: InboxWorld, who: str, kind: str, mine: bool) -> None:
    inbox = found(world.person(who), kind=kind, mine=mine)
    expected = OWN_AND_ALL[who][0 if mine else 1]
    rows = [line.kind for line in inbox.page.items]
    assert {each: rows.count(each) for each in set(rows)} == {
        each: number for each, number in expected.items() if each in KINDS[kind]
    }
    assert inbox.page.total == len(rows)


def test_while_a_coach_is_away_questions_and_decisions_are_the_others(world: InboxWorld) -> None:
    talk = world.talk
    world.be_away(talk.coach)
    assert counts(talk.coach) == (DATES, EVERYTHING)
    assert counts(talk.other_coach)[0] == {"answer": 3, "paused": 1, "gate": 1}
    assert counts(world.mixed)[0] == {"decide": 1}
    assert counts(talk.pool)[0] == {}
    world.be_away(talk.other_coach)
    assert counts(talk.pool)[0] == {"answer": 3, "paused": 1}
    assert counts(world.mixed)[0] == {"decide": 1}
    assert counts(talk.region)[0] == {}


def test_what_a_colleague_has_taken_over_is_theirs(world: InboxWorld) -> None:
    talk = world.talk
    world.take_over(talk.cover, world.about_answer)
    assert counts(talk.cover) == ({"answer": 1}, POOL)
    assert counts(talk.coach) == ({**EVERYTHING, "answer": 2}, EVERYTHING)
    (line,) = [
        line
        for line in found(talk.coach, mine=False, kind="answer").page.items
        if isinstance(line, Asked) and line.taken
    ]
    assert line.taken
    assert (line.conversation.thread.id, line.taken.id) == (world.about_answer.id, talk.cover.id)


@pytest.mark.parametrize("why", ["away", "no coach any more", "no account any more"])
def test_what_nobody_is_there_to_answer_comes_back(world: InboxWorld, why: str) -> None:
    talk = world.talk
    world.take_over(talk.cover, world.about_answer)
    if why == "away":
        world.be_away(talk.cover)
    elif why == "no account any more":
        talk.cover.active = False
    else:
        for role in fresh(talk.cover).assignments:
            role.ended_at = TODAY
    db.session.flush()
    assert counts(talk.coach)[0] == EVERYTHING


def test_the_order(world: InboxWorld) -> None:
    kinds = [line.kind for line in found(world.coach).page.items]
    assert kinds == ["answer", "answer", "answer", "decide", "end", "gate", "point", "quiet"]
    promise = db.session.scalars(select(Promise).where(Promise.thread_id == world.municipal.id)).one()
    promise.due_on = TODAY.date()
    db.session.flush()
    first = found(world.coach).page.items[0]
    assert isinstance(first, Asked)
    assert first.conversation.thread.id == world.municipal.id


@pytest.mark.parametrize("who", PEOPLE)
def test_everyones_is_what_the_policy_lets_one_see(world: InboxWorld, who: str) -> None:
    user = fresh(world.person(who))
    world.take_over(world.talk.cover, world.about_answer)
    world.talk.invite(world.general)
    lines = [line for kind in ("all", "paused") for line in found(user, mine=False, kind=kind).page.items]
    threads = {line.conversation.thread.id for line in lines if isinstance(line, Asked)}
    team = {policy.is_team(user, world.talk.place)}
    assert threads == {
        key
        for key in db.session.scalars(select(Thread.id))
        if policy.can_see_thread(user, get_conversation(key)) and team == {False}
    }
    handed = {line.id for line in lines if isinstance(line, Handed)}
    waiting = db.session.scalars(select(Submission).where(Submission.state == "submitted")).all()
    assert handed == {
        each.id for each in waiting if policy.can_see_review(user, get_workplace_by_journey(each.journey_id))
    }
    for line in lines:
        if isinstance(line, Dated | Followed):
            assert policy.can_see_place(user, line.workplace)
            assert not policy.is_team(user, line.workplace.place)
        if isinstance(line, Asked):
            whole = get_conversation(line.conversation.thread.id)
            readable = policy.can_read_thread(user, line.conversation).allowed
            assert readable == policy.can_read_thread(user, whole).allowed


@pytest.mark.parametrize("who", PEOPLE)
def test_the_menu_counts_what_the_inbox_puts_first(world: InboxWorld, who: str) -> None:
    world.take_over(world.talk.cover, world.about_answer)
    user = fresh(world.person(who))
    own, _all = counts(user)
    g.pop("waiting", None)
    assert count_waiting(user) == own.get("answer", 0) + own.get("decide", 0)
    found(user)
    assert g.get("waiting") == own.get("answer", 0) + own.get("decide", 0)


@pytest.mark.parametrize("who", PEOPLE)
def test_mine_is_the_rule_of_duty(world: InboxWorld, who: str) -> None:
    world.be_away(world.talk.coach)
    user = fresh(world.person(who))
    duty = scopes.places_on_duty_for(user, TODAY.date())
    places = {world.talk.place.id: "answer", world.handed.id: "decide"}
    mine = set(db.session.scalars(select(scopes.Place.id).where(duty, scopes.Place.id.in_(places))))
    own = counts(user)[0]
    assert {kind for kind in ("answer", "decide") if kind in own} == {places[key] for key in mine}


def test_a_paused_journey_has_no_dates_and_is_not_quiet(world: InboxWorld) -> None:
    journey = journey_of(world.ending)
    db.session.refresh(journey, ["place"])
    journeys.pause(fresh(world.talk.region), journey=journey, reason="Sjukskrivning")
    assert counts(world.coach)[0] == {**POOL, "gate": 1}


def test_an_ended_journey_asks_nothing(world: InboxWorld) -> None:
    journey_of(world.talk.place).state = "ended"
    db.session.flush()
    assert counts(world.coach)[0] == {
        key: n for key, n in EVERYTHING.items() if key in ("decide", *DATES) and key != "gate"
    }


@pytest.mark.parametrize(
    ("days", "state", "is_quiet"),
    [
        (29, "not_submitted", False),
        (31, "not_submitted", True),
        (31, "under_review", False),
        (31, "go_on", True),
    ],
)
def test_gone_quiet(world: InboxWorld, days: int, state: str, is_quiet: bool) -> None:
    """What coaches say does not count as a change, and a place that waits for them is not quiet."""
    journey = journey_of(world.talk.place)
    journey.changed_at, journey.checkpoint_state = TODAY - timedelta(days=days), state
    db.session.flush()
    world.talk.say(world.talk.coach, world.general, body="Hur går det för er?")
    quiet = [line for line in found(world.coach, kind="quiet").page.items if isinstance(line, Dated)]
    assert (world.talk.place.id in {line.workplace.place.id for line in quiet}) is is_quiet


def test_a_point_that_is_marked_or_replaced_is_not_followed(world: InboxWorld) -> None:
    assert [line.kind for line in found(world.coach, kind="dates").page.items] == ["end", "gate", "point"]
    submission_of(world.ending, world.talk.leader, days_ago=1, number=2, state="decided")
    journey_of(world.ending).checkpoint_state = "go_on_follow_up"
    db.session.flush()
    assert [line.kind for line in found(world.coach, kind="dates").page.items] == ["end", "gate"]
