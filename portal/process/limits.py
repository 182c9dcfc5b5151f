"""How much may be written: default limits per kind (a definition may set others), and those of everything."""

from __future__ import annotations

from portal.process.schema import Kind

NOT_RELEVANT_LIMIT = 500
"""Characters in the word of why something is not relevant here."""

KEY_LIMIT = 40
"""Characters in one part of a key."""

CORE_QUESTIONS_LIMIT = 25
"""Core questions before the checkpoint, a core register counted as one: a village of 200 people must get through."""

_DEFAULTS = {
    Kind.SHORT_TEXT: 200,
    Kind.LONG_TEXT: 5_000,
    Kind.YES_NO: 500,
    Kind.LINK: 500,
    Kind.ATTACHMENT: 10,
    Kind.CHOICE: 1,
}


def default_limit(kind: Kind, *, options: int, many: bool) -> int:
    """Characters of a text, entries of a list; 0 where a limit has no meaning (numbers, years, dates)."""
    if kind is Kind.CHOICES:
        return options
    if kind is Kind.REFERENCE:
        return 20 if many else 1
    return _DEFAULTS.get(kind, 0)
