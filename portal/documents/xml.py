"""Text and languages as XML and the office formats want them."""

from __future__ import annotations

import re

from portal.text import clean

LOCALES = {"sv": "sv-SE", "en": "en-GB"}
_UNWRITABLE = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def safe(text: str) -> str:
    """Text that XML can hold."""
    return _UNWRITABLE.sub("", clean(text))
