"""Text that people typed: cleaned, folded for searching, keyed for sorting the Swedish way."""

import unicodedata

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


def sort_key(text: str) -> str:
    """A key that sorts the Swedish way (… z å ä ö) when compared byte by byte."""
    out = []
    for char in fold(text):
        if char in _AFTER_Z:
            out.append(_AFTER_Z[char])
        else:
            out.append("".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)))
    return "".join(out)
