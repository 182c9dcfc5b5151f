"""Files that belong to an answer or to a cell of a row: added, removed, and forgotten when nothing names them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message, NotFoundError
from portal.extensions import db
from portal.models import Answer, Attachment, Row, User
from portal.policy import Workplace
from portal.process.material import files_in
from portal.process.schema import Column, Kind, Question
from portal.services.alt_texts import check_alt
from portal.services.events import record
from portal.services.permits import check_row, check_step_editable, hold
from portal.services.revisions import keep
from portal.services.uploads import check_upload
from portal.storage import open_storage

KEPT_AFTER_REMOVAL = timedelta(days=30)
"""How long the bytes of a removed file stay, so that a mistake can be mended from the storage."""


def add_attachment(
    actor: User,
    *,
    workplace: Workplace,
    content: bytes,
    name: str,
    alt: str = "",
    says_nothing: bool = False,
    question: Question | None = None,
    row: Row | None = None,
    column: Column | None = None,
) -> Attachment:
    """Add a file to a question's answer, or to a column of a row.

    `alt` says what a picture shows; without it, `says_nothing` has to be true: nothing that the text does not say.
    Raises NotAllowedError, LockedError while under review, InvalidError (fields `file`, `alt`): see uploads, alt_texts.
    """
    field = _check_room(question, column, _files(_check(actor, workplace, question, row), column))
    checked = check_upload(content, name)
    alt = check_alt(alt, media_type=checked.media_type, says_nothing=says_nothing)
    attachment = Attachment(
        id=secrets.token_hex(16),
        journey_id=workplace.journey.id,
        question_key=question.key if question else None,
        row_id=row.id if row else None,
        column_name=column.name if column else None,
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.content),
        sha256=open_storage().put(checked.content),
        alt=alt,
        uploaded_by=actor.id,
        uploaded_at=now(),
    )
    db.session.add(attachment)
    db.session.flush()
    _name(actor, workplace, attachment, add=True)
    record(
        actor,
        "attachment_added",
        journey=workplace.journey,
        subject=field.key,
        data={"attachment": attachment.id},
    )
    return attachment


def remove_attachment(actor: User, *, workplace: Workplace, attachment: Attachment) -> None:
    """Take a file away from its answer. Frozen copies that name it keep it. Raises like add_attachment."""
    question = workplace.process.question(attachment.question_key or "")
    row = db.session.get(Row, attachment.row_id) if attachment.row_id else None
    if question is None and row is None:
        raise NotFoundError
    _check(actor, workplace, question, row)
    db.session.refresh(attachment, with_for_update=True)
    if attachment.deleted_at is not None:
        return
    attachment.deleted_at = now()
    db.session.flush()
    _name(actor, workplace, attachment, add=False)
    _record(actor, workplace, "attachment_removed", attachment, row)


def restore_attachment(actor: User, *, workplace: Workplace, attachment: Attachment) -> None:
    """Put a removed file back where it was; one that is there is left as it is. Raises like add_attachment, and
    ConflictError when it was removed so long ago that its bytes may be gone."""
    question = workplace.process.question(attachment.question_key or "")
    row = db.session.get(Row, attachment.row_id) if attachment.row_id else None
    holder = _check(actor, workplace, question, row)
    register = workplace.process.register(row.register_key) if row is not None else None
    column = register.column(attachment.column_name or "") if register is not None else None
    db.session.refresh(attachment, with_for_update=True)
    if attachment.deleted_at is None:
        return
    if not is_kept(attachment):
        raise ConflictError(N_("The file was removed more than 30 days ago and cannot be brought back."))
    _check_room(question, column, _files(holder, column))
    attachment.deleted_at = None
    db.session.flush()
    _name(actor, workplace, attachment, add=True)
    _record(actor, workplace, "attachment_restored", attachment, row)


def is_kept(attachment: Attachment) -> bool:
    """Whether a file's bytes are there for sure: it is not removed, or not so long ago that they may be forgotten."""
    return attachment.deleted_at is None or attachment.deleted_at >= now() - KEPT_AFTER_REMOVAL


