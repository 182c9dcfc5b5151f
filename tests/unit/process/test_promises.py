"""The promise clock: its rules one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.process.promises import Clock, Outcome

THURSDAY = date(2026, 11, 26)
FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY, WEDNESDAY = (THURSDAY + timedelta(days=n) for n in range(1, 7))


@pytest.mark.parametrize(
    ("on", "days", "due_on"),
    [
        (THURSDAY, 1, FRIDAY),
        (THURSDAY, 3, TUESDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (SUNDAY, 1, MONDAY),
        (SATURDAY, 2, TUESDAY),
        (date(2026, 12, 23), 5, date(2027, 1, 5)),  # over Christmas and New Year
    ],
)
def test_a_question_is_due(on: date, days: int, due_on: date) -> None:
    asked = Clock.asked(on, days)
    assert (asked.due_on, asked.is_running, asked.is_paused, asked.has_ended) == (due_on, True, False, False)


@pytest.mark.parametrize(
    ("today", "is_overdue", "days_left"),
    [
        (THURSDAY, False, 2),
        (FRIDAY, False, 1),
        (SATURDAY, False, 1),
        (MONDAY, False, 0),
        (TUESDAY, True, 0),
        (date(2027, 5, 1), True, 0),
    ],
)
def test_days_left(today: date, is_overdue: bool, days_left: int) -> None:
    asked = Clock.asked(THURSDAY, 2)
    assert (asked.is_overdue(today), asked.days_left(today)) == (is_overdue, days_left)


@pytest.mark.parametrize(
    ("on", "used", "outcome"),
    [
        (THURSDAY, 0, Outcome.KEPT),
        (FRIDAY, 1, Outcome.KEPT),
        (SATURDAY, 2, Outcome.LATE),
        (MONDAY, 2, Outcome.LATE),
    ],
)
def test_an_answer_keeps_the_promise_or_is_late(on: date, used: int, outcome: Outcome) -> None:
    answered = Clock.asked(THURSDAY, 1).answered(on)
    assert answered == Clock(THURSDAY, 1, used=used, ended_on=on, outcome=outcome)
    assert (answered.has_ended, answered.is_running, answered.is_paused) == (True, False, False)
    assert (answered.due_on, answered.days_left(on)) == (None, None)
    assert not answered.is_overdue(date(2027, 5, 1))


def test_while_the_ball_is_with_the_place_nothing_is_due() -> None:
    paused = Clock.asked(THURSDAY, 3).asked_back(FRIDAY)
    assert paused == Clock(THURSDAY, 3, used=1)
    assert (paused.is_running, paused.is_paused, paused.due_on, paused.days_left(MONDAY)) == (
        False,
        True,
        None,
        None,
    )
    assert not paused.is_overdue(date(2027, 5, 1))
    assert paused.answered(date(2027, 5, 1)).outcome is Outcome.KEPT


def test_the_rest_of_the_days_runs_on_after_the_answer() -> None:
    told = Clock.asked(THURSDAY, 3).asked_back(FRIDAY).told(MONDAY)
    assert told == Clock(THURSDAY, 3, used=1, runs_since=MONDAY)
    assert told.due_on == WEDNESDAY


def test_at_least_one_day_is_left_after_the_answer() -> None:
    told = Clock.asked(THURSDAY, 1).asked_back(FRIDAY).told(FRIDAY)
    assert (told.used, told.due_on, told.was_overdue) == (1, MONDAY, False)
    again = told.asked_back(MONDAY).told(MONDAY)
    assert (again.used, again.due_on, again.was_overdue) == (1, TUESDAY, False)
    assert again.answered(TUESDAY).outcome is Outcome.KEPT


@pytest.mark.parametrize("on", [SATURDAY, MONDAY])
def test_asking_back_too_late_does_not_save_the_promise(on: date) -> None:
    paused = Clock.asked(THURSDAY, 1).asked_back(on)
    assert (paused.used, paused.was_overdue) == (2, True)
    assert paused.answered(on).outcome is Outcome.LATE
    told = paused.told(on)
    assert told.asked_back(on).was_overdue
    assert (told.is_overdue(on), told.answered(on).outcome) == (False, Outcome.LATE)


def test_a_pause_of_the_journey_stops_the_days() -> None:
    halted = Clock.asked(THURSDAY, 3).halted(FRIDAY)
    assert halted == Clock(THURSDAY, 3, used=1, runs_since=FRIDAY, is_halted=True)
    assert (halted.is_running, halted.is_paused, halted.due_on, halted.days_left(MONDAY)) == (
        True,
        False,
        None,
        None,
    )
    assert not halted.is_overdue(date(2027, 5, 1))
    assert halted.answered(date(2027, 5, 1)).outcome is Outcome.KEPT
    assert halted.asked_back(WEDNESDAY) == Clock(THURSDAY, 3, used=1)
    resumed = halted.resumed(MONDAY)
    assert resumed == Clock(THURSDAY, 3, used=1, runs_since=MONDAY)
    assert resumed.due_on == WEDNESDAY
    assert Clock.asked(SATURDAY, 2).halted(SATURDAY).resumed(MONDAY).due_on == WEDNESDAY
    assert Clock.asked(THURSDAY, 1).halted(FRIDAY).resumed(MONDAY).due_on == TUESDAY  # one day at least


def test_a_pause_does_not_save_what_was_late() -> None:
    halted = Clock.asked(THURSDAY, 1).halted(MONDAY)
    assert (halted.was_overdue, halted.answered(TUESDAY).outcome) == (True, Outcome.LATE)
    resumed = halted.resumed(TUESDAY)
    assert (resumed.due_on, resumed.answered(WEDNESDAY).outcome) == (WEDNESDAY, Outcome.LATE)


def test_an_answer_that_is_taken_away_lets_the_rest_of_the_days_run() -> None:
    asked = Clock.asked(THURSDAY, 3)
    again = asked.answered(FRIDAY).reopened(MONDAY)
    assert again == Clock(THURSDAY, 3, used=1, runs_since=MONDAY)
    assert again.due_on == WEDNESDAY
    late = Clock.asked(THURSDAY, 1).answered(MONDAY).reopened(TUESDAY)
    assert (late.was_overdue, late.answered(TUESDAY).outcome) == (True, Outcome.LATE)
    for other in (asked, asked.asked_back(FRIDAY), asked.withdrawn(FRIDAY)):
        assert other.reopened(MONDAY) == other


def test_a_withdrawn_question_is_neither_kept_nor_late() -> None:
    for running in (Clock.asked(THURSDAY, 1), Clock.asked(THURSDAY, 1).asked_back(FRIDAY)):
        withdrawn = running.withdrawn(MONDAY)
        assert (withdrawn.ended_on, withdrawn.outcome) == (MONDAY, Outcome.WITHDRAWN)
        assert not withdrawn.is_overdue(date(2027, 5, 1))


def test_what_changes_nothing() -> None:
    running = Clock.asked(THURSDAY, 3)
    assert running.told(FRIDAY) == running
    assert running.resumed(FRIDAY) == running
    halted = running.halted(FRIDAY)
    assert halted.halted(MONDAY) == halted
    paused = running.asked_back(FRIDAY)
    assert paused.asked_back(MONDAY) == paused
    assert paused.halted(MONDAY).resumed(MONDAY) == paused
    for ended in (paused.answered(MONDAY), running.withdrawn(FRIDAY)):
        later = [
            ended.asked_back(TUESDAY),
            ended.told(TUESDAY),
            ended.answered(TUESDAY),
            ended.withdrawn(TUESDAY),
            ended.halted(TUESDAY),
            ended.resumed(TUESDAY),
        ]
        assert later == [ended] * 6


@pytest.mark.parametrize("days", [0, -1])
def test_a_promise_of_no_days_is_none(days: int) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        Clock.asked(THURSDAY, days)
