"""The one table of the checkpoint: every pair of state and action, and what is open and locked."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.process import gate
from portal.process.gate import Action, CheckpointState, IllegalTransition, Precondition, Transition, Who
from portal.process.schema import Process

NOT_SUBMITTED, SUBMITTED, RESUBMITTED, UNDER_REVIEW, GO_ON, FOLLOW_UP, COMPLETE_FIRST = CheckpointState

READY, POINTS = Precondition.READY, Precondition.POINTS_NAMED

LEGAL = {
    (NOT_SUBMITTED, Action.SUBMIT): (SUBMITTED, Who.TEAM, READY),
    (COMPLETE_FIRST, Action.SUBMIT): (RESUBMITTED, Who.TEAM, READY),
    (SUBMITTED, Action.WITHDRAW): (NOT_SUBMITTED, Who.TEAM, None),
    (SUBMITTED, Action.BEGIN): (UNDER_REVIEW, Who.DECIDER, None),
    (RESUBMITTED, Action.WITHDRAW): (COMPLETE_FIRST, Who.TEAM, None),
    (RESUBMITTED, Action.BEGIN): (UNDER_REVIEW, Who.DECIDER, None),
    (UNDER_REVIEW, Action.DECIDE_GO_ON): (GO_ON, Who.DECIDER, None),
    (UNDER_REVIEW, Action.DECIDE_GO_ON_FOLLOW_UP): (FOLLOW_UP, Who.DECIDER, POINTS),
    (UNDER_REVIEW, Action.DECIDE_COMPLETE_FIRST): (COMPLETE_FIRST, Who.DECIDER, POINTS),
    (GO_ON, Action.CORRECT_TO_GO_ON_FOLLOW_UP): (FOLLOW_UP, Who.REGION, POINTS),
    (GO_ON, Action.CORRECT_TO_COMPLETE_FIRST): (COMPLETE_FIRST, Who.REGION, POINTS),
    (FOLLOW_UP, Action.CORRECT_TO_GO_ON): (GO_ON, Who.REGION, None),
    (FOLLOW_UP, Action.CORRECT_TO_COMPLETE_FIRST): (COMPLETE_FIRST, Who.REGION, POINTS),
    (COMPLETE_FIRST, Action.CORRECT_TO_GO_ON): (GO_ON, Who.REGION, None),
    (COMPLETE_FIRST, Action.CORRECT_TO_GO_ON_FOLLOW_UP): (FOLLOW_UP, Who.REGION, POINTS),
}
"""Written out, so that a change of the table has to be made twice."""


@pytest.mark.parametrize(("state", "action"), list(product(CheckpointState, Action)))
def test_every_pair(state: CheckpointState, action: Action) -> None:
    if (state, action) in LEGAL:
        assert gate.next_state(state, action) == Transition(*LEGAL[state, action])
        return
    with pytest.raises(IllegalTransition) as refused:
        gate.next_state(state, action)
    assert (refused.value.state, refused.value.action) == (state, action)


def test_the_table_holds_nothing_else() -> None:
    assert set(gate.TRANSITIONS) == set(LEGAL)


@given(st.lists(st.sampled_from(Action), max_size=30))
def test_however_people_press_the_gate_opens_by_a_verdict_alone(tiny: Process, actions: list[Action]) -> None:
    states = [NOT_SUBMITTED]
    taken: list[Transition] = []
    for action in actions:
        try:
            step = gate.next_state(states[-1], action)
        except IllegalTransition:
            continue
        taken.append(step)
        states.append(step.state)
    for (before, after), step in zip(pairwise(states), taken, strict=True):
        opened = not gate.is_phase_open(tiny, before, 2) and gate.is_phase_open(tiny, after, 2)
        assert not opened or step.who in (Who.DECIDER, Who.REGION)
        assert not opened or before in (UNDER_REVIEW, COMPLETE_FIRST)
        assert before is not after
        assert not (gate.is_locked(before) and after is NOT_SUBMITTED) or before is SUBMITTED
    verdicts = [state for state in states if gate.is_decided(state)]
    assert not verdicts or UNDER_REVIEW in states


@pytest.mark.parametrize(
    ("state", "is_open", "is_locked", "is_decided"),
    [
        (NOT_SUBMITTED, False, False, False),
        (SUBMITTED, False, True, False),
        (RESUBMITTED, False, True, False),
        (UNDER_REVIEW, False, True, False),
        (GO_ON, True, False, True),
        (FOLLOW_UP, True, False, True),
        (COMPLETE_FIRST, False, False, True),
    ],
)
def test_what_each_state_opens_and_locks(
    tiny: Process, state: CheckpointState, is_open: bool, is_locked: bool, is_decided: bool
) -> None:
    assert gate.is_phase_open(tiny, state, 1)
    assert gate.is_phase_open(tiny, state, 2) is is_open
    assert gate.open_phases(tiny, state) == (frozenset({1, 2}) if is_open else frozenset({1}))
    assert gate.is_step_open(tiny, state, "trying") is is_open
    assert gate.is_locked(state) is is_locked
    assert gate.is_step_locked(tiny, state, "listening") is is_locked
    assert gate.is_step_locked(tiny, state, "trying") is False
    assert gate.is_decided(state) is is_decided


def test_the_actions_of_the_verdicts() -> None:
    assert {verdict: gate.next_state(UNDER_REVIEW, a).state for verdict, a in gate.DECISIONS.items()} == {
        verdict: verdict for verdict in gate.VERDICTS
    }
