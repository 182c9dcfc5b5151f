"""Saving answers: one row a question, each save stating the version that it was based on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from portal.clock import now
from portal.errors import N_, InvalidError, LockedError, NotAllowedError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Answer, Journey, User
from portal.policy import Workplace, can_edit_step
from portal.process import gate
from portal.process.material import Value, has_value
from portal.process.schema import Question, Register, Section, Step
from portal.services.events import record


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants a question's answer to be; the shapes of values are those of `process.material`."""

    question: Question
    value: Value
    not_relevant: str | None
    base_version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a save of a section has come to: what stands saved now, and what somebody else had changed meanwhile."""

    saved: tuple[Answer, ...]
    stale: tuple[tuple[Question, Answer], ...]


def save_answer(
    actor: User,
    *,
    workplace: Workplace,
    question: Question | Register,
    value: Value,
    not_relevant: str | None,
    base_version: int,
) -> Answer | None:
    """The answer as it stands now; None while there is none. `base_version` of a new answer is 0.

    Of a register only the "not relevant here" is kept this way. An answer that says the same as before gets no new
    version and no event. Raises NotAllowedError, LockedError while a submission is reviewed, InvalidError for a
    "not relevant" without its reason, StaleError (with the answer as it is) when somebody else was first.
    """
    step = workplace.process.step_of(question.key)
    if step is None:
        raise NotFoundError
    check_step_editable(actor, workplace, step)
    if not_relevant is not None and not not_relevant.strip():
        raise InvalidError(N_("Write a few words about why it is not relevant here."))
    if not_relevant is not None or isinstance(question, Register) or not has_value(value):
        value = None
    journey = workplace.journey
    answer = _find(journey, question.key)
    if answer is None and value is None and not_relevant is None:
        return None
    if answer is not None and (answer.value, answer.not_relevant) == (value, not_relevant):
        return answer
    if (answer.version if answer else 0) != base_version:
        raise _stale(journey, question.key)
    if answer is None:
        answer = _insert(actor, journey, question.key, value, not_relevant)
    else:
        _update(actor, journey, answer, value, not_relevant)
    record(actor, "answer_saved", journey=journey, subject=question.key, data={"version": answer.version})
    return answer


def save_section(
    actor: User, *, workplace: Workplace, section: Section, changes: Sequence[Change]
) -> Outcome:
    """Save the answers of a section's form. What somebody else has changed meanwhile is left as they wrote it and
    told in `stale`; everything else is saved. Raises like save_answer, and then nothing is saved.
    """
    saved: list[Answer] = []
    stale: list[tuple[Question, Answer]] = []
    for change in changes:
        if change.question not in section.questions:
            raise NotFoundError
        try:
            answer = save_answer(
                actor,
                workplace=workplace,
                question=change.question,
                value=change.value,
                not_relevant=change.not_relevant,
                base_version=change.base_version,
            )
        except StaleError as error:
            if not isinstance(error.current, Answer):
                raise
            stale.append((change.question, error.current))
        else:
            saved += [answer] if answer is not None else []
    return Outcome(tuple(saved), tuple(stale))


def check_step_editable(actor: User, workplace: Workplace, step: Step) -> None:
    """Raises NotAllowedError, or LockedError while a submission is under review."""
    ruling = can_edit_step(actor, workplace, step)
    if ruling or ruling.reason is None:
        return
    state = gate.CheckpointState(workplace.journey.checkpoint_state)
    locked = gate.is_step_locked(workplace.process, state, step.key)
    error = LockedError if locked else NotAllowedError
    raise error(ruling.reason.text, **ruling.reason.params)


def _find(journey: Journey, key: str) -> Answer | None:
    query = (
        select(Answer)
        .where(Answer.journey_id == journey.id, Answer.question_key == key)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one_or_none()


def _insert(actor: User, journey: Journey, key: str, value: Value, not_relevant: str | None) -> Answer:
    answer = Answer(
        journey_id=journey.id,
        question_key=key,
        value=value,
        not_relevant=not_relevant,
        version=1,
        updated_by=actor.id,
        updated_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(answer)
    except IntegrityError:
        # Somebody else wrote the first answer at the same moment.
        raise _stale(journey, key) from None
    return answer


def _update(actor: User, journey: Journey, answer: Answer, value: Value, not_relevant: str | None) -> None:
    """Compare and set: of two saves of the same version one wins, on every database."""
    changed = db.session.execute(
        update(Answer)
        .where(Answer.id == answer.id, Answer.version == answer.version)
        .values(
            value=value,
            not_relevant=not_relevant,
            version=answer.version + 1,
            updated_by=actor.id,
            updated_at=now(),
        )
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an update answers with a CursorResult
        raise _stale(journey, answer.question_key)
    db.session.refresh(answer)


def _stale(journey: Journey, key: str) -> StaleError:
    current = _find(journey, key)
    if current is not None:
        # Apart: reading the author afresh would drop the roles of somebody who is signed in and wrote it.
        db.session.scalars(
            select(Answer).where(Answer.id == current.id).options(joinedload(Answer.author))
        ).one()
    return StaleError(
        N_("Somebody else has changed the same answer. Both texts are here; choose which one counts."),
        current,
    )
