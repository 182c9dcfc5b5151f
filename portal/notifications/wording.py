"""A notice in words: the rule's texts with the notice's parameters, in the language of the moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from portal.errors import Message
from portal.notifications.rules import RULES
from portal.process.schema import Text

Param = str | int | date | Text | Message


@dataclass(frozen=True, slots=True)
class Said:
    """`line` beside the place's name; `subject` and `text` of a letter of its own."""

    line: str
    subject: str
    text: str


def storable(params: Mapping[str, Param]) -> dict[str, Any]:
    """The parameters as JSON. What depends on the language is kept in both, or as the source text."""
    return {name: _stored(value) for name, value in params.items()}


def _stored(value: Param) -> Any:
    if isinstance(value, Text):
        return {"sv": value.of("sv"), "en": value.of("en")}
    if isinstance(value, Message):
        return {"words": value.text}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def say(kind: str, params: Mapping[str, Any]) -> Said:
    """What the rule says. Of a kind that this release does not know any more, its name."""
    rule = RULES.get(kind)
    if rule is None:
        return Said(kind, kind, kind)
    known = _Known({name: _shown(value) for name, value in params.items()})
    return Said(*((_(words) % known).strip() for words in (rule.line, rule.subject, rule.text)))


def _shown(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    words, day = value.get("words"), value.get("date")
    if words:
        return _(words)
    if day:
        return format_date(date.fromisoformat(day), "d MMMM y")
    return value[str(get_locale() or "sv")[:2]]


class _Known(dict[str, Any]):
    """Without a name it was somebody."""

    def __missing__(self, key: str) -> str:
        return _("Somebody") if key == "who" else "…"
