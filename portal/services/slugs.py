"""The short names in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 60
RESERVED = frozenset({"new", "contributions"})
"""Words that follow /places/, /municipality/ or /region/places/ in other addresses."""

_LETTERS = str.maketrans({"æ": "a", "ø": "o", "ß": "ss", "þ": "th", "ð": "d", "đ": "d", "ł": "l"})


def slug_of(name: str, *, taken: Collection[str], otherwise: str) -> str:
    """The name in a–z, 0–9 and hyphens (å and ä become a, ö becomes o), with a number behind it where it is taken.

    `otherwise` is used for a name without any such letter.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    words = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c)))
    base = words.strip("-")[:LONGEST].strip("-") or otherwise
    slug, number = base, 2
    while slug in taken or slug in RESERVED:
        slug, number = f"{base}-{number}", number + 1
    return slug
