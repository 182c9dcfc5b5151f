"""Cells of a table whose words stand for something else: an option of a list, rows of another register."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from portal.forms.import_days import is_day
from portal.forms.import_marks import plain
from portal.forms.import_rows import Fault, ImportRow
from portal.forms.kinds import Choosable
from portal.forms.rows import words
from portal.process.schema import Column, Kind, Option
from portal.text import fold

LISTED = 60
"""Rows of another register that are offered as a list."""
_BEFORE_WORDS = re.compile(r"\s*[:;,.(\n]\s*|\s+[-\u2013\u2014]\s+")
_FIGURES = re.compile(r"[-+\u2212]?[0-9.,\s]*[0-9][0-9.,\s]*")


def is_said(column: Column, text: str) -> bool:
    """Whether a cell speaks of what the column holds: a day, a number, one of the options. What it says may be wrong
    all the same."""
    text = plain(column, text)
    if not text:
        return True
    match column.kind:
        case Kind.DATE:
            return is_day(text)
        case Kind.CHOICE:
            return find_option(column, text) is not None
        case Kind.NUMBER | Kind.YEAR:
            return _FIGURES.fullmatch(without_unit(column, text)) is not None
    return True


def parted(column: Column, text: str) -> tuple[str, str]:
    """What a cell says of what the column holds, and its other words: "under way: the agreement is signed"."""
    if is_said(column, text):
        return text, ""
    marks = _BEFORE_WORDS.finditer(text) if column.kind is Kind.CHOICE else ()
    for mark in marks:
        said, rest = text[: mark.start()], text[mark.end() :]
        if find_option(column, said) is not None:
            return said, rest.removesuffix(")") if "(" in mark[0] and rest.count("(") < rest.count(
                ")"
            ) else rest
    return "", text


def find_option(column: Column, text: str) -> Option | None:
    """The option that a cell names, by its key, its label in either language or a synonym."""
    for option in column.options:
        words_for = (option.key, option.label.sv, option.label.en, *option.synonyms)
        if fold(text) in map(fold, words_for):
            return option
    return None


def without_unit(column: Column, text: str) -> str:
    """A number as it stands before its unit."""
    units = (column.unit.sv, column.unit.en) if column.unit is not None else ()
    unit = next((each for each in units if fold(text).endswith(fold(each))), "")
    return text[: len(text.rstrip()) - len(unit)] if unit else text


def choose_option(row: ImportRow, column: Column, text: str) -> str:
    """The key of the option that a cell names; nothing, with the fault said, for one that is none."""
    option = find_option(column, text)
    if option is None:
        said = _("“%(text)s” cannot be chosen. Choose something in the list.", text=text[:80])
        row.faults.append(Fault(said, column))
        return ""
    if fold(text) in map(fold, option.synonyms):
        row.notes.append(read_as(column, text, words(option.label)))
    return option.key


def read_as(column: Column, text: str, name: str) -> str:
    """That a cell, or a name in it, is not read to the letter."""
    label = words(column.label).removesuffix("?")
    if not name:
        return _("%(label)s: “%(text)s” is read as empty.", label=label, text=text[:80])
    return _("%(label)s: “%(text)s” is read as “%(name)s”.", label=label, text=text[:80], name=name[:80])


def choices_in(column: Column, known: Choosable) -> tuple[str, ...]:
    """The words that a cell may say, where they are few and no others will do."""
    if column.kind is Kind.CHOICE:
        return tuple(words(option.label) for option in column.options)
    is_list = column.kind is Kind.REFERENCE and not column.many and not known.may_add
    return tuple(title for _row, title in known.rows) if is_list and len(known.rows) <= LISTED else ()