def describe_attachment(
    actor: User, *, workplace: Workplace, attachment: Attachment, alt: str, says_nothing: bool = False
) -> None:
    """Change what is said of a picture. Raises like add_attachment, NotFoundError for a file that is removed."""
    question = workplace.process.question(attachment.question_key or "")
    row = db.session.get(Row, attachment.row_id) if attachment.row_id else None
    holder_key = question.key if question is not None else (row.register_key if row is not None else "")
    _check(actor, workplace, question, row)
    db.session.refresh(attachment, with_for_update=True)
    if attachment.deleted_at is not None:
        raise NotFoundError(N_("There is no such file. It may have been removed."))
    alt = check_alt(alt, media_type=attachment.media_type, says_nothing=says_nothing)
    if alt != attachment.alt:
        attachment.alt = alt
        db.session.flush()
        record(
            actor,
            "attachment_described",
            journey=workplace.journey,
            subject=holder_key,
            data={"attachment": attachment.id},
        )


def _check_room(
    question: Question | None, column: Column | None, files: tuple[str, ...]
) -> Question | Column:
    """The question or column, which has room for one more file."""
    field = _field_of(question, column)
    if len(files) >= field.limit:
        text = N_("At most %(limit)s files fit here. Remove one first.")
        raise InvalidError(text, {"file": Message(text, {"limit": field.limit})}, limit=field.limit)
    return field


def _field_of(question: Question | None, column: Column | None) -> Question | Column:
    field = question or column
    if field is None or field.kind is not Kind.ATTACHMENT:
        raise NotFoundError(N_("Files cannot be added here."))
    return field


def _check(
    actor: User, workplace: Workplace, question: Question | None, row: Row | None
) -> Answer | Row | None:
    """The answer or row as it is now, its journey held, the person allowed."""
    if question is not None:
        step = workplace.process.step_of(question.key)
        if step is None:
            raise NotFoundError
        hold(workplace)
        check_step_editable(actor, workplace, step)
        return _find_answer(workplace, question.key)
    register = workplace.process.register(row.register_key) if row is not None else None
    if row is None or register is None or row.journey_id != workplace.journey.id:
        raise NotFoundError
    check_row(actor, workplace, register, row)
    db.session.refresh(row)
    if row.deleted_at is not None:
        raise NotFoundError(N_("There is no such row. It may have been removed."))
    return row


def _files(holder: Answer | Row | None, column: Column | None) -> tuple[str, ...]:
    if isinstance(holder, Row):
        return files_in(holder.values.get(column.name)) if column is not None else ()
    return files_in(holder.value) if holder is not None else ()


def _find_answer(workplace: Workplace, key: str) -> Answer | None:
    query = select(Answer).where(Answer.journey_id == workplace.journey.id, Answer.question_key == key)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _name(actor: User, workplace: Workplace, attachment: Attachment, *, add: bool) -> None:
    """Put the attachment's id into its answer or cell, or take it out; what was "not relevant" then no longer is."""
    holder: Answer | Row | None
    if attachment.question_key is not None:
        holder = _find_answer(workplace, attachment.question_key) or _new_answer(
            actor, workplace, attachment.question_key
        )
        holder.value = _changed(files_in(holder.value), attachment.id, add=add)
        holder.not_relevant = None if add else holder.not_relevant
    else:
        holder = db.session.get_one(Row, attachment.row_id)
        column = attachment.column_name or ""
        ids = _changed(files_in(holder.values.get(column)), attachment.id, add=add)
        holder.values = (
            {**holder.values, column: ids} if ids else {k: v for k, v in holder.values.items() if k != column}
        )
    holder.version = (holder.version or 0) + 1
    holder.updated_by, holder.updated_at = actor.id, now()
    db.session.flush()
    keep([holder])


def _changed(ids: Iterable[str], attachment_id: str, *, add: bool) -> list[str] | None:
    rest = [each for each in ids if each != attachment_id]
    return [*rest, attachment_id] if add else rest or None


def _record(actor: User, workplace: Workplace, kind: str, attachment: Attachment, row: Row | None) -> None:
    subject = attachment.question_key or (row.register_key if row is not None else "")
    record(actor, kind, journey=workplace.journey, subject=subject, data={"attachment": attachment.id})


def _new_answer(actor: User, workplace: Workplace, key: str) -> Answer:
    answer = Answer(
        journey_id=workplace.journey.id, question_key=key, version=0, updated_by=actor.id, updated_at=now()
    )
    db.session.add(answer)
    return answer
