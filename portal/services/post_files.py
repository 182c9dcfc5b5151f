"""Files of a post: checked like all uploads, stored under their hash."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from portal.clock import now
from portal.extensions import db
from portal.models import Post, PostFile
from portal.services.uploads import Checked, check_upload
from portal.storage import open_storage


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as a browser sent it."""

    name: str
    content: bytes


def add_files(post: Post, files: Sequence[SentFile]) -> None:
    """Raises InvalidError (field `file`) for one that may not be kept; then none is."""
    checked: list[Checked] = [check_upload(file.content, file.name) for file in files]
    storage = open_storage()
    for each in checked:
        db.session.add(
            PostFile(
                id=secrets.token_hex(16),
                post_id=post.id,
                name=each.name,
                media_type=each.media_type,
                size=len(each.content),
                sha256=storage.put(each.content),
                uploaded_at=now(),
            )
        )
    if checked:
        db.session.flush()
