"""The promise clock: until when a question will be answered, and whether it was.

The rules:

- Counted are the working days after the day of the question. Asked on a Saturday, Monday is the first of them.
- While the ball is with the place the clock stands still: a coach who needs to know more asks back, and the days that
  were left run on after the day on which the place answered. There is always at least one.
- The day on which a coach asks back is used, if it is a working day; the day of the place's answer is not counted.
- An answer no later than the last day keeps the promise; so does one while the ball is with the place. What was
  overdue when the coach asked back is not kept by that.
- While the journey is paused the clock stands still, too, whoever's turn it is: the day of the pause is used, and the
  days that were left run on after the day on which the journey goes on. A question that is asked meanwhile has all of
  its days from then. An answer in the pause keeps the promise, unless it was overdue before.
- A question that is withdrawn is neither kept nor late. What has ended stays as it ended, unless the answer itself is
  taken away: then the days that were left when it came run on from that day.

Days are those of Europe/Stockholm (`portal.clock.today`): a clock of days knows no summer time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal.process.workdays import add_working_days, working_days_between

DEFAULT_DAYS = 5
"""Working days for an answer, until the region decides otherwise."""

VERDICT_DAYS = 10
"""Working days after which a submission stands among the questions as if a verdict had been promised by then."""

LONGEST_DAYS = 30
"""The most that the region may set."""


class Outcome(StrEnum):
    """How a promise ended."""

    KEPT = "kept"
    LATE = "late"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise. Its fields are those that a row of `promises` stores, so it can be made from them again."""

    asked_on: date
    days: int
    """How many working days were promised when the question was asked."""
    used: int = 0
    """Working days that had run when the clock last stopped or ended; more than `days` if it was overdue by then."""
    runs_since: date | None = None
    """The day after which days are counted, or on which the pause of the journey stopped them; None while the ball is
    with the place, and after the end."""
    ended_on: date | None = None
    """The day on which it was answered or withdrawn."""
    outcome: Outcome | None = None
    is_halted: bool = False
    """The coach has the ball, but the journey is paused: no day counts."""

    @classmethod
    def asked(cls, on: date, days: int) -> Clock:
        """A question is asked: the clock starts."""
        if days < 1:
            raise ValueError("a promise is at least one working day")
        return cls(asked_on=on, days=days, runs_since=on)

    def asked_back(self, on: date) -> Clock:
        """The coach needs to know more: the clock stops. Nothing changes if it does not run."""
        return self if self.runs_since is None else replace(self.halted(on), runs_since=None, is_halted=False)

    def told(self, on: date) -> Clock:
        """The place has answered: the rest of the days runs. Nothing changes if the clock was not stopped."""
        return replace(self, runs_since=on) if self.is_paused else self

    def halted(self, on: date) -> Clock:
        """The journey is paused: the clock stops. Nothing changes if it does not run."""
        if self.runs_since is None or self.is_halted:
            return self
        used = self.used + working_days_between(self.runs_since, on)
        is_too_late = self.was_overdue or self.is_overdue(on)
        used = max(used, self.days + 1) if is_too_late else min(used, self.days)
        return replace(self, used=used, runs_since=on, is_halted=True)

    def resumed(self, on: date) -> Clock:
        """The journey goes on: the rest of the days runs. Nothing changes if the pause had not stopped the clock."""
        return replace(self, runs_since=on, is_halted=False) if self.is_halted else self

    def answered(self, on: date) -> Clock:
        """The coach has answered: the promise is kept or late. Nothing changes if it had ended."""
        if self.has_ended:
            return self
        is_late = self.was_overdue or self.is_overdue(on)
        return self._ended(on, Outcome.LATE if is_late else Outcome.KEPT)

    def withdrawn(self, on: date) -> Clock:
        """The question is not asked any more: nothing was promised. Nothing changes if it had ended."""
        return self if self.has_ended else self._ended(on, Outcome.WITHDRAWN)

    def reopened(self, on: date) -> Clock:
        """The answer has been taken away: somebody waits again. Nothing changes unless it was answered."""
        if self.outcome not in {Outcome.KEPT, Outcome.LATE}:
            return self
        return replace(self, runs_since=on, ended_on=None, outcome=None)

    @property
    def is_running(self) -> bool:
        """The ball is with the coach."""
        return self.runs_since is not None

    @property
    def is_paused(self) -> bool:
        """The ball is with the place."""
        return not self.is_running and not self.has_ended

    @property
    def has_ended(self) -> bool:
        """Answered or withdrawn."""
        return self.ended_on is not None

    @property
    def was_overdue(self) -> bool:
        """Whether the last day had passed when the coach asked back."""
        return self.used > self.days

    @property
    def due_on(self) -> date | None:
        """The last day for an answer, always a working day; None while the clock stands still."""
        if self.runs_since is None or self.is_halted:
            return None
        return add_working_days(self.runs_since, max(self.days - self.used, 1))

    def is_overdue(self, today: date) -> bool:
        """Whether somebody waits for a coach, and the last day has passed."""
        due_on = self.due_on
        return due_on is not None and today > due_on

    def days_left(self, today: date) -> int | None:
        """Working days from today to the last day: 0 on it and later; None while the clock stands still."""
        due_on = self.due_on
        return None if due_on is None else working_days_between(today, due_on)

    def _ended(self, on: date, outcome: Outcome) -> Clock:
        return replace(self.asked_back(on), ended_on=on, outcome=outcome)
