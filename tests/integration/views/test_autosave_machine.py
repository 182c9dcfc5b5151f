"""Three tabs of two people save in any order, lose answers, run into one another, bring back, remove.

No text that any of them was told is saved is ever missing from what stands there or from the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count

from flask import Flask
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.extensions import db
from portal.models import User
from tests.autosave_world import ANSWER, Village
from tests.client import PortalClient

tabs = st.sampled_from((0, 1, 2))
subjects = st.integers(0, 2)
hows = st.sampled_from(("on", "on", "anew", "empty"))
ROWS = 2
SEEN = {
    *("answer 200", "answer 409", "row 204", "row 409", "lost 200", "lost 409"),
    *("mine", "theirs", "merged", "back 303", "back 409", "deletion 303", "restoration 303"),
}
"""What must have happened at least once, else the machine has stood still."""


class Writers(RuleBasedStateMachine):
    """Each example is a place of its own."""

    def __init__(self, village: Village) -> None:
        super().__init__()
        self.village, self.words = village, count(1)

    def subject(self, number: int) -> int:
        """The answer, or one of the rows as far as there are any."""
        known = [ANSWER, *self.village.rows]
        return known[number % len(known)]

    @rule(tab=tabs, number=subjects, how=hows)
    def type(self, tab: int, number: int, how: str) -> None:
        draft = self.village.tabs[tab].drafts[self.subject(number)]
        word = f"ord{next(self.words)}"
        draft.text = {"on": f"{draft.text} {word}".strip(), "anew": word, "empty": ""}[how]

    @rule(tab=tabs, number=subjects, is_lost=st.sampled_from((False, False, True)))
    def save(self, tab: int, number: int, is_lost: bool) -> None:
        """Also once more after a lost answer. While a choice is waited for nothing is sent past it."""
        chosen = self.village.tabs[tab]
        if not chosen.drafts[self.subject(number)].is_conflict:
            self.village.save(chosen, self.subject(number), is_lost=is_lost)

    @rule(tab=tabs, number=subjects, how=hows)
    def type_and_save(self, tab: int, number: int, how: str) -> None:
        self.type(tab, number, how)
        self.save(tab, number, False)

    @precondition(lambda self: any(d.is_conflict for t in self.village.tabs for d in t.drafts.values()))
    @rule(choice=st.sampled_from(("mine", "theirs", "merged")), is_late=st.booleans())
    def choose(self, choice: str, is_late: bool) -> None:
        """Perhaps while another tab goes on writing."""
        waiting = [(t, s) for t in self.village.tabs for s, d in t.drafts.items() if d.is_conflict]
        chosen, subject = waiting[0]
        if is_late:
            other = next(place for place, tab in enumerate(self.village.tabs) if tab is not chosen)
            self.open_anew(other, [ANSWER, *self.village.rows].index(subject))
            self.type_and_save(other, [ANSWER, *self.village.rows].index(subject), "on")
        self.village.choose(chosen, subject, choice)

    @rule(tab=tabs, number=subjects)
    def open_anew(self, tab: int, number: int) -> None:
        self.village.load(self.village.tabs[tab], self.subject(number))

    @rule(tab=tabs, number=subjects, back=st.integers(0, 5))
    def bring_back(self, tab: int, number: int, back: int) -> None:
        holder = self.village.holder(self.subject(number))
        if holder is not None:
            version = max(1, holder.version - back)
            self.village.bring_back(self.village.tabs[tab], self.subject(number), version)

    @precondition(lambda self: len(self.village.rows) < ROWS)
    @rule(tab=tabs)
    def add_row(self, tab: int) -> None:
        self.village.add_row(self.village.tabs[tab], f"ord{next(self.words)}")

    @precondition(lambda self: self.village.rows)
    @rule(tab=tabs, number=subjects, what=st.sampled_from(("deletion", "restoration")))
    def remove_or_restore(self, tab: int, number: int, what: str) -> None:
        rows = self.village.rows
        self.village.put(self.village.tabs[tab], rows[number % len(rows)], what)

    @invariant()
    def nothing_acknowledged_is_missing(self) -> None:
        self.village.check()


def test_whatever_the_order(app: Flask, client_for: Callable[[User], PortalClient]) -> None:
    seen: Counter[str] = Counter()
    numbers = count(1)

    def begin() -> Writers:
        village = Village(next(numbers), client_for, seen)
        db.session.commit()
        return Writers(village)

    run_state_machine_as_test(
        begin,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,  # a database answers when it can
            derandomize=True,  # the same on every machine
            database=None,
            phases=[Phase.generate],  # making a failure smaller takes minutes: add Phase.shrink to have it
        ),
    )
    assert sorted(SEEN - set(seen)) == []
