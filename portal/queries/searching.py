"""Searching a list by what somebody typed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from portal.text import clean, fold

LONGEST = 100


def words_of(typed: str) -> str:
    """What was typed, cleaned and cut: fit to be shown again in the search box."""
    return clean(typed)[:LONGEST].strip()


def matches(column: InstrumentedAttribute[Any], typed: str) -> list[ColumnElement[bool]]:
    """Conditions: every word that was typed occurs in the folded column. None for an empty search."""
    return [column.contains(word, autoescape=True) for word in fold(words_of(typed)).split()]
