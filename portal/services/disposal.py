"""Disposal (gallring) of what nothing names any more."""

from __future__ import annotations

from sqlalchemy import String, cast, exists, select

from portal.clock import now
from portal.extensions import db
from portal.models import Attachment, ContributionRequest, PlanEdition, Submission
from portal.services.attachments import KEPT_AFTER_REMOVAL
from portal.storage import Storage, open_storage


def forget_files(storage: Storage | None = None) -> int:
    """Delete the bytes that no attachment and no frozen copy names any more; how many. For a nightly run."""
    storage = storage or open_storage()
    old = Attachment.deleted_at < now() - KEPT_AFTER_REMOVAL
    kept = select(Attachment.sha256).where(Attachment.deleted_at.is_(None) | ~old)
    query = select(Attachment.sha256).where(old, Attachment.sha256.not_in(kept)).distinct()
    forgotten = [sha256 for sha256 in db.session.scalars(query) if not _is_frozen(sha256)]
    for sha256 in forgotten:
        storage.delete(sha256)
    return len(forgotten)


def _is_frozen(sha256: str) -> bool:
    return any(
        db.session.scalar(select(found).limit(1))
        for found in (
            exists().where(cast(Submission.snapshot, String).contains(sha256)),
            exists().where(cast(PlanEdition.snapshot, String).contains(sha256)),
            exists().where(cast(ContributionRequest.snapshot, String).contains(sha256)),
        )
    )
