"""Reading what was said in a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, null, select
from sqlalchemy.orm import joinedload, selectinload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Post, PostFile, PostNote, PostPoint, ThreadRead, User
from portal.policy import PLACE as PLACE_SIDE
from portal.policy import Conversation, can_read_notes, can_read_post, side_of
from portal.process.marks import Marked, marked
from portal.queries.conversations import get_conversation

SIZE = 50
"""Posts shown at once."""


_WHOLE = (
    joinedload(Post.author),
    selectinload(Post.points).joinedload(PostPoint.marker),
    selectinload(Post.files),
)
"""What a post is shown with."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The posts that the person may read, oldest first; `earlier` is how many more lie before them. `notes`: the
    coaches' own notes by post. `read_to`: the last post that the person had read before. `by_share`: the posts were
    shared with the reader one by one; then the last share that they had read, `read_share`, says what is new."""

    posts: Sequence[Post]
    earlier: int
    notes: Mapping[int, PostNote]
    read_to: int
    by_share: bool = False
    read_share: int = 0

    @property
    def newest(self) -> int:
        """The last post that is shown; 0 for none."""
        return self.posts[-1].id if self.posts else 0

    @property
    def newest_share(self) -> int:
        """The last share of what is shown; 0 where posts are not shared one by one."""
        return max((post.shared_order or 0 for post in self.posts), default=0) if self.by_share else 0

    @property
    def last(self) -> int:
        """After what an open page asks for more."""
        return self.newest_share if self.by_share else self.newest

    @property
    def is_ahead(self) -> bool:
        """Whether there is something that the person's mark has not reached."""
        return self.newest > self.read_to or self.newest_share > self.read_share

    def is_new(self, post: Post, user: User) -> bool:
        is_later = (post.shared_order or 0) > self.read_share if self.by_share else post.id > self.read_to
        return is_later and post.author_id != user.id and post.removed_at is None


def get_talk(
    user: User, conversation: Conversation, before: int | None = None, after: int | None = None
) -> Talk:
    """The latest posts, those before a post, or those after what a page has shown (its `last`). At most three queries,
    however many there are."""
    thread = conversation.thread
    own = [Post.thread_id == thread.id]
    by_share = conversation.is_municipal and side_of(user, conversation) == PLACE_SIDE
    if by_share:
        own += [Post.shared_at.is_not(None), Post.removed_at.is_(None)]
    if before is not None:
        own.append(Post.id < before)
    if after is not None:
        own.append(Post.shared_order > after if by_share else Post.id > after)
    query = _noted_posts(user, conversation).where(*own).order_by(Post.id.desc()).limit(SIZE)
    found = db.session.execute(query.options(*_WHOLE)).all()
    notes = {post.id: note for post, note, *_ in found if note is not None}
    _post, _note, total, read_to, read_share = found[0] if found else (None, None, 0, 0, 0)
    posts = [post for post, *_ in reversed(found)]
    return Talk(posts, total - len(found), notes, read_to or 0, by_share, read_share or 0)


def _noted_posts(user: User, conversation: Conversation) -> Select[Post, PostNote | None, int, int, int]:
    """Each post with the coaches' own note for whoever may read these, how many posts there are, and how far the person
    has read: the last post and the last share."""
    mark = and_(ThreadRead.thread_id == Post.thread_id, ThreadRead.user_id == user.id)
    may = can_read_notes(user, conversation)
    query = select(
        Post, PostNote if may else null(), func.count().over(), ThreadRead.read_post_id, ThreadRead.read_share
    ).outerjoin(ThreadRead, mark)
    return query.outerjoin(PostNote, PostNote.post_id == Post.id) if may else query


def load_post(thread_id: int, post_id: int) -> tuple[Conversation, Post]:
    """Loader of routes about one post. Raises NotFoundError."""
    conversation = get_conversation(thread_id)
    query = select(Post).where(Post.id == post_id, Post.thread_id == thread_id)
    post = db.session.scalars(query.options(*_WHOLE)).one_or_none()
    if post is None:
        raise NotFoundError(N_("There is no such post."))
    return conversation, post


def load_point(thread_id: int, point_id: int) -> tuple[Conversation, PostPoint]:
    """Loader of routes about a question or suggestion of a reply. Raises NotFoundError, also when its post is gone."""
    conversation = get_conversation(thread_id)
    query = (
        select(PostPoint)
        .join(Post, Post.id == PostPoint.post_id)
        .where(PostPoint.id == point_id, Post.thread_id == thread_id, Post.removed_at.is_(None))
        .options(joinedload(PostPoint.marker))
    )
    point = db.session.scalars(query).one_or_none()
    if point is None:
        raise NotFoundError(N_("There is no such post."))
    return conversation, point


def marked_of(point: PostPoint) -> Marked:
    """How the team has marked it now."""
    return marked(point.mark, point.because, point.marker.name if point.marker else None, point.marked_at)


def get_file(user: User, conversation: Conversation, file_id: str) -> PostFile:
    """A file of a post that the person may read. Raises NotFoundError."""
    query = (
        select(PostFile, Post)
        .join(Post, Post.id == PostFile.post_id)
        .where(PostFile.id == file_id, Post.thread_id == conversation.thread.id, Post.removed_at.is_(None))
    )
    found = db.session.execute(query).one_or_none()
    if found is None or not can_read_post(user, conversation, found[1]):
        raise NotFoundError(N_("There is no such file. It may have been removed."))
    file: PostFile = found[0]
    return file
