"""Text that people typed: cleaned, folded for searching, keyed for sorting the Swedish way."""

import unicodedata

KEY_LIMIT = 300
"""Characters in the columns that lists are searched and sorted by."""

_AFTER_Z = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}
_KEPT = {"\n", "\t"}
_BIDI = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"}


def clean(text: str) -> str:
    """The text in NFC with plain line breaks and without what nobody can see: control characters, overrides of the
    text's direction (they can make one text look like another) and space at both ends."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        c for c in text if c in _KEPT or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in _BIDI)
    ).strip()


def fold(text: str) -> str:
    """The text for searching: the same for Å and å, on every database."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def searchable(*parts: str) -> str:
    """What a search looks in, folded. Some letters become several when folded, so a name that fits its column may not
    fit this one's: what stands first is kept."""
    return " ".join(fold(part) for part in parts)[:KEY_LIMIT].strip()


def sort_key(text: str) -> str:
    """A key that sorts the Swedish way (… z å ä ö) when compared byte by byte; its first KEY_LIMIT characters."""
    out = []
    for char in fold(text):
        if char in _AFTER_Z:
            out.append(_AFTER_Z[char])
        else:
            out.append("".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)))
    return "".join(out)[:KEY_LIMIT]
