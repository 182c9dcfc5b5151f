"""Made-up answers of every kind: the same ones in every run, as long as people's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.process.schema import Field, Kind

TEXT = """byn sjön vägen skolan butiken bussen åkern lokalen föreningen mötet vintern sommaren barnen äldre nya gamla
många några ofta sällan tillsammans gärna kanske redan snart behöver finns kommer önskar bygger samlar öppnar håller
och men för med utan över under längs"""
WORDS = TEXT.split()
FIRST_DAY = date(2026, 3, 2)
MANY = 3
"""Entries in what may hold several."""

NAME = 40
"""Characters of a name or another short text, about."""

PASSAGE = 260
"""Characters of a long text, about."""


@dataclass(frozen=True, slots=True)
class Source:
    """What answers are made from: chance; the ids that references choose from, by register; the id of a file."""

    random: Random
    rows: Mapping[str, Sequence[int]]
    file: str = ""

    def answer(self, field: Field) -> Any:
        """A full answer to a question or in a column."""
        return MADE[field.kind](self, field)

    def words(self, length: int) -> str:
        """Sentences of about `length` characters, never more."""
        found: list[str] = []
        while len(" ".join(found)) < length:
            words = [self.random.choice(WORDS) for _ in range(self.random.randint(5, 12))]
            found.append(" ".join(words).capitalize() + ".")
        return " ".join(found)[: length - 1].rstrip(" .") + "."


def _text(length: int) -> Callable[[Source, Field], str]:
    return lambda source, field: source.words(min(length, field.limit or length))


def _number(source: Source, field: Field) -> int:
    lowest = int(field.minimum if field.minimum is not None else 1)
    return source.random.randint(lowest, int(field.maximum if field.maximum is not None else lowest + 400))


def _choices(source: Source, field: Field) -> list[str]:
    count = min(MANY, field.limit or MANY, len(field.options))
    chosen = set(source.random.sample([o.key for o in field.options], count))
    return [o.key for o in field.options if o.key in chosen]


def _references(source: Source, field: Field) -> list[int]:
    known = source.rows[field.register or ""]
    return sorted(source.random.sample(known, min(MANY if field.many else 1, len(known))))


MADE: Mapping[Kind, Callable[[Source, Field], Any]] = {
    Kind.SHORT_TEXT: _text(NAME),
    Kind.LONG_TEXT: _text(PASSAGE),
    Kind.NUMBER: _number,
    Kind.YEAR: _number,
    Kind.DATE: lambda source, _: (FIRST_DAY + timedelta(days=source.random.randint(0, 300))).isoformat(),
    Kind.CHOICE: lambda source, field: source.random.choice(field.options).key,
    Kind.CHOICES: _choices,
    Kind.YES_NO: lambda source, _: {"yes": source.random.random() < 0.5, "why": source.words(NAME)},
    Kind.LINK: lambda source, _: f"https://example.org/{source.random.choice(WORDS[:2])}",
    Kind.ATTACHMENT: lambda source, _: [source.file],
    Kind.REFERENCE: _references,
}
