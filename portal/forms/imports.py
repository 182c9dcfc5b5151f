"""A table's rows as rows of a register: which column holds what, and what is wrong with each row, in words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from portal.forms.choices import NEW_NAME_LIMIT, check_count
from portal.forms.import_days import out_of_order, read_day
from portal.forms.kinds import NOTHING, Choosable, check_length
from portal.forms.rows import NONE, References, build_row_form, words
from portal.process.likeness import likest
from portal.process.material import Value
from portal.process.personal_data import look_in
from portal.process.schema import Column, Kind, Register, Text
from portal.text import fold

FEW = 5
"""New names in a cell that are held against all the others, which takes time."""
FORMULA = re.compile(r"[=+@][A-Za-z(]")
_PARTS = re.compile(r"[;\n]")
_AFTER = re.compile(r"[/(:?*]")
READ = (
    Kind.SHORT_TEXT,
    Kind.LONG_TEXT,
    Kind.NUMBER,
    Kind.YEAR,
    Kind.DATE,
    Kind.CHOICE,
    Kind.LINK,
    Kind.REFERENCE,
)
"""Kinds whose value fits in one cell."""


@dataclass(slots=True)
class ImportRow:
    """A row of the table as it would be saved. `names`: by column of references, the ids that are chosen and the names
    that would become new rows. `problems`: what must be put right first; `notes`: what is good to know."""

    number: int
    title: str
    cells: list[tuple[str, str]]
    values: dict[str, Value] = field(default_factory=dict)
    names: dict[str, tuple[list[int], list[str]]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Coming:
    """Names of rows that the same file brings: `ready` are saved with the rest, `wrong` have to be put right first.
    `titles`: all of them as they are written."""

    ready: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()


def coming_from(rows: Sequence[ImportRow]) -> Coming:
    return Coming(
        frozenset(fold(row.title) for row in rows if row.title and not row.problems),
        frozenset(fold(row.title) for row in rows if row.title and row.problems),
        tuple(row.title for row in rows if row.title),
    )


def match_columns(
    columns: Sequence[Column], headings: Sequence[str], also: Mapping[str, Sequence[Text]]
) -> list[str]:
    """For each heading the column that it names, in either language; nothing for one that names none or comes twice.
    `also`: what a column may be called beside its label."""
    named: dict[str, str] = {}
    for column in columns:
        for text in (column.label, column.read_as, column.name, *also.get(column.name, ())):
            for said in (text,) if isinstance(text, str) else (text.of("sv"), text.of("en")) if text else ():
                named.setdefault(_plain(said), column.name)
    found: list[str] = []
    for heading in headings:
        name = named.get(_plain(heading)) or named.get(_plain(_AFTER.split(heading)[0])) or ""
        found.append("" if name in found else name)
    return found


def importable_columns(columns: Sequence[Column]) -> list[Column]:
    return [c for c in columns if c.kind in READ]


def read_rows(
    register: Register,
    columns: Sequence[Column],
    rows: Iterable[tuple[int, Sequence[str]]],
    mapping: Sequence[str],
    references: References,
    titles: Sequence[str],
    coming: Mapping[str, Coming],
) -> list[ImportRow]:
    """Each of the `rows` below the headings, given with its number. `mapping`: the column for each column of the table;
    `titles`: of the rows that the register holds already; `coming`: what the same file brings to other registers."""
    by_name = {c.name: c for c in columns}
    used = [(n, by_name[name]) for n, name in enumerate(mapping) if name in by_name]
    seen = {fold(title) for title in titles}
    found = []
    for number, cells in rows:
        row = _read_row(register, columns, {c.name: cells[n] for n, c in used}, references, coming, number)
        if row.title and fold(row.title) in seen:
            row.problems.append(_("There is a row with this name already."))
        seen.add(fold(row.title))
        found.append(row)
    return found


def stamp(tables: Iterable[tuple[str, Sequence[ImportRow]]]) -> str:
    """What would be saved, in short: the same as long as it is what somebody has looked at. `tables`: the key of a
    register, and its rows."""
    said = [(key, [(row.values, row.names) for row in rows if not row.problems]) for key, rows in tables]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _read_row(
    register: Register,
    columns: Sequence[Column],
    said: Mapping[str, str],
    references: References,
    coming: Mapping[str, Coming],
    number: int,
) -> ImportRow:
    title = " ".join(said.get(register.title_column, "").split())
    cells = [
        (words(c.label), said[c.name])
        for c in columns
        if said.get(c.name) and c.name != register.title_column
    ]
    row = ImportRow(number, title, cells)
    typed: MultiDict[str, str] = MultiDict({f"{register.name}-row-version": "0"})
    for column in columns:
        text = said.get(column.name, "")
        if column.kind is Kind.REFERENCE:
            if text:
                target = column.register or ""
                _refer(row, column, text, references.get(target, NOTHING), coming.get(target, Coming()))
            continue
        if column.kind is Kind.CHOICE and text:
            text = _option(row, column, text)
        if column.kind is Kind.DATE:
            text, problems, notes = read_day(register, column, text)
            row.problems += problems
            row.notes += notes
        typed.add(f"{register.name}-row-{column.name}", text)
    own = [c for c in columns if c.kind is not Kind.REFERENCE]
    form = build_row_form(register, NONE, formdata=typed, columns=own)
    if not form.validate():
        row.problems += [message for _id, message in form.problems]
    row.values = {name: value for name, value in form.values.items() if value is not None}
    row.problems += out_of_order(register, row.values)
    if any(FORMULA.match(text) for text in said.values()):
        row.notes.append(_("What looks like a formula is kept as text."))
    return row


def _a_person(name: str) -> list[str]:
    """A new row of a register that the plan refers to should be no person."""
    if not look_in({"name": name}):
        return []
    return [_("“%(name)s” looks like a person. Many may read the plan: write a role instead.", name=name)]


def _option(row: ImportRow, column: Column, text: str) -> str:
    """The key of the option that a cell names; nothing, with the problem said, for one that is none."""
    for option in column.options:
        if fold(text) in {fold(said) for said in (option.key, option.label.of("sv"), option.label.of("en"))}:
            return option.key
    known = ", ".join(words(option.label) for option in column.options)
    row.problems.append(
        _("%(label)s: “%(text)s” cannot be chosen. Write one of these: %(known)s.",
          label=words(column.label), text=text[:80], known=known)
    )  # fmt: skip
    return ""


def _refer(row: ImportRow, column: Column, text: str, known: Choosable, coming: Coming) -> None:
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
            row.problems.append(
                _("%(label)s: “%(name)s” of the same file has to be put right first.", label=label, name=name)
            )
        elif known.may_add:
            titles = (*(title for _row, title in known.rows), *coming.titles)
            row.notes.append(_new(label, name, titles if len(new) <= FEW else ()))
            row.notes += _a_person(name)
        else:
            said = _(
                "%(label)s: there is no “%(name)s” in the list. Add it there first.", label=label, name=name
            )
            row.problems.append(said)
    try:
        check_count([*chosen, *new], column.limit if column.many else 1)
        for name in new.values():
            check_length(name, NEW_NAME_LIMIT)
    except ValueError as error:  # WTForms' ValidationError is one
        row.problems.append(f"{label}: {error}")


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


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()
