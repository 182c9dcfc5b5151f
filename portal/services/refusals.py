"""A file that is refused, in words."""

from __future__ import annotations

from portal.errors import InvalidError, Message


def refused(text: str) -> InvalidError:
    """A refusal that stands at the file's field."""
    return InvalidError(text, {"file": Message(text)})
