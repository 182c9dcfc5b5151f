"""What stands in a table without being said of a row: marks that lead to a footnote, the footnote itself, and words
for nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.process.schema import Column, Kind
from portal.text import fold

_NOTHING = frozenset(
    fold(words)
    for words in (
        *("ej angivet", "ej angiven", "ej angivna", "inte angivet", "inte angiven", "inget angivet", "ingen angiven"),
        *("ej känt", "ej känd", "okänt", "okänd", "vet ej", "vet inte", "uppgift saknas", "saknas", "ingen", "inga"),
        *("inget", "ej aktuellt", "ej relevant", "oklart", "ej bestämt", "inte bestämt", "not stated", "not given"),
        *("not specified", "not known", "unknown", "missing", "none", "nothing", "nobody", "not applicable", "n/a"),
        *("not decided", "to be decided", "tbd", "unclear", "?"),
    )
)  # fmt: skip
_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
_SUPERSCRIPTS = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_FOOTNOTE = re.compile(rf"[*\u2020\u2021{_SUPERSCRIPTS}]|[0-9]{{1,2}}\)")
_MARK = re.compile(rf"\s*(?:[*\u2020\u2021]+\)?|[{_SUPERSCRIPTS}]+\)?|(?<![0-9])[0-9]\))$")
_UNIT = re.compile(rf"(?:^|[\W\d_])[kcdm]?m[{_SUPERSCRIPTS}]$")
"""Square and cubic metres."""


def is_footnote(cells: Sequence[str]) -> bool:
    """Whether a row of a table looks like a note below it: it says one thing, which begins with a mark. In a list of
    names alone such a mark only numbers them."""
    filled = [cell for cell in cells if cell]
    return len(cells) > 1 and len(filled) == 1 and _FOOTNOTE.match(filled[0]) is not None


def says_nothing(text: str) -> bool:
    """Whether a cell only says that there is nothing to say: a dash, "not stated"."""
    words = fold(without_mark(text)).rstrip(".")
    return words in _NOTHING or _DASHES.fullmatch(words) is not None


def without_mark(text: str) -> str:
    """A name without the mark of a footnote at its end; a bracket that is opened in it stays closed."""
    mark = _MARK.search(text)
    if mark is None or _UNIT.search(text):
        return text
    rest = text[: mark.start()]
    return rest if rest.count("(") == rest.count(")") else text


def plain(column: Column, text: str, *, is_title: bool = False) -> str:
    """What a cell says without such a mark, "" where it only says that there is nothing to say. A text may mean its
    marks, and the names of a reference are read one by one."""
    if not is_title and says_nothing(text):
        return ""
    is_free = column.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.REFERENCE, Kind.LINK)
    return text if is_free and not is_title else without_mark(text)
