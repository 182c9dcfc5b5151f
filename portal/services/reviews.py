"""The draft of a verdict: one per submission, shared by those who may decide, saved with its version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, update

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message, StaleError
from portal.extensions import db
from portal.models import Decision, Review, Submission, User
from portal.policy import Workplace
from portal.process.gate import VERDICTS, CheckpointState
from portal.process.review import (
    JUDGEMENTS,
    POINT_TEXT_LIMIT,
    POINTS_LIMIT,
    WORDS,
    WORDS_LIMIT,
    Flaw,
    Point,
    ReviewContent,
    flaws,
    points_of,
)
from portal.process.schema import Process
from portal.process.sheets import sheets_of
from portal.queries.submissions import find_previous
from portal.services.events import record
from portal.services.permits import hold_decision
from portal.text import clean

FLAWS = {
    Flaw.NO_VERDICT: N_("Choose one of the three verdicts."),
    Flaw.NO_REASONS: N_("Write the reasons for your verdict."),
    Flaw.NO_POINTS: N_("Add at least one point: what shall the place look at?"),
    Flaw.POINT_WITHOUT_TEXT: N_("Write what the point is about, or remove it."),
    Flaw.POINT_WITHOUT_DATE: N_("Choose the date by which the point is followed up."),
}
INCOMPLETE = N_("The verdict is not sent yet. Look at what is marked.")


def open_draft(actor: User, *, workplace: Workplace, submission: Submission) -> Review:
    """The draft of a review that has just begun, with the judgements of last time where nothing has changed since."""
    if submission.review is None:
        submission.review = Review(
            judgements=_still_holding(workplace.process, submission),
            points=[],
            version=1,
            author=actor,
            updated_at=now(),
        )
        db.session.flush()
    return submission.review


def _still_holding(process: Process, submission: Submission) -> dict[str, Any]:
    previous = find_previous(submission)
    if previous is None:
        return {}
    judged = previous.decisions[-1].content["judgements"]
    sheets = sheets_of(process, submission.snapshot, "sv", before=previous.snapshot)
    same = {sheet.criterion.key for sheet in sheets if not sheet.is_changed}
    return {key: {**found, "note": ""} for key, found in judged.items() if key in same}


def get_draft(submission: Submission) -> Review:
    """Raises ConflictError when the review has not begun."""
    if submission.review is None:
        raise ConflictError(N_("The review has not begun."))
    return submission.review


def save_draft(
    actor: User, *, workplace: Workplace, submission: Submission, version: int, content: ReviewContent
) -> Review:
    """Save the whole draft, if nobody has saved since `version`.

    Raises NotAllowedError, ConflictError outside a review, InvalidError, StaleError (`current` is the stored draft).
    """
    hold_decision(actor, workplace, submission)
    if submission.state != "under_review":
        raise ConflictError(N_("There is a verdict already, or the review has not begun."))
    review = get_draft(submission)
    content = _checked(content, workplace.process)
    saved = db.session.execute(
        update(Review)
        .where(Review.id == review.id, Review.version == version)
        .values(**content.as_json(), version=version + 1, updated_by=actor.id, updated_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(review)
    db.session.refresh(review, ["author"])
    is_late = cast("CursorResult[Any]", saved).rowcount != 1
    if is_late and content.as_json() != content_of(review).as_json():
        raise StaleError(N_("Somebody else has saved the draft since you opened it."), review)
    if not is_late:
        data = {"submission": submission.number, "version": review.version}
        subject = f"submission:{submission.id}"
        record(actor, "review_draft_saved", journey=workplace.journey, subject=subject, data=data)
    return review


def content_of(review: Review) -> ReviewContent:
    """The draft as plain values."""
    return ReviewContent(
        review.judgements,
        points_of(review.points),
        review.strengths,
        review.questions,
        review.suggestions,
        review.verdict,
        review.reasons,
    )


def verdict_of(content: ReviewContent) -> CheckpointState:
    """The verdict of a complete review. Raises InvalidError that names each flaw at its field."""
    found = flaws(content)
    if found:
        raise InvalidError(INCOMPLETE, {_field(flaw, point): Message(FLAWS[flaw]) for flaw, point in found})
    return CheckpointState(content.verdict or "")


def corrected_content(
    mistaken: Decision,
    verdict: CheckpointState,
    reasons: str,
    points: Sequence[Point] | None,
    process: Process,
) -> ReviewContent:
    """The mistaken verdict's content with another verdict, its own reasons, and points where they are given.

    Raises InvalidError.
    """
    old = mistaken.content
    content = ReviewContent(
        judgements=old["judgements"],
        points=points_of(old["points"]) if points is None else points,
        strengths=old["strengths"],
        questions=old["questions"],
        suggestions=old["suggestions"],
        verdict=verdict.value,
        reasons=reasons,
    )
    content = _checked(content, process)
    verdict_of(content)
    return content


def _field(flaw: Flaw, point: Point | None) -> str:
    if point is None:
        return {Flaw.NO_VERDICT: "verdict", Flaw.NO_REASONS: "reasons"}.get(flaw, "points")
    return f"point-{point.id}-{'due_on' if flaw is Flaw.POINT_WITHOUT_DATE else 'text'}"


def _checked(content: ReviewContent, process: Process) -> ReviewContent:
    """Cleaned, and refused at its field when something is too long, unknown or not a date."""
    fields: dict[str, Message] = {}
    words = {name: clean(getattr(content, name)) for name in WORDS}
    for name, text in words.items():
        if len(text) > WORDS_LIMIT:
            fields[name] = _too_long(len(text), WORDS_LIMIT)
    for key, judged in content.judgements.items():
        length = len(clean(judged.get("note", "")))
        if length > WORDS_LIMIT and process.checkpoint.criterion(key) is not None:
            fields[f"k-{key}"] = _too_long(length, WORDS_LIMIT)
    points = [replace(p, text=clean(p.text), due_on=p.due_on.strip()) for p in content.points]
    for point in points:
        fields |= _point_faults(point, process)
    if len(points) > POINTS_LIMIT:
        fields["points"] = Message(N_("A review holds at most %(limit)s points."), {"limit": POINTS_LIMIT})
    if content.verdict not in (None, *VERDICTS):
        fields["verdict"] = Message(FLAWS[Flaw.NO_VERDICT])
    if fields:
        raise InvalidError(N_("The draft is not saved. Look at what is marked."), fields)
    return replace(content, judgements=_judgements(content, process), points=points, **words)


def _judgements(content: ReviewContent, process: Process) -> dict[str, dict[str, str]]:
    known = {criterion.key for criterion in process.checkpoint.criteria}
    found = {}
    for key, judged in content.judgements.items():
        judgement = judged.get("judgement", "")
        note = clean(judged.get("note", ""))
        if key in known and (judgement in JUDGEMENTS or note):
            found[key] = {"judgement": judgement if judgement in JUDGEMENTS else "", "note": note}
    return found


def _point_faults(point: Point, process: Process) -> dict[str, Message]:
    faults = {}
    if len(point.text) > POINT_TEXT_LIMIT:
        faults[f"point-{point.id}-text"] = _too_long(len(point.text), POINT_TEXT_LIMIT)
    if point.due_on:
        try:
            date.fromisoformat(point.due_on)
        except ValueError:
            faults[f"point-{point.id}-due_on"] = Message(N_("Write the date as 2026-11-30."))
    known = process.checkpoint.criterion(point.criterion) is not None
    if not known or not process.is_linkable(point.anchor):
        faults[f"point-{point.id}-anchor"] = Message(N_("Choose what the point is about."))
    return faults


def _too_long(length: int, limit: int) -> Message:
    return Message(
        N_("The text has %(length)s characters; there is room for %(limit)s."),
        {"length": length, "limit": limit},
    )
