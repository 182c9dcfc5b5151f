"""Saving answers: one row a question, each save stating the version that it was based on.

The journey is held while answers are saved, so two saves at a place follow one another on every database: the second
one meets what the first has written, and is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Answer, Journey, User
from portal.policy import Workplace
from portal.process.material import Material, Value, has_value
from portal.process.schema import Question, Register, Section
from portal.queries.material import Written
from portal.queries.rows import list_rows
from portal.services.events import Entry, record_all
from portal.services.permits import check_step_editable, hold
from portal.services.references import NewNames
from portal.services.revisions import keep

STALE = N_("Somebody else has changed the same answer. Both texts are here; choose which one counts.")


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants a question's answer to be; the shapes of values are those of `process.material`.

    `new_name`: typed in a reference, it becomes a row of the register and the last of what is chosen.
    """

    question: Question | Register
    value: Value
    not_relevant: str | None
    base_version: int
    new_name: str = ""


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
    if (
        isinstance(question, Register)
        and not_relevant is not None
        and list_rows(workplace.journey, question.key)
    ):
        raise ConflictError(N_("The list has rows now, so it is relevant here. Remove them first."))
    change = Change(question, value, not_relevant, base_version)
    outcome = _save(actor, workplace, [change], _find(workplace.journey, [question.key]), None)
    for _question, current in outcome.stale:
        raise StaleError(STALE, current)
    return outcome.saved[0] if outcome.saved else None


def save_section(
    actor: User,
    *,
    workplace: Workplace,
    section: Section,
    changes: Sequence[Change],
    written: Written | None = None,
) -> Outcome:
    """Save the answers of a section's form. What somebody else has changed meanwhile is left as they wrote it and
    told in `stale`, and its new name is not made a row; everything else is saved. Raises like save_answer, and
    InvalidError (by question key) for a name that cannot become a row; then nothing is saved.

    `written`: what the journey holds, if the caller has held it and read that afterwards.
    """
    step = workplace.process.step_of(section.key)
    if step is None or any(change.question not in section.questions for change in changes):
        raise NotFoundError
    hold(workplace)
    check_step_editable(actor, workplace, step)
    if written is not None:
        return _save(actor, workplace, changes, written.answers, written.material)
    stored = _find(workplace.journey, [change.question.key for change in changes])
    return _save(actor, workplace, changes, stored, None)


def _save(
    actor: User,
    workplace: Workplace,
    changes: Sequence[Change],
    stored: Mapping[str, Answer],
    material: Material | None,
) -> Outcome:
    """Save over `stored`, the answers as they are; the journey is held and the person allowed. Five statements at
    most, however many answers: those that were there, new ones, revisions, events, the journey; and one for each new
    name. `material`: the journey's, where the caller has it."""
    names = NewNames(actor, workplace, material)
    standing: list[Answer] = []
    written: list[Answer] = []
    new: list[tuple[str, Value, str | None]] = []
    stale: list[tuple[Question | Register, Answer]] = []
    for change in changes:
        key = change.question.key
        answer, (value, not_relevant) = stored.get(key), _wanted(change)
        says_the_same = (value, not_relevant) == (
            (answer.value, answer.not_relevant) if answer else (None, None)
        )
        if says_the_same and not change.new_name:
            standing += [answer] if answer else []
            continue
        if (answer.version if answer else 0) != change.base_version:
            stale.append((change.question, _standing_against(answer)))
            continue
        if change.new_name:
            value = _with_name(names, change, value)
        if answer is None:
            new.append((key, value, not_relevant))
        else:
            _overwrite(actor, answer, value, not_relevant)
            written.append(answer)
    written += _insert(actor, workplace.journey, new)
    keep([*names.added, *written])
    saved: list[Entry] = [("answer_saved", a.question_key, {"version": a.version}) for a in written]
    record_all(actor, journey=workplace.journey, entries=[*names.entries, *saved])
    return Outcome((*standing, *written), tuple(stale))


def _wanted(change: Change) -> tuple[Value, str | None]:
    """The value and the "not relevant" that a change comes to: never both."""
    if change.not_relevant is not None and not change.not_relevant.strip():
        raise InvalidError(N_("Write a few words about why it is not relevant here."))
    is_value = change.not_relevant is None and not isinstance(change.question, Register)
    return change.value if is_value and has_value(change.value) else None, change.not_relevant


def _with_name(names: NewNames, change: Change, value: Value) -> Value:
    register = change.question.register if isinstance(change.question, Question) else None
    try:
        return names.ids(register or "", value or (), [change.new_name])
    except InvalidError as error:
        raise InvalidError(
            error.message.text, {change.question.key: error.message}, **error.message.params
        ) from None


def _standing_against(answer: Answer | None) -> Answer:
    """The answer that a stale save has met, with its author."""
    if answer is None:
        raise StaleError(STALE, None)
    set_committed_value(answer, "author", db.session.get(User, answer.updated_by))
    return answer


def _overwrite(actor: User, answer: Answer, value: Value, not_relevant: str | None) -> None:
    answer.value, answer.not_relevant = value, not_relevant
    answer.version += 1
    answer.updated_by, answer.updated_at = actor.id, now()
    # All name the same columns, changed or not: then one statement takes them all.
    for column in ("value", "not_relevant", "updated_by"):
        flag_modified(answer, column)


def _insert(actor: User, journey: Journey, new: Sequence[tuple[str, Value, str | None]]) -> Sequence[Answer]:
    """First answers, stored with one statement. The unit of work would send row by row, to learn which id is whose."""
    if not new:
        return ()
    told = {"journey_id": journey.id, "version": 1, "updated_by": actor.id, "updated_at": now()}
    query = insert(Answer).returning(Answer).execution_options(render_nulls=True)
    rows = [{**told, "question_key": key, "value": value, "not_relevant": why} for key, value, why in new]
    return db.session.scalars(query, rows).all()


def _find(journey: Journey, keys: Sequence[str]) -> dict[str, Answer]:
    """The stored answers as they are now: the journey is held, so nobody changes them under our hands. Authors are not
    joined in: reading them afresh would forget the roles of the one who acts."""
    query = (
        select(Answer)
        .where(Answer.journey_id == journey.id, Answer.question_key.in_(keys))
        .execution_options(populate_existing=True)
    )
    return {a.question_key: a for a in db.session.scalars(query)}
