"""The one door of the checkpoint: submit, withdraw, begin, decide, correct.

Each asks the policy, looks the transition up in `portal.process.gate`, moves the journey's state by compare-and-set
(so of two at once exactly one wins, and the other is told), keeps the submission's state in step, records one event
and writes the letters to those who should know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from portal import policy
from portal.clock import now, today
from portal.errors import N_, ConflictError, InvalidError
from portal.extensions import db
from portal.models import Decision, Journey, Submission, User
from portal.notifications import checkpoint as news
from portal.policy import Workplace
from portal.process import gate
from portal.process.gate import Action, CheckpointState
from portal.process.material import Material
from portal.process.promises import VERDICT_DAYS
from portal.process.review import Point, ReviewContent
from portal.process.workdays import add_working_days
from portal.queries.checkpoint import get_record
from portal.queries.submissions import find_last_decided, list_files
from portal.services import covers, reviews
from portal.services.events import record
from portal.services.permits import hold_decision, hold_submission
from portal.services.points import write_points
from portal.services.submissions import snapshot_of

TOO_LATE = {
    Action.SUBMIT: N_("The checkpoint is submitted already, or decided."),
    Action.WITHDRAW: N_(
        "It cannot be taken back now: somebody has begun to review it, or it was taken back already."
    ),
    Action.BEGIN: N_(
        "The review cannot begin now: it has begun already, or the place has taken its submission back."
    ),
}
DECIDED = N_("There is a verdict already, or the review has not begun.")
NOT_CORRECTED = N_("This verdict cannot be corrected so: it is not the latest, or it says the same already.")


def submit(actor: User, *, workplace: Workplace, material: Material) -> Submission:
    """Hand in a frozen copy. Raises NotAllowedError, ConflictError, InvalidError while a must is neither met nor
    waived."""
    policy.require(policy.can_submit(actor, workplace))
    journey = workplace.journey
    transition = _next(journey, Action.SUBMIT)
    found = get_record(journey).readiness(workplace.process, material)
    if not found.ready:
        raise InvalidError(
            N_("You cannot submit yet. What is missing needs evidence, or a reason why it cannot be had.")
        )
    previous = find_last_decided(journey.id)
    _move(journey, transition.state, Action.SUBMIT)
    submission = Submission(
        journey=journey,
        number=_next_number(journey),
        state="submitted",
        snapshot=snapshot_of(
            workplace,
            material=material,
            readiness=found,
            files=list_files(journey.id),
            previous=previous.snapshot if previous else None,
        ),
        submitted_by=actor.id,
        submitted_at=now(),
        due_on=add_working_days(today(), VERDICT_DAYS),
        registry_number=None,
    )
    db.session.add(submission)
    db.session.flush()
    _tell(actor, "checkpoint_submitted", workplace, submission)
    return submission


def withdraw(actor: User, *, workplace: Workplace, submission: Submission) -> None:
    """Take a submission back, as long as nobody has begun to review it. Raises NotAllowedError, ConflictError."""
    hold_submission(workplace, submission)
    policy.require(policy.can_submit(actor, workplace))
    _in_state(submission, "submitted", Action.WITHDRAW)
    _move(workplace.journey, _next(workplace.journey, Action.WITHDRAW).state, Action.WITHDRAW)
    submission.state = "withdrawn"
    submission.withdrawn_by, submission.withdrawn_at = actor.id, now()
    db.session.flush()
    _tell(actor, "checkpoint_withdrawn", workplace, submission)


def begin(actor: User, *, workplace: Workplace, submission: Submission) -> None:
    """Begin the review: from now on the place cannot take it back. Raises NotAllowedError, ConflictError."""
    hold_decision(actor, workplace, submission)
    _in_state(submission, "submitted", Action.BEGIN)
    _move(workplace.journey, _next(workplace.journey, Action.BEGIN).state, Action.BEGIN)
    submission.state = "under_review"
    submission.begun_by, submission.begun_at = actor.id, now()
    db.session.flush()
    reviews.open_draft(actor, workplace=workplace, submission=submission)
    _tell(actor, "checkpoint_review_begun", workplace, submission)


def decide(actor: User, *, workplace: Workplace, submission: Submission) -> Decision:
    """Send the verdict that stands in the draft, as a frozen copy of it.

    Raises NotAllowedError, ConflictError, InvalidError when the draft lacks a verdict, reasons or the points it needs.
    """
    hold_decision(actor, workplace, submission)
    _in_state(submission, "under_review", Action.DECIDE_GO_ON)
    content = reviews.content_of(reviews.get_draft(submission))
    verdict = reviews.verdict_of(content)
    action = gate.DECISIONS[verdict]
    _move(workplace.journey, _next(workplace.journey, action).state, action)
    submission.state = "decided"
    decision = _decision(actor, submission, content, stands_for=_stood_for(actor, workplace, submission))
    _tell(actor, "checkpoint_decided", workplace, submission, verdict=verdict.value)
    return decision


def correct(
    actor: User,
    *,
    workplace: Workplace,
    submission: Submission,
    verdict: CheckpointState,
    reasons: str,
    points: Sequence[Point] | None = None,
) -> Decision:
    """The region puts a mistaken verdict right. The mistaken one stays in the record.

    `points` replace the mistaken verdict's; None keeps them. Raises NotAllowedError, ConflictError, InvalidError.
    """
    policy.require(policy.can_correct(actor, workplace))
    hold_submission(workplace, submission)
    action = gate.CORRECTIONS[verdict]
    mistaken = submission.decisions[-1] if submission.decisions else None
    if (
        mistaken is None
        or not _is_latest(submission)
        or mistaken.verdict != workplace.journey.checkpoint_state
    ):
        raise ConflictError(NOT_CORRECTED)
    transition = _next(workplace.journey, action)
    content = reviews.corrected_content(mistaken, verdict, reasons, points, workplace.process)
    _move(workplace.journey, transition.state, action)
    decision = _decision(actor, submission, content, corrects=mistaken)
    _tell(actor, "checkpoint_corrected", workplace, submission, verdict=verdict.value)
    return decision


def _next(journey: Journey, action: Action) -> gate.Transition:
    try:
        return gate.next_state(CheckpointState(journey.checkpoint_state), action)
    except gate.IllegalTransition:
        raise ConflictError(_refusal(action)) from None


def _refusal(action: Action) -> str:
    if action in TOO_LATE:
        return TOO_LATE[action]
    return NOT_CORRECTED if action in gate.CORRECTIONS.values() else DECIDED


def _in_state(submission: Submission, state: str, action: Action) -> None:
    if submission.state != state:
        raise ConflictError(_refusal(action))


def _move(journey: Journey, state: CheckpointState, action: Action) -> None:
    """Compare-and-set: whoever comes second finds another state and changes nothing."""
    result = db.session.execute(
        update(Journey)
        .where(Journey.id == journey.id, Journey.checkpoint_state == journey.checkpoint_state)
        .values(checkpoint_state=state.value)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise ConflictError(_refusal(action))
    set_committed_value(journey, "checkpoint_state", state.value)


def _next_number(journey: Journey) -> int:
    highest = select(func.max(Submission.number)).where(Submission.journey_id == journey.id)
    return (db.session.scalar(highest) or 0) + 1


def _stood_for(actor: User, workplace: Workplace, submission: Submission) -> list[int]:
    is_cover = policy.stands_in(actor, submission)
    return covers.list_stood_for(actor, workplace.place) if is_cover else []


def _is_latest(submission: Submission) -> bool:
    newest = select(func.max(Submission.number)).where(
        Submission.journey_id == submission.journey_id, Submission.state != "withdrawn"
    )
    return db.session.scalar(newest) == submission.number


def _decision(
    actor: User,
    submission: Submission,
    content: ReviewContent,
    *,
    corrects: Decision | None = None,
    stands_for: Sequence[int] = (),
) -> Decision:
    decision = Decision(
        submission=submission,
        verdict=content.verdict,
        reasons=content.reasons,
        content=content.as_json(),
        corrects_id=corrects.id if corrects is not None else None,
        stands_for=list(stands_for),
        decided_by=actor.id,
        decided_at=now(),
    )
    db.session.add(decision)
    db.session.flush()
    write_points(decision)
    return decision


def _tell(actor: User, kind: str, workplace: Workplace, submission: Submission, **more: object) -> None:
    data = {"submission": submission.number, **more}
    event = record(actor, kind, journey=workplace.journey, subject=f"submission:{submission.id}", data=data)
    news.send(event, workplace=workplace, submission=submission)
