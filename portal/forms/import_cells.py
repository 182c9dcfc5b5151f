"""Cells of a table whose words stand for something else: an option of a list, rows of another register."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from flask_babel import gettext as _

from portal.forms.choices import NEW_NAME_LIMIT, check_count
from portal.forms.import_rows import Coming, Fault, ImportRow
from portal.forms.kinds import Choosable, check_length
from portal.forms.rows import words
from portal.process.likeness import likest
from portal.process.personal_data import look_in
from portal.process.schema import Column, Kind, Option
from portal.text import fold

FEW = 5
"""New names in a cell that are held against all the others, which takes time."""
LISTED = 60
"""Rows of another register that are offered as a list."""
_PARTS = re.compile(r"[;\n]")


def find_option(column: Column, text: str) -> Option | None:
    """The option that a cell names, by its key or its label in either language."""
    for option in column.options:
        if fold(text) in {fold(said) for said in (option.key, option.label.of("sv"), option.label.of("en"))}:
            return option
    return None


def choose_option(row: ImportRow, column: Column, text: str) -> str:
    """The key of the option that a cell names; nothing, with the fault said, for one that is none."""
    option = find_option(column, text)
    if option is None:
        said = _("“%(text)s” cannot be chosen. Choose something in the list.", text=text[:80])
        row.faults.append(Fault(said, column))
    return option.key if option is not None else ""


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
            row.notes.append(_new(label, name, titles if len(new) <= FEW else ()))
            row.notes += _a_person(name)
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


def _new(label: str, name: str, titles: Sequence[str]) -> str:
    """That a name is new; one that is like another may be misspelt."""
    like = likest(name[:NEW_NAME_LIMIT], titles)
    if like is None:
        return _("%(label)s: “%(name)s” is new and is added, too.", label=label, name=name)
    return _(
        "%(label)s: “%(name)s” is new and is added, too. Did you mean “%(like)s”? If so, change the table.",
        label=label,
        name=name,
        like=like,
    )


def _names(column: Column, text: str, there: Collection[str]) -> Iterator[str]:
    """A name with a comma in it stays whole where the register holds it."""
    parts = _PARTS.split(text) if column.many else [text]
    for part in (" ".join(p.split()) for p in parts):
        if not column.many or fold(part) in there:
            yield from [part] if part else []
        else:
            yield from (name for each in part.split(",") if (name := each.strip()))
