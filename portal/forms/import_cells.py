"""Cells of a table whose words stand for something else: an option of a list, rows of another register."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flask_babel import gettext as _

from portal.forms.choices import NEW_NAME_LIMIT, check_count
from portal.forms.import_days import is_day
from portal.forms.import_rows import Coming, Fault, ImportRow
from portal.forms.kinds import Choosable, check_length
from portal.forms.rows import words
from portal.process.likeness import likest
from portal.process.personal_data import look_in
from portal.process.schema import Column, Kind, Option
from portal.text import fold, is_seen

FEW = 5
"""New names in a cell that are held against all the others, which takes time."""
LISTED = 60
"""Rows of another register that are offered as a list."""
_PARTS = re.compile(r"[;\n]")
_FIGURES = re.compile(r"[-+\u2212]?[0-9.,\s]*[0-9][0-9.,\s]*")


def is_said(column: Column, text: str) -> bool:
    """Whether a cell speaks of what the column holds: a day, a number, one of the options. What it says may be wrong
    all the same."""
    match column.kind:
        case Kind.DATE:
            return is_day(text)
        case Kind.CHOICE:
            return find_option(column, text) is not None
        case Kind.NUMBER | Kind.YEAR:
            return _FIGURES.fullmatch(without_unit(column, text)) is not None
    return True


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
        label, name = words(column.label), words(option.label)
        row.notes.append(_("%(label)s: “%(text)s” is read as “%(name)s”.", label=label, text=text, name=name))
    return option.key


def choices_in(column: Column, known: Choosable) -> tuple[str, ...]:
    """The words that a cell may say, where they are few and no others will do."""
    if column.kind is Kind.CHOICE:
        return tuple(words(option.label) for option in column.options)
    is_list = column.kind is Kind.REFERENCE and not column.many and not known.may_add
    return tuple(title for _row, title in known.rows) if is_list and len(known.rows) <= LISTED else ()


def refer(row: ImportRow, column: Column, text: str, known: Choosable, coming: Coming) -> None:
    """The rows that a cell names, parted by semicolons, line breaks or commas."""
    there = {fold(title): key for key, title in known.rows}
    chosen: list[int] = []
    new: dict[str, str] = {}
    for name in _names(column, text, there.keys() | coming.ready | coming.wrong):
        if fold(name) in there:
            chosen.append(there[fold(name)])
        else:
            new.setdefault(fold(name), name)
    label = words(column.label).removesuffix("?")
    row.names[column.name] = (list(dict.fromkeys(chosen)), list(new.values()))
    for folded, name in new.items():
        if folded in coming.ready:
            row.notes.append(_("%(label)s: “%(name)s” comes from the same file.", label=label, name=name))
        elif folded in coming.wrong:
            said = _("“%(name)s” of the same file has to be put right first.", name=name)
            row.faults.append(Fault(said, column))
        elif known.may_add:
            titles = (*(title for _row, title in known.rows), *coming.titles)
            like = likest(name[:NEW_NAME_LIMIT], titles if len(new) <= FEW else ())
            persons = _a_person(name)
            row.notes += [_new(label, name, like), *persons]
            if like is not None or persons:
                row.doubts.add(column.name)
        else:
            said = _("There is no “%(name)s” in the list. Add it there first.", name=name)
            row.faults.append(Fault(said, column))
    try:
        check_count([*chosen, *new], column.limit if column.many else 1)
        for name in new.values():
            check_length(name, NEW_NAME_LIMIT)
    except ValueError as error:  # WTForms' ValidationError is one
        row.faults.append(Fault(str(error), column))


def _a_person(name: str) -> list[str]:
    """A new row of a register that the plan refers to should be no person."""
    if not look_in({"name": name}):
        return []
    return [_("“%(name)s” looks like a person. Many may read the plan: write a role instead.", name=name)]


def _new(label: str, name: str, like: str | None) -> str:
    """That a name is new; one that is like another may be misspelt."""
    if like is None:
        return _("%(label)s: “%(name)s” is new and is added, too.", label=label, name=name)
    return _(
        "%(label)s: “%(name)s” is new and is added, too. Did you mean “%(like)s”? If so, write that in its place.",
        label=label,
        name=name,
        like=like,
    )


def _names(column: Column, text: str, there: Collection[str]) -> Iterator[str]:
    """A name with a comma in it stays whole where the register holds it."""
    parts = _PARTS.split(text) if column.many else [text]
    for part in (" ".join(p.split()) for p in parts):
        if not column.many or fold(part) in there:
            yield from [part] if is_seen(part) else []
        else:
            yield from (name for each in part.split(",") if is_seen(name := each.strip()))
