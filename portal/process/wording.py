"""How one text became another, word by word: for two versions of an answer, a draft or a plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

TOKENS = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
PAIRS_COMPARED = 30_000
"""Pairs of equal words, one of each text, after what is alike at both ends. Comparing takes time with them: texts with
more (one word over and over, made to keep a server busy) are told as replaced. Ten pages of prose have a third."""

WORK = 1_300_000
"""Words of the one text times words that both have: with as many different words in turn, each is a piece of its own
and takes a search through all the others. Two pages of prose, written anew, come to a million."""

KEPT = 256
"""Comparisons remembered in a process: a page that tells of a change is opened again and again."""


class Became(StrEnum):
    """What became of a piece of the text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    became: Became
    text: str


@lru_cache(KEPT)
def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order. Those kept or removed make up `before`, those kept or added `after`."""
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    pieces = [
        Piece(Became.KEPT, "".join(old[:start])),
        *_middle(old[start : len(old) - end], new[start : len(new) - end]),
        Piece(Became.KEPT, "".join(old[len(old) - end :])),
    ]
    return tuple(_joined(piece for piece in pieces if piece.text))


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens the two begin with in common."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if _is_too_much(old, new):
        yield Piece(Became.REMOVED, "".join(old))
        yield Piece(Became.ADDED, "".join(new))
        return
    # Blanks stand between all words; matched on their own they would tear sentences to shreds.
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Became.KEPT, "".join(old[i:j]))
        else:
            yield Piece(Became.REMOVED, "".join(old[i:j]))
            yield Piece(Became.ADDED, "".join(new[k:m]))


def _is_too_much(old: Sequence[str], new: Sequence[str]) -> bool:
    counts, others = (Counter(word for word in text if not word.isspace()) for text in (old, new))
    common = sum((counts & others).values())
    return sum(counts[word] for word in new) > PAIRS_COMPARED or len(old) * common > WORK


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece. A lone blank between two changes belongs to both."""
    run: list[Piece] = []
    for piece in pieces:
        if run and run[-1].became is piece.became:
            run[-1] = Piece(piece.became, run[-1].text + piece.text)
        else:
            run.append(piece)
    yield from run
