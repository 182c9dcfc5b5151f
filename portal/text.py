"""Text that people typed: cleaned, folded for searching, keyed for sorting the Swedish way."""

import re
import unicodedata

KEY_LIMIT = 300
"""Characters in the columns that lists are searched and sorted by."""

_AFTER_Z = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]"  # all but line breaks and tabs
)
_LAST_MARK = 0x1F000
_PILE = 30
"""Accents on one letter: more than any language has (Unicode's own bound, UAX 15)."""


def _marks() -> str:
    """Every accent and what falls apart into accents, for a set in a regular expression."""
    letters = map(chr, range(0x300, _LAST_MARK))
    return "".join(c for c in letters if unicodedata.combining(unicodedata.normalize("NFD", c)[0]))


_PILED = re.compile("([{0}]{{{1}}})[{0}]+".format(_marks(), _PILE))

_LONG_NUMBER = re.compile(r"(?<!\d)(?<!\d )\d{1,3}(?: \d{3}){1,3}(?! ?\d)")
"""Not a row of many numbers: a line has to break somewhere."""
_BY_UNIT = re.compile(r"(?<=\d) (?=(?:%|(?:kr|kronor|tkr|mkr|mnkr|SEK|km|m|mil|ha)\b))|(?<=\bSEK) (?=\d)")


def clean(text: str) -> str:
    """The text in NFC with plain line breaks and without what nobody can see: control characters, overrides of the
    text's direction (they can make one text look like another) and space at both ends."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Accents are put in order pair by pair: a megabyte of them on one letter would take hours.
    return unicodedata.normalize("NFC", _PILED.sub(r"\1", text)).strip()


def unbroken(text: str) -> str:
    """With no-break spaces in numbers and between a number and its unit: "40 000 kr" stays in one line."""
    whole = _LONG_NUMBER.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
    return _BY_UNIT.sub("\u00a0", whole)


def is_seen(text: str) -> bool:
    """Whether anything of it shows: a name of invisible joiners and spaces would make a link that nobody finds."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in text)


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
