"""Which form field a question or column gets, by its kind. Every refusal says in words what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.forms.choices import NOTHING, ChoiceAnswer, ChoicesAnswer, Choosable, ReferenceAnswer, YesNoAnswer
from portal.forms.texts import (
    DateAnswer,
    LinkAnswer,
    LongTextAnswer,
    NumberAnswer,
    TextAnswer,
    YearAnswer,
    check_length,
)
from portal.process.schema import Field, Kind

__all__ = ["BUILDERS", "NOTHING", "Choosable", "LongTextAnswer", "ReferenceAnswer", "check_length"]

FIRST_YEAR, LAST_YEAR = 1000, 2200

Builder = Callable[[Field, Choosable], Any]

BUILDERS: Mapping[Kind, Builder] = {
    Kind.SHORT_TEXT: lambda f, _rows: TextAnswer(limit=f.limit),
    Kind.LONG_TEXT: lambda f, _rows: LongTextAnswer(limit=f.limit),
    Kind.NUMBER: lambda f, _rows: NumberAnswer(minimum=f.minimum, maximum=f.maximum),
    Kind.YEAR: lambda f, _rows: YearAnswer(
        minimum=FIRST_YEAR if f.minimum is None else f.minimum,
        maximum=LAST_YEAR if f.maximum is None else f.maximum,
    ),
    Kind.DATE: lambda _f, _rows: DateAnswer(),
    Kind.CHOICE: lambda f, _rows: ChoiceAnswer(asked=f),
    Kind.CHOICES: lambda f, _rows: ChoicesAnswer(asked=f),
    Kind.YES_NO: lambda f, _rows: YesNoAnswer(limit=f.limit),
    Kind.LINK: lambda f, _rows: LinkAnswer(limit=f.limit),
    Kind.REFERENCE: lambda f, rows: ReferenceAnswer(asked=f, choosable=rows),
}
"""A builder per kind. Attachments are missing: they have forms of their own."""
