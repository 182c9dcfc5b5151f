"""The municipality's answer to an action: three steps that officers live by, and what each needs.

The officer's assessment, sent for decision, decided. Going on skips what is not needed: many answers are never decided
by a board. Going back to an earlier step than the one that was sent to the place is a correction, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal.text import is_seen


class Stage(StrEnum):
    """In their order."""

    ASSESSMENT = "assessment"
    SENT = "sent"
    DECIDED = "decided"


class Outcome(StrEnum):
    """What the municipality does about the action."""

    WILL_DO = "will_do"
    WILL_INVESTIGATE = "will_investigate"
    CANNOT = "cannot"
    DONE = "done"
    NOT_OURS = "not_ours"
    """Somebody else can answer it: an answer, and no refusal."""


PROMISES = (Outcome.WILL_DO, Outcome.WILL_INVESTIGATE)
"""The outcomes after which somebody waits for something."""

ORDER = tuple(Stage)
EARLIEST = date(2000, 1, 1)
"""A year before it is a slip of the finger."""
LATEST = date(2100, 1, 1)


class Flaw(StrEnum):
    """Why an answer cannot be sent."""

    NO_STAGE = "no_stage"
    NO_OUTCOME = "no_outcome"
    NO_BECAUSE = "no_because"
    NO_FUNCTION = "no_function"
    NO_PROMISE = "no_promise"
    PAST_PROMISE = "past_promise"
    NO_SENT_ON = "no_sent_on"
    NO_DECIDED_ON = "no_decided_on"
    NO_REFERENCE = "no_reference"
    NO_CORRECTION = "no_correction"
    STAGE_LAGS = "stage_lags"
    AHEAD = "ahead"
    BEFORE_SENT = "before_sent"
    STRANGE_YEAR = "strange_year"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it is given. `function`: who answers for it, a role and never a person."""

    stage: str = Stage.ASSESSMENT.value
    outcome: str = ""
    because: str = ""
    function: str = ""
    by_when: date | None = None
    sent_on: date | None = None
    decided_on: date | None = None
    reference: str = ""
    correction: str = ""


def flaws(said: Said, today: date, *, sent: Said | None = None) -> dict[str, Flaw]:
    """What is wrong, by field. `sent`: the answer that the place has now."""
    found: dict[str, Flaw] = {}
    sent_stage = sent.stage if sent is not None else None
    promised = sent.by_when if sent is not None else None
    for field, flaw in (*_known(said), *_complete(said, sent_stage), *_days(said, today, promised)):
        found.setdefault(field, flaw)
    return found


def draft_flaws(said: Said) -> dict[str, Flaw]:
    """A draft may lack anything, but what it says must be something."""
    return dict(_known(said, draft=True))


def goes_back(stage: str, sent_stage: str | None) -> bool:
    """Whether the step lies before the one that the place has been told."""
    return sent_stage is not None and _at(stage) < _at(sent_stage)


def stepped_back(said: Said, before: Said | None) -> Said:
    """Without what belongs to later steps than its own, where it goes back and that stands there as `before` had it:
    then nobody has typed it."""
    if before is None or said.stage not in ORDER or not goes_back(said.stage, before.stage):
        return said
    of_later = (
        ("decided_on", "reference") if said.stage == Stage.SENT else ("sent_on", "decided_on", "reference")
    )
    left = Said()
    dropped = {name: getattr(left, name) for name in of_later if getattr(said, name) == getattr(before, name)}
    return replace(said, **dropped)


def _at(stage: str) -> int:
    return ORDER.index(Stage(stage))


def _known(said: Said, *, draft: bool = False) -> Iterator[tuple[str, Flaw]]:
    if said.stage not in ORDER:
        yield "stage", Flaw.NO_STAGE
    if said.outcome not in tuple(Outcome) and not (draft and not said.outcome):
        yield "outcome", Flaw.NO_OUTCOME
    for field in ("by_when", "sent_on", "decided_on"):
        day: date | None = getattr(said, field)
        if day is not None and not EARLIEST <= day < LATEST:
            yield field, Flaw.STRANGE_YEAR


def _complete(said: Said, sent_stage: str | None) -> Iterator[tuple[str, Flaw]]:
    if said.outcome == Outcome.CANNOT and not is_seen(said.because):
        yield "because", Flaw.NO_BECAUSE
    if not is_seen(said.function):
        yield "function", Flaw.NO_FUNCTION
    if said.by_when is not None and said.outcome in (Outcome.CANNOT, Outcome.DONE, Outcome.NOT_OURS):
        yield "by_when", Flaw.NO_PROMISE
    if said.stage not in ORDER:
        return
    if said.stage == Stage.SENT and said.sent_on is None:
        yield "sent_on", Flaw.NO_SENT_ON
    if said.stage == Stage.DECIDED and said.decided_on is None:
        yield "decided_on", Flaw.NO_DECIDED_ON
    if said.stage == Stage.DECIDED and not is_seen(said.reference):
        yield "reference", Flaw.NO_REFERENCE
    # Dropping what somebody has typed would hide their mistake.
    later = said.decided_on is not None or said.reference or (said.sent_on and said.stage == Stage.ASSESSMENT)
    if later and said.stage != Stage.DECIDED:
        yield "stage", Flaw.STAGE_LAGS
    if goes_back(said.stage, sent_stage) and not is_seen(said.correction):
        yield "correction", Flaw.NO_CORRECTION


def _days(said: Said, today: date, promised: date | None) -> Iterator[tuple[str, Flaw]]:
    # A day that has passed since it was promised may stand while something else is corrected.
    if said.by_when is not None and said.by_when < today and said.by_when != promised:
        yield "by_when", Flaw.PAST_PROMISE
    for field in ("sent_on", "decided_on"):
        day: date | None = getattr(said, field)
        if day is not None and day > today:
            yield field, Flaw.AHEAD
    if said.sent_on is not None and said.decided_on is not None and said.decided_on < said.sent_on:
        yield "decided_on", Flaw.BEFORE_SENT
