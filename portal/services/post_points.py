"""What the team makes of a coach's questions and suggestions: taken up, parked, or seen differently, because …"""

from __future__ import annotations

from portal.extensions import db
from portal.models import Post, PostPoint, User
from portal.notifications import conversations as letters
from portal.policy import Conversation, can_mark_points, require
from portal.services.events import record
from portal.services.marks import put_mark
from portal.services.permits import hold


def mark_point(
    actor: User, *, conversation: Conversation, point: PostPoint, mark: str, because: str = ""
) -> bool:
    """Mark a question or suggestion, or take the mark back (`mark` empty); the newest holds. Whether that changed
    anything. Raises NotAllowedError, InvalidError."""
    hold(conversation.workplace)
    db.session.refresh(point, ["mark", "because", "marked_by", "marked_at"])
    require(can_mark_points(actor, conversation))
    if not put_mark(actor, point, mark=mark, because=because):
        return False
    db.session.flush()
    post = db.session.get_one(Post, point.post_id)
    event = record(
        actor,
        "point_marked",
        journey=conversation.workplace.journey,
        subject=f"thread-{conversation.thread.id}",
        data={"thread": conversation.thread.id, "post": post.id, "point": point.id, "mark": mark},
    )
    if mark:
        author = db.session.get_one(User, post.author_id)
        letters.tell_of_mark(event, conversation=conversation, post=post, author=author)
    return True
