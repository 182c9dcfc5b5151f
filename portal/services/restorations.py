"""Bringing back what an answer or a row said before: always a new version, so nothing that stands there now is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.errors import N_, InvalidError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Answer, Revision, Row, User
from portal.policy import Workplace, can_read_referred, reader
from portal.process.material import Value, has_value, rows_in
from portal.process.schema import Audience, Column, Field, Kind, Question, Register, Text
from portal.queries.history import get_answer_revision, get_row_revision
from portal.queries.rows import list_rows_by_id, name_rows
from portal.services import answers, presets, rows
from portal.services.cells import merge
from portal.services.permits import check_row, check_step_editable, hold

GONE = N_(
    "“%(name)s” has been removed from its list. Bring it back there first; then this can be brought back, too."
)


def restore_answer(
    actor: User, *, workplace: Workplace, question: Question | Register, version: int, base_version: int
) -> tuple[Answer | None, tuple[Text, ...]]:
    """Make an answer say again what it said in `version`; the answer, and what was left out: rows that it named and
    that are removed now. Files are brought back one by one (services.attachments), not here.

    Raises NotFoundError, NotAllowedError, LockedError, InvalidError when all that it named is gone, ConflictError for
    "not relevant here" of a register that has rows, StaleError when somebody has saved since `base_version`.
    """
    step = workplace.process.step_of(question.key)
    if step is None:
        raise NotFoundError
    hold(workplace)
    check_step_editable(actor, workplace, step)
    revision = get_answer_revision(workplace.journey, question.key, version)
    gone: tuple[Text, ...] = ()
    if isinstance(question, Register):
        value = None
    elif question.kind is Kind.ATTACHMENT and revision.not_relevant is None:
        raise NotFoundError
    else:
        value, gone = _without_gone(workplace, question, revision.value)
        if gone and not value:
            raise InvalidError(GONE, name=gone[0])
    answer = answers.save_answer(
        actor,
        workplace=workplace,
        question=question,
        value=value,
        not_relevant=revision.not_relevant,
        base_version=base_version,
    )
    return answer, gone


def restore_row_version(
    actor: User, *, workplace: Workplace, row: Row, version: int, base_version: int
) -> tuple[Row, tuple[Text, ...]]:
    """Make a row say again what it said in `version`, a removed one, too; the row, and what was left out as with
    restore_answer. Columns that are not for the person, and files, stay as they are. Raises like restore_answer."""
    register = workplace.process.register(row.register_key)
    if register is None or row.journey_id != workplace.journey.id:
        raise NotFoundError
    hold(workplace)
    check_row(actor, workplace, register, row)
    db.session.refresh(row)
    values, gone = _row_as_it_was(actor, workplace, register, get_row_revision(row, version))
    if row.preset_key is not None:
        return _restore_preset(actor, workplace, register, row, values, base_version), gone
    if row.deleted_at is None:
        saved = rows.edit_row(actor, workplace=workplace, row=row, values=values, base_version=base_version)
        return saved, gone
    if row.version != base_version:
        raise StaleError(rows.STALE, row)
    kept = merge(workplace, register, row.values, values)
    rows.check_room(workplace, register)
    row.deleted_at = None
    rows.end_not_relevant(actor, workplace, register)
    return rows.change(actor, workplace, row, kept, "row_restored"), gone


def _restore_preset(
    actor: User,
    workplace: Workplace,
    register: Register,
    row: Row,
    values: Mapping[str, Value],
    base_version: int,
) -> Row:
    preset = register.preset(row.preset_key or "")
    if preset is None:
        raise NotFoundError
    saved = presets.save_preset(
        actor,
        workplace=workplace,
        register=register,
        preset=preset,
        values=values,
        base_version=base_version,
    )
    return saved or row


def _row_as_it_was(
    actor: User, workplace: Workplace, register: Register, revision: Revision
) -> tuple[dict[str, Value], tuple[Text, ...]]:
    """The columns that the person may bring back, as they were."""
    said: Mapping[str, Value] = revision.value or {}
    values: dict[str, Value] = {}
    gone: dict[Text, None] = {}
    for column in _own_columns(actor, workplace, register):
        values[column.name], missing = _without_gone(workplace, column, said.get(column.name))
        if column.required and missing and not values[column.name]:
            raise InvalidError(GONE, name=missing[0])
        gone |= dict.fromkeys(missing)
    return values, tuple(gone)


def _own_columns(actor: User, workplace: Workplace, register: Register) -> Sequence[Column]:
    """All columns for the team; for a coach those that they read and choose in. Files are not part of it."""
    circle = reader(actor, workplace.place) or Audience.PLAN
    return [
        column
        for column in register.columns
        if column.kind is not Kind.ATTACHMENT
        and column.audience.reaches(circle)
        and (not column.register or can_read_referred(actor, workplace, column.register))
    ]


def _without_gone(workplace: Workplace, field: Field, value: Value) -> tuple[Value, tuple[Text, ...]]:
    """The value without rows that have been removed since, and what these are called."""
    if field.kind is not Kind.REFERENCE or not has_value(value):
        return value, ()
    found = {row.id: row for row in list_rows_by_id(workplace.journey, rows_in(value))}
    left = [i for i in rows_in(value) if i in found and found[i].deleted_at is None]
    gone = name_rows(workplace.process, [row for row in found.values() if row.deleted_at is not None])
    return left or None, tuple(gone.values())
