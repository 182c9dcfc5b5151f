"""How much of the page each column of a table takes, by what stands in it: the same on paper and in Word."""

from __future__ import annotations

from collections.abc import Sequence

LINE = 90
"""Characters of a row across the page."""
PADDING = 4
"""Characters that the space beside a column takes, with some room for wide letters."""
WIDEST, LONGEST_WORD = 40, 20
"""Characters of a text and of a word that a column makes room for; what is longer is broken."""


def shares(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Each column has room for its longest word; what is left goes to those with longer texts. The first row is the
    heads, in bold: they may break between words, so an empty column takes least."""
    columns = list(zip(*rows, strict=True))
    least = [
        PADDING + min(LONGEST_WORD, max(_word(head) * 6 // 5, *map(_word, texts), 0))
        for head, *texts in columns
    ]
    wanted = [
        max(narrow, PADDING + min(WIDEST, max(map(_line, texts), default=0)))
        for narrow, (_head, *texts) in zip(least, columns, strict=True)
    ]
    more, room = sum(wanted) - sum(least), max(0, LINE - sum(least))
    if more <= room:
        return tuple(wanted)
    return tuple(narrow + (wide - narrow) * room // more for narrow, wide in zip(least, wanted, strict=True))


def _line(text: str) -> int:
    return max(map(len, text.splitlines()), default=0)


def _word(text: str) -> int:
    return max(map(len, text.split()), default=0)
