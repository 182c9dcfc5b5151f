"""Saving answers: one row a question, each save stating the version that it was based on.

The journey is held while answers are saved, so two saves at a place follow one another on every database: the second
one meets what the first has written, and is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from portal.clock import now
from portal.errors import N_, InvalidError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Answer, Journey, User
from portal.policy import Workplace
from portal.process.material import Value, has_value
from portal.process.schema import Question, Register, Section
from portal.services.events import record
from portal.services.permits import check_step_editable, hold


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants a question's answer to be; the shapes of values are those of `process.material`."""

    question: Question | Register
    value: Value
    not_relevant: str | None
    base_version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a save of a section has come to: what stands saved now, and what somebody else had changed meanwhile."""

    saved: tuple[Answer, ...]
    stale: tuple[tuple[Question | Register, Answer], ...]


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
    hold(workplace)
    check_step_editable(actor, workplace, step)
    change = Change(question, value, not_relevant, base_version)
    answer = _save(actor, workplace, change, _find(workplace.journey, [question.key]).get(question.key))
    db.session.flush()
    return answer


def save_section(
    actor: User, *, workplace: Workplace, section: Section, changes: Sequence[Change]
) -> Outcome:
    """Save the answers of a section's form. What somebody else has changed meanwhile is left as they wrote it and
    told in `stale`; everything else is saved. Raises like save_answer, and then nothing is saved.
    """
    step = workplace.process.step_of(section.key)
    if step is None or any(change.question not in section.questions for change in changes):
        raise NotFoundError
    hold(workplace)
    check_step_editable(actor, workplace, step)
    stored = _find(workplace.journey, [change.question.key for change in changes])
    saved: list[Answer] = []
    stale: list[tuple[Question | Register, Answer]] = []
    for change in changes:
        try:
            answer = _save(actor, workplace, change, stored.get(change.question.key))
        except StaleError as error:
            if not isinstance(error.current, Answer):
                raise
            stale.append((change.question, error.current))
        else:
            saved += [answer] if answer is not None else []
    db.session.flush()
    return Outcome(tuple(saved), tuple(stale))


def _save(actor: User, workplace: Workplace, change: Change, answer: Answer | None) -> Answer | None:
    """Save over `answer`, the one that is stored; the journey is held and the person allowed."""
    question, not_relevant, value = change.question, change.not_relevant, change.value
    if not_relevant is not None and not not_relevant.strip():
        raise InvalidError(N_("Write a few words about why it is not relevant here."))
    if not_relevant is not None or isinstance(question, Register) or not has_value(value):
        value = None
    if answer is None and value is None and not_relevant is None:
        return None
    if answer is not None and (answer.value, answer.not_relevant) == (value, not_relevant):
        return answer
    if (answer.version if answer else 0) != change.base_version:
        if answer is not None:
            set_committed_value(answer, "author", db.session.get(User, answer.updated_by))
        raise StaleError(
            N_("Somebody else has changed the same answer. Both texts are here; choose which one counts."),
            answer,
        )
    if answer is None:
        answer = Answer(journey_id=workplace.journey.id, question_key=question.key, version=0)
        db.session.add(answer)
    answer.value, answer.not_relevant = value, not_relevant
    answer.version += 1
    answer.updated_by, answer.updated_at = actor.id, now()
    data = {"version": answer.version}
    record(actor, "answer_saved", journey=workplace.journey, subject=question.key, data=data, flush=False)
    return answer


def _find(journey: Journey, keys: Sequence[str]) -> dict[str, Answer]:
    """The stored answers as they are now: the journey is held, so nobody changes them under our hands. Authors are not
    joined in: reading them afresh would forget the roles of the one who acts."""
    query = (
        select(Answer)
        .where(Answer.journey_id == journey.id, Answer.question_key.in_(keys))
        .execution_options(populate_existing=True)
    )
    return {a.question_key: a for a in db.session.scalars(query)}
