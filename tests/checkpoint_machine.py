"""The state machine of the checkpoint: people hand in, take back, review, decide and correct; and what holds then.

What people write meanwhile is in the test that runs it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from sqlalchemy import select

from portal import policy
from portal.errors import InvalidError, StaleError
from portal.extensions import db
from portal.models import Decision, Submission
from portal.process.gate import CheckpointState
from portal.process.review import Point, ReviewContent
from portal.queries.material import get_material
from portal.services import checkpoint, reviews
from portal.services.permits import hold
from portal.services.submissions import note_registry_number
from tests.checkpoint_model import PEOPLE, Handed, Model, Refusals, Subjects, misfits
from tests.checkpoint_stage import Stage, fingerprint, stored_states

VERDICTS = ("go_on", "go_on_follow_up", "complete_first")
STATES = ("not_submitted", "submitted", "submitted", "resubmitted", "resubmitted", "under_review", *VERDICTS)
ACTIONS = ("submit", "withdraw", "begin", "write_draft", "decide", "correct", "note_number")
NUMBERS = {"": "", "Ett": "RUN 2026-1", "Två": "x" * 61}
COMPLETE = {"reasons": "Bra grund.", "points": [{"text": "Skriv mer.", "due_on": "2026-12-01"}]}


@dataclass(frozen=True)
class Turn:
    """How somebody does something: `who` (None: one of those who may), on a page opened `late` changes ago, with what.

    `odd` is whatever people do more seldom: work from an old version, leave out what is required, keep the points.
    """

    who: str | None = None
    late: int = 0
    odd: bool = False
    where: str = "now"
    text: str = "Ett"
    which: int = 0
    verdict: str | None = "go_on"
    reasons: str = "Bra grund."
    points: tuple[tuple[str, str], ...] = (("Skriv mer.", "2026-12-01"),)

    @property
    def content(self) -> dict[str, Any]:
        points = [{"text": text, "due_on": due_on} for text, due_on in self.points]
        return {"verdict": self.verdict, "reasons": self.reasons, "points": points}


POINT = ("Skriv mer.", "2026-12-01")
POINTS = ((POINT,), (POINT,), (POINT, POINT), (), (POINT, ("", "")), (("Mer.", ""),), (("Mer.", "i höst"),))


def roll(dice: Random) -> Turn:
    return Turn(
        who=dice.choice((*[None] * 8, *PEOPLE)),
        late=dice.choice((0, 0, 0, 0, 1, 2)),
        odd=dice.choice((False, False, False, True)),
        where=dice.choice(("now", "later", "wide")),
        text=dice.choice(("Ett", "Två", "")),
        which=dice.choice((0, 1, 2, 3)),
        verdict=dice.choice((*VERDICTS, *VERDICTS, None)),
        reasons=dice.choice(("Bra grund.", "Bra grund.", "Bra grund.", "")),
        points=dice.choice(POINTS),
    )


class CheckpointMachine(RuleBasedStateMachine):
    """What people do at the checkpoint; the rule that lets them do it is in the test."""

    def __init__(self, stage: Stage, subjects: Subjects) -> None:
        super().__init__()
        self.stage, self.model = stage, Model(subjects)
        self.checked: dict[str, str] = {}
        stage.begin()
        self.process = stage.workplace().process
        self.model.notes = {c.key: 1 for c in self.process.checkpoint.criteria if c.is_must}

    def teardown(self) -> None:
        db.session.rollback()

    @initialize(state=st.sampled_from(STATES))
    def stand_in(self, state: str) -> None:
        """A place can be met in each state, by the way that leads there."""
        if state == "not_submitted":
            return
        if state == "resubmitted":
            self.stand_in("complete_first")
        self.submit(Turn())
        if not state.endswith("submitted"):
            self.begin(Turn())
        if state in VERDICTS:
            self.write_draft(Turn(verdict=state))
            self.decide(Turn())

    # --- the checkpoint --------------------------------------------------------------------------------------------

    def submit(self, turn: Turn) -> None:
        who = turn.who or "leader"

        def act() -> Submission:
            workplace = self.stage.workplace(turn.late)
            hold(workplace)  # as its view does, before it reads what is handed in
            material = get_material(workplace.journey)
            return checkpoint.submit(self.stage.person(who), workplace=workplace, material=material)

        refusals = self.model.submit(who)
        done, made = self.stage.attempt("submit", refusals, act, event="checkpoint_submitted")
        if done:
            self.model.handed.append(Handed(made.id, fingerprint(made.id)))

    def withdraw(self, turn: Turn) -> None:
        who, handed = turn.who or "leader2", self.handed(turn)
        act = self.of(checkpoint.withdraw, who, handed, turn.late)
        if self.done("withdraw", self.model.withdraw(who, handed), act, "checkpoint_withdrawn"):
            handed.state = "withdrawn"

    def begin(self, turn: Turn) -> None:
        who, handed = turn.who or self.decider, self.handed(turn)
        act = self.of(checkpoint.begin, who, handed, turn.late)
        refusals = self.model.review(who, handed, "submitted")
        if self.done("begin", refusals, act, "checkpoint_review_begun"):
            handed.state, handed.draft = "under_review", {"verdict": None, "reasons": "", "points": []}

    def write_draft(self, turn: Turn) -> None:
        """From an old version (`odd`), only what says the same is let through, and changes nothing."""
        who, handed, content = turn.who or self.decider, self.handed(turn), turn.content
        refusals = self.model.review(who, handed, "under_review")
        if not refusals and misfits(content):
            refusals = frozenset({InvalidError})
        elif not refusals and turn.odd and content != handed.draft:
            refusals = frozenset({StaleError})
        version = handed.version - turn.odd
        written = ReviewContent(**{**content, "points": self.points_of(turn)})
        act = self.of(reviews.save_draft, who, handed, turn.late, version=version, content=written)
        event = None if turn.odd else "review_draft_saved"
        if self.done("write_draft", refusals, act, event) and event:
            handed.draft, handed.version = content, version + 1

    def decide(self, turn: Turn) -> None:
        who, handed = turn.who or self.decider, self.handed(turn)
        act = self.of(checkpoint.decide, who, handed, turn.late)
        if self.done("decide", self.model.decide(who, handed), act, "checkpoint_decided"):
            handed.state, handed.points = "decided", handed.draft["points"]
            handed.verdicts.append(handed.draft["verdict"])

    def correct(self, turn: Turn) -> None:
        who, handed, content = turn.who or "region", self.handed(turn), turn.content
        content["verdict"] = content["verdict"] or "go_on"
        more = {"verdict": CheckpointState(content["verdict"]), "reasons": turn.reasons}
        if turn.odd:
            content["points"] = handed.points
        else:
            more["points"] = self.points_of(turn)
        act = self.of(checkpoint.correct, who, handed, turn.late, **more)
        if self.done("correct", self.model.correct(who, handed, content), act, "checkpoint_corrected"):
            handed.verdicts.append(content["verdict"])
            handed.points = content["points"]

    def note_number(self, turn: Turn) -> None:
        who, handed, number = turn.who or "region", self.handed(turn), NUMBERS[turn.text]
        act = self.of(note_registry_number, who, handed, turn.late, number=number)
        event = None if number == handed.number else "registry_number_noted"
        if self.done("note_number", self.model.number(who, number), act, event):
            handed.number = number

    # --- how they do it --------------------------------------------------------------------------------------------

    @property
    def decider(self) -> str:
        return min(self.model.subjects.deciders)

    def handed(self, turn: Turn) -> Handed:
        """Mostly the last submission, sometimes the one before it, or the first."""
        return self.model.handed[{2: -2, 3: 0}.get(turn.which, -1) % len(self.model.handed)]

    def points_of(self, turn: Turn) -> list[Point]:
        criterion = self.process.checkpoint.criteria[0]
        return [
            Point(number, criterion.key, criterion.link, text, due_on)
            for number, (text, due_on) in enumerate(turn.points, 1)
        ]

    def of(
        self, service: Callable[..., Any], who: str, handed: Handed, late: int, **more: Any
    ) -> Callable[[], Any]:
        """The call of a service of a submission, as its view makes it."""

        def act() -> Any:
            workplace, submission = self.stage.review(handed.id, late)
            return service(self.stage.person(who), workplace=workplace, submission=submission, **more)

        return act

    def done(self, name: str, refusals: Refusals, act: Callable[[], Any], event: str | None) -> bool:
        return self.stage.attempt(name, refusals, act, event=event)[0]

    # --- what must hold, whatever they do --------------------------------------------------------------------------

    @invariant()
    def what_must_hold(self) -> None:
        if self.checked is self.stage.last:
            return  # nothing has changed since: `attempt` has seen to that
        self.checked = self.stage.last
        self.the_states_follow_from_what_happened()
        self.what_comes_after_opens_by_a_verdict_alone()
        stays = {handed.id: handed.fingerprint for handed in self.model.handed}
        changed = [number for number, before in stays.items() if fingerprint(number) != before]
        assert changed == [], f"what was handed in has changed: {changed}"

    def the_states_follow_from_what_happened(self) -> None:
        states = {handed.id: handed.state for handed in self.model.handed}
        expected = (self.model.journey, self.model.state, states)
        assert stored_states() == expected, f"{stored_states()}, expected {expected}"
        assert sum(state in ("submitted", "under_review") for state in states.values()) <= 1
        told = db.session.execute(select(Decision.submission_id, Decision.verdict).order_by(Decision.id))
        assert sorted(map(tuple, told)) == sorted((h.id, v) for h in self.model.handed for v in h.verdicts)

    def what_comes_after_opens_by_a_verdict_alone(self) -> None:
        workplace, leader = self.stage.workplace(), self.stage.person("leader")
        found = {step.key for step in self.process.steps if policy.can_edit_step(leader, workplace, step)}
        before, after = ({step.key for step in phase.steps} for phase in self.process.phases)
        expected = (set() if self.model.is_locked else before) | (after if self.model.is_open else set())
        if self.model.journey == "ended":
            expected = set()
        assert found == expected, f"{self.model.state}: open are {found}, expected {expected}"
