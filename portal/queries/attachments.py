"""Reading attachments: those of a place, and single ones."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Attachment, Journey

ID_LENGTH = 32


def list_attachments(journey: Journey) -> list[Attachment]:
    """The attachments of all answers and rows of a journey that are not removed, in the order of their arrival."""
    query = select(Attachment).where(Attachment.journey_id == journey.id, Attachment.deleted_at.is_(None))
    return list(db.session.scalars(query.order_by(Attachment.uploaded_at, Attachment.id)))


def get_attachment(journey: Journey, attachment_id: str) -> Attachment:
    """An attachment of this journey. Raises NotFoundError for another place's and for a removed one."""
    query = select(Attachment).where(
        Attachment.id == attachment_id[:ID_LENGTH],
        Attachment.journey_id == journey.id,
        Attachment.deleted_at.is_(None),
    )
    found = db.session.scalars(query).one_or_none()
    if found is None or found.id != attachment_id:
        raise NotFoundError(N_("There is no such file. It may have been removed."))
    return found


def files_of(attachments: Iterable[Attachment]) -> dict[str, dict[str, object]]:
    """Attachments as `portal.process.shown.Naming` and frozen copies take them, by id."""
    return {
        a.id: {"name": a.name, "size": a.size, "media_type": a.media_type, "sha256": a.sha256}
        for a in attachments
    }
