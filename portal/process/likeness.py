"""Names that are very like each other: what somebody typed may be what the register holds already, misspelt.

Like are names that differ in case, accents, spaces and signs, and those whose words, pair by pair, are like each other.
Short words and numbers say too much to be mistaken: "Etapp 1" is not "Etapp 2", and "IF" is not "BF".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

SHORT = 4
"""Words with fewer letters have to be the same."""
WORD, WHOLE = 0.8, 0.9
"""How like two words are, and two names of which one has parted a word or left one out."""
PLENTY = 4096

_SIGNS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+")


def likest(name: str, names: Iterable[str]) -> str | None:
    """The name that is most like this one, and very like it; the first of several. One that is the same but for case
    and spaces is no likeness: it is the name."""
    found = [(likeness(name, other), other) for other in names]
    best = max(found, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] else None


def likeness(name: str, other: str) -> float:
    """From 1 (they differ in accents, spaces and signs) down; 0 for names that are not very like."""
    one, two = _words(name), _words(other)
    whole, whole_other = "".join(one), "".join(two)
    if not whole or not whole_other or _NUMBERS.findall(whole) != _NUMBERS.findall(whole_other):
        return 0
    if whole == whole_other:
        return 1 if len(whole) >= SHORT else 0
    if len(one) == len(two):
        return _ratio(whole, whole_other) if all(map(_is_like, one, two)) else 0
    return _over(WHOLE, whole, whole_other)


def _is_like(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) >= SHORT and _over(WORD, word, other) > 0)


def _over(bound: float, one: str, two: str) -> float:
    """How like two texts are, if that is enough; what cannot be enough is not worked out."""
    if 2 * min(len(one), len(two)) < bound * (len(one) + len(two)):
        return 0
    ratio = _ratio(one, two)
    return ratio if ratio >= bound else 0


@lru_cache(PLENTY)
def _ratio(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


@lru_cache(PLENTY)
def _words(name: str) -> tuple[str, ...]:
    """In lower case, without accents and signs."""
    letters = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return tuple(_SIGNS.sub(" ", bare).split())
