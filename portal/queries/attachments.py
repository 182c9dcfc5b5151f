"""Reading attachments: those of a place, and single ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import bindparam, select

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Attachment, Journey, Row
from portal.policy import Workplace
from portal.process.schema import Field, Kind, Register, Section
from portal.queries.rows import get_row
from portal.queries.workplaces import get_workplace

ID = re.compile(r"[0-9a-f]{32}")


def list_attachments(journey: Journey) -> list[Attachment]:
    """The attachments of all answers and rows of a journey that are not removed, in the order of their arrival."""
    return list(db.session.scalars(_OF_JOURNEY, {"journey": journey.id}))


_OF_JOURNEY = (
    select(Attachment)
    .where(Attachment.journey_id == bindparam("journey"), Attachment.deleted_at.is_(None))
    .order_by(Attachment.uploaded_at, Attachment.id)
)


def list_question_files(journey: Journey, section: Section) -> dict[str, list[Attachment]]:
    """The attachments of a section's questions, by question key; no query where none of them takes files."""
    keys = [q.key for q in section.questions if q.kind is Kind.ATTACHMENT]
    found = list_attachments(journey) if keys else []
    return {key: [a for a in found if a.question_key == key] for key in keys}


def list_section_files(journey: Journey, section: Section) -> dict[str, dict[str, object]]:
    """The files that a section's answers and rows may name, as `files_of` tells them; no query where none of them takes
    files."""
    columns = [column for register in section.registers for column in register.columns]
    takes_files = any(field.kind is Kind.ATTACHMENT for field in (*section.questions, *columns))
    return files_of(list_attachments(journey)) if takes_files else {}


def get_attachment(journey: Journey, attachment_id: str, *, removed: bool = False) -> Attachment:
    """An attachment of this journey. Raises NotFoundError for another place's and, unless `removed`, a removed one."""
    found = find_attachment(journey, attachment_id)
    if found is None or (found.deleted_at is not None and not removed):
        raise NotFoundError(N_("There is no such file. It may have been removed."))
    return found


def find_attachment(journey: Journey, attachment_id: str) -> Attachment | None:
    """An attachment of this journey, removed or not."""
    if not ID.fullmatch(attachment_id):
        return None
    query = select(Attachment).where(Attachment.id == attachment_id, Attachment.journey_id == journey.id)
    return db.session.scalars(query).one_or_none()


def files_of(attachments: Iterable[Attachment]) -> dict[str, dict[str, object]]:
    """Attachments as `portal.process.shown.Naming` and frozen copies take them, by id."""
    return {
        a.id: {
            "name": a.name,
            "size": a.size,
            "media_type": a.media_type,
            "sha256": a.sha256,
            "alt": a.alt,
        }
        for a in attachments
    }


def name_files(journey: Journey, ids: Iterable[str]) -> dict[str, dict[str, object]]:
    """Files of this journey by id, removed ones too, as `files_of` tells them. No query for no ids."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    query = select(Attachment).where(Attachment.journey_id == journey.id, Attachment.id.in_(wanted))
    return files_of(db.session.scalars(query))


def load_attachment(
    slug: str, attachment_id: str
) -> tuple[Workplace, Field, Register | None, Row | None, Attachment]:
    """Loader of routes about a file: with the question or column that it belongs to, and the row of a column.

    Raises NotFoundError, also for another place's file and for one whose row is removed.
    """
    return _load_attachment(slug, attachment_id, removed=False)


def load_removed_attachment(
    slug: str, attachment_id: str
) -> tuple[Workplace, Field, Register | None, Row | None, Attachment]:
    """Like load_attachment, for a file that may be removed: to bring it back."""
    return _load_attachment(slug, attachment_id, removed=True)


def _load_attachment(
    slug: str, attachment_id: str, *, removed: bool
) -> tuple[Workplace, Field, Register | None, Row | None, Attachment]:
    workplace = get_workplace(slug)
    attachment = get_attachment(workplace.journey, attachment_id, removed=removed)
    process = workplace.process
    if attachment.question_key is not None:
        question = process.question(attachment.question_key)
        if question is None:
            raise NotFoundError
        return workplace, question, None, None, attachment
    row = get_row(workplace.journey, attachment.row_id or 0)
    register = process.register(row.register_key)
    column = register.column(attachment.column_name or "") if register is not None else None
    if register is None or column is None:
        raise NotFoundError
    return workplace, column, register, row, attachment
