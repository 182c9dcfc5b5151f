"""What in a text looks like somebody's name, telephone number, address or personal identity number.

Simple rules, made to warn before a plan is published and never to refuse it: they hit what is none ("Anna Lindhs plats"
is a square) and miss what is one: a name that is not among the common ones, a nickname, an address in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.process.given_names import GIVEN_NAMES
from portal.process.material import Material
from portal.process.schema import Field, Kind, Process


class Sort(StrEnum):
    IDENTITY = "identity"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Hit:
    """`words` as they stand in the text; `key` of the question, register or own text in which, and its `row`."""

    sort: Sort
    words: str
    key: str
    row: int | None = None


_LETTERS = "A-ZÅÄÖÆØÉÈÜ", "a-zåäöæøéèü"
_CAPITAL = f"[{_LETTERS[0]}][{''.join(_LETTERS)}'’-]{{1,30}}"
_IDENTITY = re.compile(r"(?<![\d-])((?:19|20)?\d\d)(\d\d)(\d\d)[-+ ]?\d{4}(?![\d-])")
_PHONE = re.compile(
    r"(?<![\d/.-])(?:(?:\+|00)46[ -]{0,2}(?:\(0\)[ -]?)?|0)[1-9](?:[ /–-]{0,3}\d){6,10}(?!\d)"
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_ROADS = "gatan|vägen|gränd|gränden|stigen|torget|backen|allén|esplanaden|kajen|leden|stråket|slingan|rundan"
_ADDRESS = re.compile(
    rf"\b[{_LETTERS[0]}][{''.join(_LETTERS)}-]{{0,30}}(?:{_ROADS}) \d{{1,4}} ?(?:[A-Ha-h]\b)?"
    rf"|(?<!\d)(?<!\d )\d{{3}} ?\d\d {_CAPITAL}"
)
_NAMES = re.compile(rf"(?<![\w-])(?=({_CAPITAL}) ({_CAPITAL}))")
"""Two capital words beside each other; both may be the first or the second of another pair."""
_SURNAME = re.compile(r"(?:sson|dotter|ström|gren|qvist|kvist|blad|stedt|sjö)$")
_NO_GIVEN = {"Norra", "Södra", "Västra", "Östra", "Stora", "Lilla", "Gamla", "Nya", "Övre", "Nedre"}
LAST_MONTH, LAST_DAY, COORDINATION = 12, 31, 60
"""A coordination number adds 60 to the day of birth."""


def find_in(text: str) -> Iterator[tuple[Sort, str]]:
    """What looks like personal data, each stretch of the text once."""
    for sort, found in (
        (Sort.IDENTITY, (m for m in _IDENTITY.finditer(text) if _is_birth(m[2], m[3]))),
        (Sort.EMAIL, _EMAIL.finditer(text)),
        (Sort.ADDRESS, _ADDRESS.finditer(text)),
    ):
        yield from ((sort, match[0].strip()) for match in found)
    yield from ((Sort.NAME, f"{m[1]} {m[2]}") for m in _NAMES.finditer(text) if _is_name(m[1], m[2]))
    without = _IDENTITY.sub(" ", text)
    yield from ((Sort.PHONE, match[0]) for match in _PHONE.finditer(without))


def look_through(process: Process, material: Material, labels: Mapping[int, str]) -> list[Hit]:
    """The hits in a plan's answers and rows, then in the names of rows that it refers to, in the plan's order; what
    is said several times in one place stands once."""
    found: dict[Hit, None] = {}
    for question in process.all_questions():
        for text in _texts(question, material.given(question.key).value):
            found |= dict.fromkeys(Hit(sort, words, question.key) for sort, words in find_in(text))
    own = set()
    for register in process.all_registers():
        for entry in material.entries(register.key):
            own.add(entry.id)
            for column in register.columns:
                for text in _texts(column, entry.values.get(column.name)):
                    hits = (Hit(sort, words, register.key, entry.id) for sort, words in find_in(text))
                    found |= dict.fromkeys(hits)
    for row, label in labels.items():
        if row not in own:
            found |= dict.fromkeys(Hit(sort, words, "", row) for sort, words in find_in(label))
    return list(found)


def look_in(texts: Mapping[str, str]) -> list[Hit]:
    """The hits in other texts, by their key."""
    return list(dict.fromkeys(Hit(sort, w, key) for key, text in texts.items() for sort, w in find_in(text)))


def _texts(field: Field, value: Any) -> Iterable[str]:
    if field.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.LINK) and isinstance(value, str):
        return (value,)
    if field.kind is Kind.YES_NO and isinstance(value, dict):
        return tuple(each for each in value.values() if isinstance(each, str))
    return ()


def _is_birth(month: str, day: str) -> bool:
    of_month = int(day) - COORDINATION if int(day) > COORDINATION else int(day)
    return 1 <= int(month) <= LAST_MONTH and 1 <= of_month <= LAST_DAY


def _is_name(first: str, second: str) -> bool:
    if first in GIVEN_NAMES or all(part in GIVEN_NAMES for part in first.split("-")):
        return True
    return first not in _NO_GIVEN and _SURNAME.search(second) is not None
