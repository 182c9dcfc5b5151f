"""Random people do random things around the checkpoint, in any order, also on pages that have grown old meanwhile.

Whatever they do: what comes after the checkpoint is open after a verdict that opens it and never else; what was handed
in stays as it was; what is accepted has exactly one event; what is refused has changed nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from portal.clock import today
from portal.errors import NotAllowedError, StaleError
from portal.extensions import db
from portal.models import Row
from portal.services import answers, checks, criterion_notes, journeys, rows, shares
from tests.checkpoint_machine import ACTIONS, CheckpointMachine, Turn, roll
from tests.checkpoint_model import FINE, PEOPLE, SHIPPED, TINY, Line, Subjects
from tests.checkpoint_stage import Stage
from tests.checkpoint_world import TINY as TINY_JOURNEY
from tests.checkpoint_world import CheckpointWorld, make_world
from tests.factories import make_officer

WRITINGS = ("save_answer", "add_row", "edit_row", "delete_row", "restore_row", "tick", "note", "share")
TOUCHED = frozenset({"edit_row", "delete_row", "restore_row"})
STOPS = ("pause", "resume", "end")
WHAT = (*ACTIONS, *ACTIONS, *WRITINGS, "save_answer", "edit_row", "edit_row", *STOPS)
EARLY = 6
"""Changes of state before which no journey ends: hardly anything can be done afterwards."""


class Village(CheckpointMachine):
    """They also write, in the steps on both sides of the checkpoint and beside them, share, pause and end."""

    past = ""

    @rule(number=st.integers(0, 2**32))
    def somebody_does_something(self, number: int) -> None:
        """One rule and one number for everything: of many, an example leaves half out, and most examples are made by
        copying steps within another. With what went before in the dice, a copied step becomes something else."""
        self.past = f"{self.past} {self.model.state} {number}"
        dice = Random(self.past)
        what, turn = dice.choice(WHAT), roll(dice)
        note(f"{what} {turn}")
        if what in STOPS:
            self.stop(what, turn)
        elif what in TOUCHED and not self.model.lines:
            self.add_row(turn)
        elif what in ACTIONS and not self.model.handed:
            self.submit(turn)
        else:
            getattr(self, what)(turn)

    def stop(self, what: str, turn: Turn) -> None:
        """Pause, resume or end the journey."""
        who = turn.who or "region"
        service, states, then, event = {
            "pause": (journeys.pause, ("active",), "paused", "journey_paused"),
            "resume": (journeys.resume, ("paused",), "active", "journey_resumed"),
            "end": (journeys.end, ("active", "paused"), "ended", "journey_ended"),
        }[what]
        if what == "end" and len(self.stage.past) < EARLY:
            return
        more: dict[str, Any] = {"reason": turn.text} if what != "resume" else {}
        if what == "end":
            more["on"] = today()

        def act() -> Any:
            return service(self.stage.person(who), journey=self.stage.workplace(turn.late).journey, **more)

        if self.done(what, self.model.stop(who, states, more.get("reason", "none needed")), act, event):
            self.model.journey = then

    # --- what they write -------------------------------------------------------------------------------------------

    def save_answer(self, turn: Turn) -> None:
        where = "now" if turn.where == "now" else "later"
        who, key = turn.who or "leader", self.model.subjects.questions[where]
        stored, version = self.model.answers.get(key, ("", 0))
        event = "answer_saved" if turn.text != stored else None
        refusals = self.model.step(who, where)
        if not refusals and turn.odd and event:
            refusals = frozenset({StaleError})
        more = {"question": self.process.question(key), "value": turn.text, "not_relevant": None}
        act = self.at(answers.save_answer, who, turn, base_version=version - turn.odd, **more)
        if self.done("save_answer", refusals, act, event) and event:
            self.model.answers[key] = (turn.text, version + 1)

    def add_row(self, turn: Turn) -> None:
        """`odd`: without what it requires."""
        who, where = turn.who or "leader", turn.where
        values = {} if turn.odd else self.model.subjects.values[where]
        register = self.process.register(self.model.subjects.registers[where])
        act = self.at(rows.add_row, who, turn, register=register, values=values)
        refusals = self.model.added(who, where, is_complete=not turn.odd)
        done, row = self.stage.attempt("add_row", refusals, act, event="row_added")
        if done:
            self.model.lines[row.id] = Line(where, who, values)

    def edit_row(self, turn: Turn) -> None:
        number, line = self.line(turn)
        who, text = turn.who or line.by, turn.text or "Tre"
        title = self.process.register(self.model.subjects.registers[line.where]).title_column
        event = "row_changed" if line.values[title] != text else None
        refusals = self.model.change(who, line)
        if not refusals and turn.odd and event:
            refusals = frozenset({StaleError})
        version = line.version - turn.odd
        act = self.on(rows.edit_row, who, number, turn, values={title: text}, base_version=version)
        if self.done("edit_row", refusals, act, event) and event:
            line.values, line.version = {**line.values, title: text}, line.version + 1

    def delete_row(self, turn: Turn) -> None:
        number, line = self.line(turn)
        who = turn.who or line.by
        act = self.on(rows.delete_row, who, number, turn)
        if self.done("delete_row", self.model.change(who, line), act, "row_deleted"):
            line.deleted, line.version = True, line.version + 1

    def restore_row(self, turn: Turn) -> None:
        number, line = self.line(turn)
        who = turn.who or line.by
        event = "row_restored" if line.deleted else None
        act = self.on(rows.restore_row, who, number, turn)
        if self.done("restore_row", self.model.row(who, line.where, line), act, event) and event:
            line.deleted, line.version = False, line.version + 1

    def tick(self, turn: Turn) -> None:
        where = turn.where if turn.where in self.model.subjects.checks else "now"
        who, key = turn.who or "leader", self.model.subjects.checks[where]
        ticked, is_ticked = turn.text != "", key in self.model.ticks
        event = {True: "check_ticked", False: "check_unticked"}[ticked] if ticked != is_ticked else None
        item = self.process.checklist_item(key)
        act = self.at(checks.set_check, who, turn, item=item, ticked=ticked)
        if self.done("tick", self.model.step(who, where), act, event):
            self.model.ticks = self.model.ticks | {key} if ticked else self.model.ticks - {key}

    def note(self, turn: Turn) -> None:
        """A comment on a criterion, or (`odd`) the waiver of one, given or taken back; `which` is far from 1 where
        somebody else was first, or where the page was of another journey."""
        who, is_must = turn.who or "both", turn.where != "later"
        key = self.model.subjects.must if is_must else self.model.subjects.talk
        version = max(0, self.model.notes.get(key, 0) + {0: -1, 3: 1}.get(turn.which, 0))
        texts = {"waiver" if turn.odd else "comment": turn.text}
        act = self.at(criterion_notes.save, who, turn, criterion_key=key, version=version, **texts)
        refusals = self.model.note(who, key, version, turn.odd and turn.text != "")
        if self.done("note", refusals, act, "criterion_note_saved"):
            self.model.notes[key] = version + 1
            self.model.waived = turn.text != "" if is_must and turn.odd else self.model.waived

    def share(self, turn: Turn) -> None:
        who, shared = turn.who or "leader", turn.text != ""
        service = shares.share if shared else shares.end_share
        act = self.at(service, who, turn, subject=self.model.subjects.shared)
        event = {True: "share_started", False: "share_ended"}[shared]
        refusals = FINE if self.model.team_writes(who) else frozenset({NotAllowedError})
        if self.done("share", refusals, act, event if shared != self.model.is_shared else None):
            self.model.is_shared = shared

    # --- how they do it --------------------------------------------------------------------------------------------

    def line(self, turn: Turn) -> tuple[int, Line]:
        lines = list(self.model.lines.items())
        return lines[-1 - turn.which % len(lines)]

    def at(self, service: Callable[..., Any], who: str, turn: Turn, **more: Any) -> Callable[[], Any]:
        """The call of a service of the place, as its view makes it."""
        return lambda: service(self.stage.person(who), workplace=self.stage.workplace(turn.late), **more)

    def on(
        self, service: Callable[..., Any], who: str, row: int, turn: Turn, **more: Any
    ) -> Callable[[], Any]:
        """The same for a row."""

        def act() -> Any:
            return self.at(service, who, turn, row=db.session.get(Row, row), **more)()

        return act

    def what_comes_after_opens_by_a_verdict_alone(self) -> None:
        """Not only the policy says so: the service lets an answer through, or not."""
        super().what_comes_after_opens_by_a_verdict_alone()
        question = self.process.question(self.model.subjects.questions["later"])
        version = self.model.answers.get(question.key, ("", 0))[1]
        more = {"question": question, "value": "Försök", "not_relevant": None, "base_version": version}
        attempt = db.session.begin_nested()
        try:
            self.at(answers.save_answer, "leader2", Turn(), **more)()
            let_through = True
        except NotAllowedError:
            let_through = False
        attempt.rollback()
        assert let_through is (self.model.is_open and self.model.journey != "ended")


def test_whatever_people_do(app: Flask) -> None:
    live(make_world(), SHIPPED, 1)


@pytest.mark.one_database
def test_whatever_people_do_under_another_definition(app: Flask) -> None:
    live(make_world(**TINY_JOURNEY), TINY, 2)


def live(world: CheckpointWorld, subjects: Subjects, number: int) -> None:
    """Many short lives of a place; `number` makes them the same ones on every machine."""
    people = {name: getattr(world, name).email for name in PEOPLE if name != "officer"}
    people["officer"] = make_officer(world.workplace.place.municipality).email
    db.session.commit()
    stage = Stage(world.place.slug, people, Counter())
    run_state_machine_as_test(
        seed(number)(lambda: Village(stage, subjects)),
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,  # a database answers when it can
            database=None,
            phases=[Phase.generate],  # making a failure smaller takes minutes: add Phase.shrink to have it
        ),
    )
    wanted = {
        (name, outcome)
        for name in (*ACTIONS, "save_answer", "add_row", "edit_row")
        for outcome in ("accepted", "refused")
    }
    assert sorted(wanted - set(stage.seen)) == []  # else the machine has stood still
