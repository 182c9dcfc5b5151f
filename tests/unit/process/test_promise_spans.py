"""The promise clock: what holds however long everybody takes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.models import Promise
from portal.process.promises import Clock, Outcome
from portal.process.workdays import is_working_day, working_days_between

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
PROMISED = st.integers(1, 30)
SPANS = st.integers(0, 45)
COLUMNS = set(Promise.__table__.columns.keys())


def days_later(day: date, days: int) -> date:
    return day + timedelta(days=days)


@dataclass(frozen=True)
class Talk:
    """A question, and spans of days: how long the coach takes to ask back, how long the place takes to answer."""

    on: date
    days: int
    spans: list[tuple[int, int]]

    def play(self) -> list[Clock]:
        """The clock after each turn; the first just asked, the last running."""
        clocks = [Clock.asked(self.on, self.days)]
        day = self.on
        for with_coach, with_place in self.spans:
            day = days_later(day, with_coach)
            clocks.append(clocks[-1].asked_back(day))
            day = days_later(day, with_place)
            clocks.append(clocks[-1].told(day))
        return clocks


TALKS = st.builds(Talk, DAYS, PROMISED, st.lists(st.tuples(SPANS, SPANS), max_size=8))


@given(DAYS, PROMISED)
def test_without_a_pause_the_promised_days_are_between(on: date, days: int) -> None:
    asked = Clock.asked(on, days)
    assert asked.due_on is not None
    assert working_days_between(on, asked.due_on) == days
    assert asked.days_left(on) == days


@given(TALKS)
def test_it_is_never_due_on_a_day_off_nor_before_it_runs(talk: Talk) -> None:
    for running in talk.play()[::2]:
        assert running.due_on is not None
        assert running.runs_since is not None
        assert is_working_day(running.due_on)
        assert running.due_on > running.runs_since


@given(TALKS)
def test_pauses_never_shorten_the_working_days_of_the_coach(talk: Talk) -> None:
    last = talk.play()[-1]
    day, spent = talk.on, 0
    for with_coach, with_place in talk.spans:
        spent += working_days_between(day, days_later(day, with_coach))
        day = days_later(day, with_coach + with_place)
    assert last.due_on is not None
    assert spent + working_days_between(day, last.due_on) >= talk.days


@given(DAYS, PROMISED, SPANS)
def test_a_pause_within_a_day_changes_nothing_before_the_last_day(on: date, days: int, after: int) -> None:
    asked = Clock.asked(on, days)
    day = days_later(on, after)
    assert asked.due_on is not None
    if day < asked.due_on and working_days_between(day, asked.due_on):
        assert asked.asked_back(day).told(day).due_on == asked.due_on


@given(DAYS, PROMISED, SPANS)
def test_a_later_question_or_a_longer_promise_is_never_due_earlier(on: date, days: int, later: int) -> None:
    due_on = Clock.asked(on, days).due_on
    moved = Clock.asked(days_later(on, later), days).due_on
    longer = Clock.asked(on, days + 1).due_on
    assert due_on is not None
    assert moved is not None
    assert longer is not None
    assert due_on <= moved
    assert due_on < longer


@given(TALKS, SPANS, SPANS)
def test_the_longer_the_place_takes_the_later_it_is_due(talk: Talk, first: int, second: int) -> None:
    paused = talk.play()[-1].asked_back(date(2041, 1, 1))
    sooner, later = sorted((first, second))
    due = [paused.told(days_later(date(2041, 1, 1), span)).due_on for span in (sooner, later)]
    assert due[0] is not None
    assert due[1] is not None
    assert due[0] <= due[1]


@given(TALKS, SPANS, SPANS)
def test_time_only_makes_it_later(talk: Talk, first: int, second: int) -> None:
    last = talk.play()[-1]
    assert last.runs_since is not None
    days = [days_later(last.runs_since, span) for span in sorted((first, second))]
    left = [last.days_left(day) for day in days]
    assert left[0] is not None
    assert left[1] is not None
    assert left[0] >= left[1]
    assert last.is_overdue(days[0]) <= last.is_overdue(days[1])
    kept = [last.answered(day).outcome is Outcome.KEPT for day in days]
    assert kept[0] >= kept[1]


@given(TALKS, SPANS)
def test_an_answer_is_kept_exactly_if_nothing_was_ever_overdue(talk: Talk, wait: int) -> None:
    clocks = talk.play()
    day, ever = talk.on, False
    for running, (with_coach, with_place) in zip(clocks[::2], talk.spans, strict=False):
        day = days_later(day, with_coach)
        ever = ever or running.is_overdue(day)
        day = days_later(day, with_place)
    day = days_later(day, wait)
    ever = ever or clocks[-1].is_overdue(day)
    assert clocks[-1].answered(day).outcome is (Outcome.LATE if ever else Outcome.KEPT)


@given(TALKS, SPANS)
def test_columns_hold_all_of_it(talk: Talk, wait: int) -> None:
    clocks = talk.play()
    ends = [clocks[-1].answered(date(2041, 1, 1)), clocks[-1].withdrawn(date(2041, 1, 1))]
    for each in [*clocks, *ends]:
        stored = {column: value for column, value in asdict(each).items() if column in COLUMNS}
        assert Clock(**stored) == each


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("days_before", range(8))
def test_summer_time_has_no_effect(change: date, days_before: int) -> None:
    """Whatever the hour in Sweden, it is asked on that day; no day is lost or won."""
    day = change - timedelta(days=days_before)
    midnight, next_midnight = (
        datetime(each.year, each.month, each.day, tzinfo=clock.STOCKHOLM).astimezone(UTC)
        for each in (day, days_later(day, 1))
    )
    hours = (next_midnight - midnight) // timedelta(hours=1)
    asked = []
    for hour in range(hours):
        with time_machine.travel(midnight + timedelta(hours=hour), tick=False):
            asked.append(Clock.asked(clock.today(), 4))
    assert asked == [Clock.asked(day, 4)] * (24 if days_before else hours)
    assert hours == 24 if days_before else hours in (23, 25)
