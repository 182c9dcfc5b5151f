"""Names that are very like each other: what somebody typed may be what the register holds already, misspelt.

Like are names that differ in case, accents, spaces and signs, those whose words, pair by pair, are like each other or
shortened with a full stop ("förv."), and a name with and without a remark in brackets after it.
Short words and numbers say too much to be mistaken: "Etapp 1" is not "Etapp 2", and "IF" is not "BF".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

SHORT = 4
"""Words with fewer letters have to be the same."""
LITTLE = 4
"""So many letters has a word at most that may have been left out."""
WORD, WHOLE = 0.8, 0.9
"""How like two words are, and two names of which one has parted a word or left one out."""
PLENTY = 4096
OFFERED = 5
"""Names that are offered for one that is only begun."""

_SIGNS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+")
_REMARK = re.compile(r"(.*\S)\s*\([^()]*\)\s*", re.DOTALL)


def likest(name: str, names: Iterable[str]) -> str | None:
    """The name that is most like this one, and very like it; the first of several."""
    found = [(likeness(name, other), other) for other in names]
    best = max(found, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] else None


def meant_by(name: str, names: Sequence[str]) -> list[str]:
    """Which of the names somebody may have meant with this new one: the one that it is most like, else those that it
    is the beginning of."""
    like = likest(name, names)
    return [like] if like is not None else begun(name, names)


def begun(name: str, names: Iterable[str]) -> list[str]:
    """Those that a name is the beginning of, a few of many: the shortest first, those that are shortened last."""
    start = _bare(name).whole
    found = (other for other in names if start and _bare(other).whole.startswith(start))
    return sorted(found, key=lambda other: (is_short(other), len(other)))[:OFFERED]


def is_short(name: str) -> bool:
    """Whether a name is shortened or has a remark: of two that are like, the other is the one to write."""
    bare = _bare(name)
    return bare.core != name or any(word.endswith(".") for word in bare.written)


def likeness(name: str, other: str) -> float:
    """From 1 (they differ in case, accents, spaces and signs) down; 0 for names that are not very like."""
    one, two = _bare(name), _bare(other)
    found = _alike(one, two)
    if found:
        return found
    if (one.core == name) != (two.core == other):
        return WORD * _alike(_bare(one.core), _bare(two.core))
    return WORD if _is_shortened(one, two) or _is_shortened(two, one) else 0


def _alike(one: _Bare, two: _Bare) -> float:
    if one.whole == two.whole:
        return 1 if len(one.whole) >= SHORT else 0
    # Most are not: what tells them apart at a glance comes first.
    if not _may_be(WORD, one.whole, two.whole) or one.numbers != two.numbers:
        return 0
    if len(one.words) == len(two.words):
        return _ratio(one.whole, two.whole) if all(map(_is_like, one.words, two.words)) else 0
    is_shortened = any(_lacks_one(*pair) for pair in ((one.words, two.words), (two.words, one.words)))
    return _over(WORD if is_shortened else WHOLE, one.whole, two.whole)


def _is_shortened(one: _Bare, two: _Bare) -> bool:
    """Each word of it is the other's, or its beginning and a full stop."""
    if len(one.written) != len(two.written) or one.whole[:1] != two.whole[:1]:
        return False
    return all(map(_is_beginning, one.written, two.written))


def _is_beginning(word: str, other: str) -> bool:
    start = word.removesuffix(".")
    return word == other or (start != word and len(start) >= SHORT and other.startswith(start))


def _lacks_one(words: Sequence[str], others: Sequence[str]) -> bool:
    """They are like the others but for one little word, which does not come first ("inte" would)."""
    return len(others) - len(words) == 1 and any(
        len(others[left_out]) <= LITTLE
        and all(map(_is_like, words, (*others[:left_out], *others[left_out + 1 :])))
        for left_out in range(1, len(others))
    )


def _is_like(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) >= SHORT and _over(WORD, word, other) > 0)


def _over(bound: float, one: str, two: str) -> float:
    """How like two texts are, if that is enough."""
    ratio = _ratio(one, two) if _may_be(bound, one, two) else 0
    return ratio if ratio >= bound else 0


def _may_be(bound: float, one: str, two: str) -> bool:
    """They begin or end in the same way, and none is much longer."""
    if not one or not two or (one[0] != two[0] and one[-1] != two[-1]):
        return False
    return 2 * min(len(one), len(two)) >= bound * (len(one) + len(two))


def _ratio(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class _Bare:
    """A name in lower case, without accents and signs. `written`: its words with them; `core`: the name without a
    remark in brackets after it."""

    words: tuple[str, ...]
    whole: str
    numbers: tuple[str, ...]
    written: tuple[str, ...]
    core: str


@lru_cache(PLENTY)
def _bare(name: str) -> _Bare:
    letters = unicodedata.normalize("NFD", name.casefold())
    words = _SIGNS.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).split()
    whole = "".join(words)
    remark = _REMARK.fullmatch(name) if name.rstrip().endswith(")") else None
    return _Bare(
        words=tuple(words),
        whole=whole,
        numbers=tuple(_NUMBERS.findall(whole)),
        written=tuple(name.casefold().split()),
        core=remark[1] if remark is not None else name,
    )
