"""What should happen at a checkpoint, written without a look at the portal's own table: the model of its state machine.

Nothing here is stored as a state: where a place stands follows from what has been handed in and what was decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.errors import (
    ConflictError,
    DomainError,
    InvalidError,
    LockedError,
    NotAllowedError,
    NotFoundError,
    StaleError,
)

TEAM = frozenset({"leader", "leader2", "both"})
COACHES = frozenset({"coach", "coach2", "both"})
PEOPLE = ("leader", "leader2", "coach", "coach2", "outsider", "both", "region", "officer")
LONGEST_NUMBER = 60
OPENING = {"go_on", "go_on_follow_up"}

Refusals = frozenset[type[DomainError]]
FINE: Refusals = frozenset()
NOT_THEIRS: Refusals = frozenset({NotAllowedError})


@dataclass(frozen=True)
class Subjects:
    """What of a definition the machine writes in. `now` lies before the checkpoint, `later` after it, `wide` beside the
    steps; `proof` is the question that shows what `must` asks for, if one alone does."""

    deciders: frozenset[str]
    questions: dict[str, str]
    registers: dict[str, str]
    values: dict[str, dict[str, Any]]
    checks: dict[str, str]
    must: str
    talk: str
    proof: str | None
    shared: str


TINY = Subjects(
    deciders=frozenset({"region"}),
    questions={"now": "listening.ground.name", "later": "settling.more.thoughts"},
    registers={"now": "listening.heard.groups", "later": "trying.aims.list", "wide": "partners"},
    values={"now": {"who": "De nya"}, "later": {"aim": "Ett torg"}, "wide": {"name": "Byalaget"}},
    checks={"now": "listening.told_everyone"},
    must="named",
    talk="sectors",
    proof="listening.ground.name",
    shared="listening",
)

SHIPPED = Subjects(
    deciders=frozenset({"coach", "coach2"}),
    questions={"now": "anchoring.place.background", "later": "vision.vision.one_sentence"},
    registers={"now": "mapping.assets.list", "later": "vision.goals.list", "wide": "log"},
    values={
        "now": {"asset": "Ån"},
        "later": {"goal": "Ett torg"},
        "wide": {"date": "2026-03-03", "kind": "call", "what": "Ett samtal"},
    },
    checks={"now": "mapping.plans_read", "later": "vision.made_together"},
    must="place",
    talk="sectors",
    proof=None,
    shared="anchoring",
)


@dataclass
class Handed:
    """A submission. `verdicts` are those sent, corrections included; `points` belong to the last of them."""

    id: int
    fingerprint: str
    state: str = "submitted"
    verdicts: list[str] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    number: str = ""
    draft: dict[str, Any] = field(default_factory=dict)
    version: int = 1


@dataclass
class Line:
    """A row of a register, `where` as in Subjects."""

    where: str
    by: str
    values: dict[str, Any]
    version: int = 1
    deleted: bool = False


@dataclass
class Model:
    """A place whose musts are all waived, and everything that the machine has done there."""

    subjects: Subjects
    journey: str = "active"
    handed: list[Handed] = field(default_factory=list)
    answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    ticks: set[str] = field(default_factory=set)
    notes: dict[str, int] = field(default_factory=dict)
    waived: bool = True
    is_shared: bool = False

    @property
    def latest(self) -> Handed | None:
        """The last that was not taken back."""
        return next((h for h in reversed(self.handed) if h.state != "withdrawn"), None)

    @property
    def state(self) -> str:
        """Where the place stands: what the last submission has come to."""
        last = self.latest
        if last is None:
            return "not_submitted"
        if last.state == "submitted":
            return "resubmitted" if any(h.verdicts for h in self.handed) else "submitted"
        return last.verdicts[-1] if last.verdicts else last.state

    @property
    def is_open(self) -> bool:
        """Whether what comes after the checkpoint may be written."""
        return self.state in OPENING

    @property
    def is_locked(self) -> bool:
        return self.latest is not None and not self.latest.verdicts

    @property
    def is_ready(self) -> bool:
        proof = self.subjects.proof
        return self.waived or (proof is not None and bool(self.answers.get(proof, ("", 0))[0]))

    # --- who may, and what is in the way ---------------------------------------------------------------------------

    def team_writes(self, who: str) -> bool:
        return who in TEAM and self.journey != "ended"

    def step(self, who: str, where: str) -> Refusals:
        """Writing in a step: what is wrong with the person is said before what is wrong with the moment."""
        if not self.team_writes(who) or (where == "later" and not self.is_open):
            return NOT_THEIRS
        return frozenset({LockedError}) if where == "now" and self.is_locked else FINE

    def row(self, who: str, where: str, line: Line | None = None) -> Refusals:
        if where != "wide":
            return self.step(who, where)
        is_log = self.subjects.registers[where] == "log"
        coach_writes = is_log and who in COACHES and self.journey != "ended" and line is None
        own = is_log and who in COACHES and self.journey != "ended" and line is not None and line.by == who
        return FINE if self.team_writes(who) or coach_writes or own else NOT_THEIRS

    def added(self, who: str, where: str, is_complete: bool) -> Refusals:
        refused = self.row(who, where)
        return refused if refused or is_complete else frozenset({InvalidError})

    def submit(self, who: str) -> Refusals:
        if not self.team_writes(who):
            return NOT_THEIRS
        if self.state not in ("not_submitted", "complete_first"):
            return frozenset({ConflictError})
        return FINE if self.is_ready else frozenset({InvalidError})

    def withdraw(self, who: str, handed: Handed) -> Refusals:
        if not self.team_writes(who):
            return NOT_THEIRS
        return FINE if handed.state == "submitted" else frozenset({ConflictError})

    def review(self, who: str, handed: Handed, state: str) -> Refusals:
        """Begin, write or decide; `state` is the one in which that can be done."""
        if who not in self.subjects.deciders:
            return NOT_THEIRS
        return FINE if handed.state == state else frozenset({ConflictError})

    def decide(self, who: str, handed: Handed) -> Refusals:
        refused = self.review(who, handed, "under_review")
        return frozenset({InvalidError}) if not refused and lacks(handed.draft) else refused

    def correct(self, who: str, handed: Handed, content: dict[str, Any]) -> Refusals:
        if who != "region":
            return NOT_THEIRS
        holds = handed.verdicts and handed is self.latest and content["verdict"] != handed.verdicts[-1]
        if not holds:
            return frozenset({ConflictError})
        return frozenset({InvalidError}) if lacks(content) or misfits(content) else FINE

    def number(self, who: str, number: str) -> Refusals:
        if who != "region":
            return NOT_THEIRS
        return frozenset({InvalidError}) if len(number) > LONGEST_NUMBER else FINE

    def note(self, who: str, criterion: str, version: int, waives: bool) -> Refusals:
        if not self.team_writes(who):
            return NOT_THEIRS
        if self.is_locked:
            return frozenset({LockedError})
        if waives and criterion == self.subjects.talk:
            return frozenset({InvalidError})
        return FINE if version == self.notes.get(criterion, 0) else frozenset({StaleError})

    def stop(self, who: str, states: tuple[str, ...], reason: str) -> Refusals:
        """Pause, resume or end the journey, which has to be in one of `states`."""
        if who != "region":
            return NOT_THEIRS
        if not reason:
            return frozenset({InvalidError})
        return FINE if self.journey in states else frozenset({ConflictError})

    def change(self, who: str, line: Line) -> Refusals:
        """Changing or deleting a row that is there."""
        gone: Refusals = frozenset({NotFoundError}) if line.deleted else FINE
        return self.row(who, line.where, line) or gone


def lacks(content: dict[str, Any]) -> bool:
    """Whether something that the verdict needs is missing: its reasons, points to act on, a date to follow them up."""
    points, verdict = content.get("points", []), content.get("verdict")
    if verdict is None or not content.get("reasons") or any(not p["text"] for p in points):
        return True
    if verdict == "go_on":
        return False
    return not points or (verdict == "go_on_follow_up" and any(not p["due_on"] for p in points))


def misfits(content: dict[str, Any]) -> bool:
    """Whether the content cannot even be a draft: a date that is none."""
    return any(not is_date(p["due_on"]) for p in content["points"])


def is_date(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False
