"""Disposal (gallring) of what nothing names any more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import String, case, cast, delete, exists, func, or_, select, union, update

from portal.clock import now
from portal.extensions import db
from portal.models import (
    ActionFollowUp,
    ActionNote,
    Attachment,
    ContributionRequest,
    Mail,
    Notice,
    PlanEdition,
    Post,
    PostFile,
    Submission,
)
from portal.notifications.outbox import WAITS
from portal.services.attachments import KEPT_AFTER_REMOVAL
from portal.storage import Storage, open_storage

NOTICES_KEPT = timedelta(days=365)
LETTERS_KEPT = timedelta(days=90)


def forget_notices() -> tuple[int, int]:
    """Delete old notices, and the letters that left a while ago; how many of each. For a nightly run.

    What still waits for a digest stays, and so does a letter that never left: somebody should look at it.
    """
    old = (Notice.at < now() - NOTICES_KEPT, Notice.due_at.is_(None))
    left = (Mail.sent_at < now() - LETTERS_KEPT,)
    done = [db.session.execute(delete(table).where(*which)) for table, which in ((Notice, old), (Mail, left))]
    notices, letters = (result.rowcount for result in done)  # type: ignore[attr-defined]  # a delete answers with a CursorResult
    return notices, letters


def forget_removed_words() -> int:
    """Empty what stood in notes of progress and follow-ups that were removed a while ago; how many. That they were
    there stays. For a nightly run."""
    before = now() - KEPT_AFTER_REMOVAL
    done = [
        db.session.execute(emptied.execution_options(synchronize_session=False))
        for emptied in (
            update(ActionNote).where(ActionNote.removed_at < before, ActionNote.body != "").values(body=""),
            update(ActionFollowUp)
            .where(
                ActionFollowUp.removed_at < before,
                or_(ActionFollowUp.what != "", ActionFollowUp.outcome != ""),
            )
            .values(what="", outcome=""),
        )
    ]
    return sum(result.rowcount for result in done)  # type: ignore[attr-defined]  # an update answers with a CursorResult


def forget_files(storage: Storage | None = None) -> int:
    """Delete the bytes that no attachment, post, letter or frozen copy names any more; how many. For a nightly run."""
    storage = storage or open_storage()
    before = now() - KEPT_AFTER_REMOVAL
    old, gone = Attachment.deleted_at < before, Post.removed_at < before
    carried = select(Mail.attachment_sha256).where(Mail.attachment_sha256 != "")
    # A letter is over when it left, was refused, or was tried for the last time.
    last_try = case((Mail.attempts > len(WAITS), Mail.claimed_at))
    over = func.coalesce(Mail.sent_at, Mail.bounced_at, last_try)
    posted = select(PostFile.sha256).join(Post, Post.id == PostFile.post_id)
    named = union(
        select(Attachment.sha256).where(Attachment.deleted_at.is_(None) | ~old),
        posted.where(Post.removed_at.is_(None) | ~gone),
        carried.where(over.is_(None) | (over >= before)),
    ).subquery()
    dropped = union(
        select(Attachment.sha256).where(old),
        posted.where(gone),
        carried.where(over < before),
    ).subquery()
    query = select(dropped.c.sha256).where(dropped.c.sha256.not_in(select(named.c.sha256)))
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
