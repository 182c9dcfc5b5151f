"""The one gate between two phases: who decides there, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.process.fields import Text
from portal.process.rules import Rule


class Decider(StrEnum):
    """Who may decide at the checkpoint; never somebody of the place's own team."""

    COACH = "coach"
    OTHER_COACH = "other_coach"
    REGION = "region"


class CriterionKind(StrEnum):
    """A `must` bars submission until met or waived; a `talk_about` is a subject to talk about, never a bar."""

    MUST = "must"
    TALK_ABOUT = "talk_about"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the checkpoint looks at. `link` is the section or register where it is mended, `fix` the words of that
    link; `shows` are the keys of questions, registers or sections that the reviewer reads under it."""

    key: str
    title: Text
    kind: CriterionKind
    evidence: Rule
    link: str
    fix: Text
    shows: tuple[str, ...] = ()
    hint: Text | None = None

    @property
    def is_must(self) -> bool:
        return self.kind is CriterionKind.MUST


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The one gate between two phases. `due_month` counts from the journey's start (9 = nine months in)."""

    key: str
    title: Text
    lead: Text
    after_phase: int
    due_month: int
    decider: Decider
    criteria: tuple[Criterion, ...]
    looks_for: Text | None = None

    def criterion(self, key: str) -> Criterion | None:
        return next((c for c in self.criteria if c.key == key), None)
