"""Which way a text runs, by what Unicode says of its letters (UAX 9)."""

from __future__ import annotations

from itertools import accumulate, groupby
from unicodedata import bidirectional

RIGHT_TO_LEFT = ("R", "AL")


def is_right_to_left(text: str) -> bool:
    """Whether its first letter is of a script that runs so: Arabic, Hebrew …"""
    return next((way for char in text if (way := _way(char)) is not None), False)


def stretches(text: str) -> list[tuple[str, bool]]:
    """A text that runs from right to left in its parts: words of other scripts with what stands between them, and the
    rest, which runs so."""
    ways = _ways(text)
    runs = [
        before is not False or after is not False
        for before, after in zip(_last(ways), _next(ways), strict=True)
    ]
    parts = groupby(zip(text, runs, strict=True), key=lambda pair: pair[1])
    return [("".join(char for char, _run in part), run) for run, part in parts]


def _ways(text: str) -> list[bool | None]:
    """The way of each character: a figure runs with the letters before it, and so does a bracket, whose other half
    runs as it does."""
    ways: list[bool | None] = []
    before, opened = True, list[bool]()
    for char in text:
        way = _way(char)
        if char.isdigit() and not before:
            way = False
        elif char in "([{":
            way = before
            opened.append(before)
        elif char in ")]}" and opened:
            way = opened.pop()
        before = before if way is None else way
        ways.append(way)
    return ways


def _last(ways: list[bool | None]) -> list[bool | None]:
    """The way of each character, or of the last one before it that has one."""
    return list(accumulate(ways, _go_on))


def _go_on(before: bool | None, way: bool | None) -> bool | None:
    return before if way is None else way


def _next(ways: list[bool | None]) -> list[bool | None]:
    return _last(ways[::-1])[::-1]


def _way(char: str) -> bool | None:
    """True from right to left, False from left to right, None for what takes the way of what stands beside it."""
    found = bidirectional(char)
    return True if found in RIGHT_TO_LEFT else False if found == "L" else None
