"""The checkpoint: one table of legal transitions, what is open and locked in each state, and readiness.

Whether a phase is open is derived from the state, never stored. `services` applies a transition compare-and-set.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.process.errors import IllegalTransition
from portal.process.readiness import CriterionState, CriterionStatus, Readiness, readiness
from portal.process.schema import Process

__all__ = [
    "CORRECTIONS",
    "DECISIONS",
    "TRANSITIONS",
    "VERDICTS",
    "Action",
    "CheckpointState",
    "CriterionState",
    "CriterionStatus",
    "IllegalTransition",
    "Precondition",
    "Readiness",
    "Transition",
    "Who",
    "is_decided",
    "is_locked",
    "is_phase_open",
    "is_step_locked",
    "is_step_open",
    "next_state",
    "open_phases",
    "readiness",
]


class CheckpointState(StrEnum):
    """Where a place stands at the checkpoint."""

    NOT_SUBMITTED = "not_submitted"
    SUBMITTED = "submitted"
    RESUBMITTED = "resubmitted"
    UNDER_REVIEW = "under_review"
    GO_ON = "go_on"
    GO_ON_FOLLOW_UP = "go_on_follow_up"
    COMPLETE_FIRST = "complete_first"


class Action(StrEnum):
    """What can be done at the checkpoint."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    BEGIN = "begin"
    DECIDE_GO_ON = "decide_go_on"
    DECIDE_GO_ON_FOLLOW_UP = "decide_go_on_follow_up"
    DECIDE_COMPLETE_FIRST = "decide_complete_first"
    CORRECT_TO_GO_ON = "correct_to_go_on"
    CORRECT_TO_GO_ON_FOLLOW_UP = "correct_to_go_on_follow_up"
    CORRECT_TO_COMPLETE_FIRST = "correct_to_complete_first"


class Who(StrEnum):
    """Who takes an action: the place's team, whoever the definition lets decide, or the region."""

    TEAM = "team"
    DECIDER = "decider"
    REGION = "region"


class Precondition(StrEnum):
    """What must hold beside the state: every must is met or waived; the points to look at are named."""

    READY = "ready"
    POINTS_NAMED = "points_named"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an action leads, who may take it, and what must hold first."""

    state: CheckpointState
    who: Who
    precondition: Precondition | None = None


VERDICTS = (CheckpointState.GO_ON, CheckpointState.GO_ON_FOLLOW_UP, CheckpointState.COMPLETE_FIRST)
"""The three verdicts, each a state of its own."""

DECISIONS: dict[CheckpointState, Action] = {verdict: Action(f"decide_{verdict}") for verdict in VERDICTS}
"""The action by which a reviewer reaches each verdict."""

CORRECTIONS: dict[CheckpointState, Action] = {
    verdict: Action(f"correct_to_{verdict}") for verdict in VERDICTS
}
"""The action by which the region corrects a mistaken verdict to each other one."""

_POINTS: dict[CheckpointState, Precondition | None] = {
    CheckpointState.GO_ON: None,
    CheckpointState.GO_ON_FOLLOW_UP: Precondition.POINTS_NAMED,
    CheckpointState.COMPLETE_FIRST: Precondition.POINTS_NAMED,
}

_BEGIN = Transition(CheckpointState.UNDER_REVIEW, Who.DECIDER)

TRANSITIONS: dict[tuple[CheckpointState, Action], Transition] = {
    (CheckpointState.NOT_SUBMITTED, Action.SUBMIT): Transition(
        CheckpointState.SUBMITTED, Who.TEAM, Precondition.READY
    ),
    (CheckpointState.COMPLETE_FIRST, Action.SUBMIT): Transition(
        CheckpointState.RESUBMITTED, Who.TEAM, Precondition.READY
    ),
    # Whoever takes it back stands where they stood: after a verdict its points count again.
    (CheckpointState.SUBMITTED, Action.WITHDRAW): Transition(CheckpointState.NOT_SUBMITTED, Who.TEAM),
    (CheckpointState.RESUBMITTED, Action.WITHDRAW): Transition(CheckpointState.COMPLETE_FIRST, Who.TEAM),
    (CheckpointState.SUBMITTED, Action.BEGIN): _BEGIN,
    (CheckpointState.RESUBMITTED, Action.BEGIN): _BEGIN,
    **{
        (CheckpointState.UNDER_REVIEW, action): Transition(verdict, Who.DECIDER, _POINTS[verdict])
        for verdict, action in DECISIONS.items()
    },
    **{
        (mistaken, action): Transition(verdict, Who.REGION, _POINTS[verdict])
        for mistaken in VERDICTS
        for verdict, action in CORRECTIONS.items()
        if verdict is not mistaken
    },
}
"""Everything that can happen at the checkpoint; what is not here is refused."""


def next_state(state: CheckpointState, action: Action) -> Transition:
    """Raises IllegalTransition if the action cannot be taken in the state."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise IllegalTransition(state, action) from None


def is_phase_open(process: Process, state: CheckpointState, phase_number: int) -> bool:
    """Phases up to the checkpoint are always open; those after it once the place has been told to go on."""
    return phase_number <= process.checkpoint.after_phase or state in (
        CheckpointState.GO_ON,
        CheckpointState.GO_ON_FOLLOW_UP,
    )


def open_phases(process: Process, state: CheckpointState) -> frozenset[int]:
    """The numbers of the phases that are open."""
    return frozenset(p.number for p in process.phases if is_phase_open(process, state, p.number))


def is_step_open(process: Process, state: CheckpointState, step_key: str) -> bool:
    """Raises KeyError for an unknown step."""
    return is_phase_open(process, state, process.phase_of(step_key).number)


def is_locked(state: CheckpointState) -> bool:
    """True while somebody reviews, or is about to: answers, ticks and attachments of the phases up to the checkpoint
    stay as they were handed in. Place-wide registers stay open."""
    return state in (CheckpointState.SUBMITTED, CheckpointState.RESUBMITTED, CheckpointState.UNDER_REVIEW)


def is_step_locked(process: Process, state: CheckpointState, step_key: str) -> bool:
    """Raises KeyError for an unknown step."""
    return is_locked(state) and not process.is_after_checkpoint(step_key)


def is_decided(state: CheckpointState) -> bool:
    """True once there is a verdict."""
    return state in VERDICTS
