"""Signed addresses by which a letter's receiver turns such letters off, without signing in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from portal.notifications.groups import GROUPS, Frequency

DIGESTS = frozenset({Frequency.DAILY.value, Frequency.WEEKLY.value})


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """`scope`: a group's key, or `daily` or `weekly` for everything that comes in that digest."""

    user_id: int
    scope: str


def path_for(user_id: int, scope: str) -> str:
    """The address, which does not grow old: it stands in letters that are kept for years."""
    return f"/unsubscribe/{_signer().dumps([user_id, scope])}"


def read(token: str) -> Unsubscribing | None:
    """What a token says, or None if it was not made here."""
    try:
        user_id, scope = _signer().loads(token)
    except BadData:
        return None
    return Unsubscribing(user_id, scope) if scope in GROUPS or scope in DIGESTS else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")
