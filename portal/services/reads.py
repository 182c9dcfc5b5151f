"""Read marks of conversations: how far somebody has read."""

from __future__ import annotations

from sqlalchemy import case, or_, update
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.extensions import db
from portal.models import Thread, ThreadRead, User
from portal.services import notices


def mark_read(user: User, *, thread: Thread, post_id: int, share: int = 0) -> None:
    """The person has read up to this post and, where posts are shared one by one, up to this share; a mark never goes
    back. Looking is no event: nobody else is told.

    What they have been told of the conversation is read with it, and stands in no digest.
    """
    if user.unread_notices:
        notices.read_beneath(user, path=f"/conversations/{thread.id}/", at=now())
    if _move(user, thread, post_id, share):
        return
    try:
        with db.session.begin_nested():
            db.session.add(
                ThreadRead(user_id=user.id, thread_id=thread.id, read_post_id=post_id, read_share=share)
            )
    except IntegrityError:
        # Another page of the same person was first.
        _move(user, thread, post_id, share)


def _move(user: User, thread: Thread, post_id: int, share: int) -> bool:
    """Whether there is a mark, moved or further on already."""
    marks = (ThreadRead.user_id == user.id, ThreadRead.thread_id == thread.id)
    read, shared = ThreadRead.read_post_id, ThreadRead.read_share
    moved = db.session.execute(
        update(ThreadRead)
        .where(*marks, or_(read < post_id, shared < share))
        .values(
            read_post_id=case((read < post_id, post_id), else_=read),
            read_share=case((shared < share, share), else_=shared),
        )
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount:  # type: ignore[attr-defined]  # an update answers with a CursorResult
        return True
    return db.session.query(ThreadRead.id).filter(*marks).first() is not None
