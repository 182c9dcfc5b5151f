"""What a review holds and what a verdict needs: reasons always, points that somebody can act on where it asks for some.

(Source of the rule: the process outline, "Verdicts": go on; go on with follow-up, named points with a date; complete
first, named points.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.process.gate import CheckpointState

JUDGEMENTS = ("enough", "follow", "not_yet")
"""What a reviewer can say of a criterion."""

POINTS_LIMIT = 40
"""Points in one review."""

POINT_TEXT_LIMIT = 1_000
WORDS_LIMIT = 5_000
"""Characters in a point; in each of the longer texts."""

WORDS = ("strengths", "questions", "suggestions", "reasons")
"""The longer texts of a review."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something to look at again. `anchor` is the key of the section, question or register that it is about; `due_on`
    is "YYYY-MM-DD" or empty. `id` is its own within the review."""

    id: int
    criterion: str
    anchor: str
    text: str = ""
    due_on: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "criterion": self.criterion,
            "anchor": self.anchor,
            "text": self.text,
            "due_on": self.due_on,
        }


@dataclass(frozen=True, slots=True)
class ReviewContent:
    """A review as it stands: `judgements` maps a criterion's key to its judgement ("" for none) and note."""

    judgements: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    points: Sequence[Point] = ()
    strengths: str = ""
    questions: str = ""
    suggestions: str = ""
    verdict: str | None = None
    reasons: str = ""

    def next_point_id(self) -> int:
        return max((point.id for point in self.points), default=0) + 1

    def as_json(self) -> dict[str, Any]:
        return {
            "judgements": {key: dict(judged) for key, judged in self.judgements.items()},
            "points": [point.as_json() for point in self.points],
            "strengths": self.strengths,
            "questions": self.questions,
            "suggestions": self.suggestions,
            "verdict": self.verdict,
            "reasons": self.reasons,
        }


def points_of(stored: Sequence[Mapping[str, Any]]) -> list[Point]:
    """Points as they lie in a draft or a decision."""
    return [
        Point(p["id"], p["criterion"], p["anchor"], p.get("text", ""), p.get("due_on") or "") for p in stored
    ]


class Flaw(StrEnum):
    """Why a review cannot be sent as a verdict yet."""

    NO_VERDICT = "no_verdict"
    NO_REASONS = "no_reasons"
    NO_POINTS = "no_points"
    POINT_WITHOUT_TEXT = "point_without_text"
    POINT_WITHOUT_DATE = "point_without_date"


def flaws(content: ReviewContent) -> list[tuple[Flaw, Point | None]]:
    """Everything that is in the way of the verdict; empty when it can be sent."""
    found: list[tuple[Flaw, Point | None]] = []
    if content.verdict is None:
        found.append((Flaw.NO_VERDICT, None))
    if not content.reasons.strip():
        found.append((Flaw.NO_REASONS, None))
    asks = content.verdict in (CheckpointState.GO_ON_FOLLOW_UP, CheckpointState.COMPLETE_FIRST)
    if asks and not content.points:
        found.append((Flaw.NO_POINTS, None))
    for point in content.points:
        if not point.text.strip():
            found.append((Flaw.POINT_WITHOUT_TEXT, point))
        elif content.verdict == CheckpointState.GO_ON_FOLLOW_UP and not point.due_on:
            found.append((Flaw.POINT_WITHOUT_DATE, point))
    return found
