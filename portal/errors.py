"""The domain's exceptions. Each carries a message for people: an English source text that the web layer translates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:  # noqa: N802  gettext's customary name for "mark, translate later"
    """Marks a text for the catalogue; it is translated when it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A source text and its parameters, translated when shown."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


class DomainError(Exception):
    """Something the portal refuses; `message` says it in words, `status` is how HTTP says it."""

    status = 400

    def __init__(self, text: str, **params: object) -> None:
        super().__init__(text)
        self.message = Message(text, params)


class NotFoundError(DomainError):
    """There is no such thing, or the person may not know of it."""

    status = 404

    def __init__(self, text: str = N_("There is no such page."), **params: object) -> None:
        super().__init__(text, **params)


class NotAllowedError(DomainError):
    """The person may see the thing but not do this with it."""

    status = 403


class ConflictError(DomainError):
    """Somebody else came first, or the thing is not in a state where this can be done."""

    status = 409


class LockedError(ConflictError):
    """The answers are locked while a submission is under review."""


class StaleError(ConflictError):
    """The save was based on an older version. `current` is the row as it is now."""

    def __init__(self, text: str, current: object, **params: object) -> None:
        super().__init__(text, **params)
        self.current = current


class InvalidError(DomainError):
    """The input is not valid. `fields` maps a field's name to its message; nothing has been changed."""

    status = 422

    def __init__(self, text: str, fields: Mapping[str, Message] | None = None, **params: object) -> None:
        super().__init__(text, **params)
        self.fields = dict(fields or {})
