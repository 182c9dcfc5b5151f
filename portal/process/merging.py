"""Two versions of a text put together: what a person goes on from when both have written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

TOKENS = re.compile(r"\w+|[^\w\s]")
BREAK = re.compile(r"\n\s*")
PARAGRAPHS_COMPARED = 60
"""Paragraphs of one text. Texts with more are put one after the other."""


def put_together(mine: str, theirs: str) -> str:
    """Everything that either text says, in reading order, what is alike only once. Theirs stands first where both have
    written in the same spot. A paragraph that the other one goes on from is taken in its longer form."""
    if _holds(mine, theirs):
        return mine
    if _holds(theirs, mine):
        return theirs
    one, other = BREAK.split(theirs.strip()), BREAK.split(mine.strip())
    if max(len(one), len(other)) > PARAGRAPHS_COMPARED:
        return f"{theirs.strip()}\n\n{mine.strip()}"
    gap = "\n\n" if "\n\n" in theirs + mine or max(len(one), len(other)) == 1 else "\n"
    return gap.join(_merged(one, other))


def _merged(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from one[i:j]
        else:
            yield from _without_repeating(one[i:j], other[k:m])


def _without_repeating(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The paragraphs of both; of two where one says all that the other says, the fuller one."""
    said, apart = list(one), list[str]()
    for paragraph in other:
        here = next((n for n, known in enumerate(said) if _holds(known, paragraph)), None)
        if here is None:
            here = next((n for n, known in enumerate(said) if _holds(paragraph, known)), None)
            if here is None:
                apart.append(paragraph)
                continue
            said[here] = paragraph
        said[here:here] = apart
        apart = []
    return said + apart


def _holds(longer: str, shorter: str) -> bool:
    """True if `longer` has all words and signs of `shorter`, in their order."""
    tokens = iter(TOKENS.findall(longer))
    return all(token in tokens for token in TOKENS.findall(shorter))
