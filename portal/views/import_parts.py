"""The tables of an import, each as it would be saved: which register it goes to, which column is which, its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.errors import N_, DomainError
from portal.forms.import_headings import importable_columns, takes_several
from portal.forms.import_rows import Coming, ImportRow, coming_from
from portal.forms.imports import Reading, read_rows
from portal.policy import Workplace
from portal.process.schema import Column, Register
from portal.queries.material import Written
from portal.services import tables
from portal.text import clean
from portal.views.import_columns import (
    Leftover,
    choose_columns,
    fit,
    list_leftovers,
    one_line,
    word_columns,
)
from portal.views.register_blocks import references_for, rows_of, writable_columns
from portal.web.failures import say
from portal.web.language import current_language

TWICE = N_("Two columns of the table go to the same place. Choose another for one of them.")
TWO_SHEETS = N_("Two sheets go to the same list. Choose another for one of them.")


@dataclass(slots=True)
class Part:
    """A table and where it goes. Without a `register` it is not imported. `sheet`: what it is called in the file, ""
    where it is the only one. `mapping`: where its columns go, `elsewhere`: and words of them that do not fit there.
    `gaps`: rows of the person's own file that are not in the text, such as those that are saved; `numbers`: of the
    table's rows in that file; `unwanted`: of those that are left out, `taken`: of notes that are taken in. `refused`:
    why the table cannot be read, or the register takes no rows now."""

    number: int
    sheet: str
    text: str
    register: Register | None = None
    gaps: frozenset[int] = frozenset()
    unwanted: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()
    table: tables.Table = field(default_factory=lambda: [[]])
    numbers: Sequence[int] = ()
    columns: Sequence[Column] = ()
    mapping: Sequence[str] = ()
    elsewhere: dict[int, Column] = field(default_factory=dict)
    rows: Sequence[ImportRow] = ()
    errors: list[str] = field(default_factory=list)
    refused: DomainError | None = None

    @property
    def before(self) -> str:
        """What the names of its fields begin with."""
        return f"s{self.number}-" if self.number else ""

    @property
    def digest(self) -> str:
        """Of the text: numbers of rows that were chosen in another table say nothing of this one."""
        return hashlib.sha256(clean(self.text).encode()).hexdigest()[:16]

    @property
    def ready(self) -> list[ImportRow]:
        return [row for row in self.rows if row.is_ready]

    @property
    def wrong(self) -> list[ImportRow]:
        return [row for row in self.rows if row.is_wrong]

    @property
    def faulty(self) -> list[ImportRow]:
        """Those that are wrong, and those that are left out."""
        return [row for row in self.rows if not row.is_ready and row not in self.aside]

    @property
    def aside(self) -> list[ImportRow]:
        """Notes to the table that nobody has taken in."""
        return [row for row in self.rows if row.is_aside and not row.is_wanted]

    @property
    def doubtful(self) -> list[ImportRow]:
        """Those that are saved as they stand, though something is asked of them."""
        return [row for row in self.ready if row.mends or row.is_aside]

    @property
    def plain(self) -> list[ImportRow]:
        return [row for row in self.ready if not row.mends and not row.is_aside]

    def id_of(self, row: ImportRow, place: int | None = None) -> str:
        """Of a row on the page, or of the field of one of its cells."""
        cell = f"row-{row.number}" if place is None else f"cell-{row.number}-{place}"
        return f"import-{self.before}{cell}"

    @property
    def leftovers(self) -> list[Leftover]:
        """What of it is not taken as it stands."""
        if not self.mapping:
            return []
        return list_leftovers(self.columns, self.table, self.numbers, self.mapping, self.elsewhere)

    @property
    def word_columns(self) -> list[Column]:
        return word_columns(self.register, self.columns) if self.register is not None else []

    @property
    def headings(self) -> str:
        return one_line(self.table[0])


def parts_sent(workplace: Workplace) -> list[Part]:
    """The tables that the form carries, as they were sorted there."""
    known = {r.key: r for r in policy.importable(workplace.process)}
    found: list[Part] = []
    for number in range(tables.SHEETS_LIMIT):
        part = Part(number, "", "")
        if number and f"{part.before}text" not in request.form:
            break
        part.text, part.sheet = (request.form.get(part.before + name, "") for name in ("text", "sheet"))
        part.register = known.get(request.form.get(f"{part.before}register", ""))
        if request.form.get(f"{part.before}of", part.digest) == part.digest:
            part.gaps = _read_numbers(request.form.get(f"{part.before}gaps", "").split())
            part.unwanted = _read_numbers(request.form.getlist(f"{part.before}without"))
            part.taken = _read_numbers(request.form.getlist(f"{part.before}within"))
        found.append(part)
    return found


def parts_of_file(workplace: Workplace, sheets: Sequence[tables.Sheet]) -> list[Part]:
    """The sheets of a file, each for the register that its headings fit best; no register for two of them."""
    parts = [Part(number, each.name, each.text, gaps=each.gaps) for number, each in enumerate(sheets)]
    fits = [
        (fit(workplace, part.text, register), part, register)
        for part in parts
        for register in _open(workplace)
    ]
    for named, part, register in sorted(fits, key=lambda each: -each[0]):
        if named and part.register is None and register not in [each.register for each in parts]:
            part.register = register
    return parts


def look(workplace: Workplace, written: Written, parts: Sequence[Part]) -> None:
    """Read each table against what its register holds now, in the order in which rows can refer to each other."""
    coming: dict[str, Coming] = {}
    order = {r.key: n for n, r in enumerate(policy.importable(workplace.process))}
    for part in sorted(parts, key=lambda p: order[p.register.key] if p.register is not None else -1):
        part.rows, part.errors, part.refused = (), [], None
        try:
            if part.register is not None:
                policy.require(policy.can_write_register(current_user, workplace, part.register))
            part.table, part.numbers = tables.read_numbered(part.text, part.gaps)
        except DomainError as error:
            part.errors, part.refused = [say(error.message)], error
            continue
        if part.register is None:
            continue
        _read(workplace, part, part.register, written, coming)
        if part.register.key in coming:
            part.errors.append(_(TWO_SHEETS))
        coming[part.register.key] = coming_from(part.rows)


def _read(
    workplace: Workplace, part: Part, register: Register, written: Written, coming: Mapping[str, Coming]
) -> None:
    part.columns = importable_columns(writable_columns(current_user, workplace, register))
    headings = part.table[0]
    part.mapping, part.elsewhere = choose_columns(workplace, part.before, register, part.columns, headings)
    used = [name for name in part.mapping if name]
    alone = [c.name for c in part.columns if not takes_several(c)]
    if any(used.count(name) > 1 for name in alone):
        part.errors.append(_(TWICE))
    if register.title_column not in used:
        title = register.column(register.title_column)
        label = title.label.of(current_language()) if title else ""
        part.errors.append(
            _("Choose which column holds “%(label)s”. Does the first row hold the headings?", label=label)
        )
    if not part.errors:
        titles = [str(r.values.get(register.title_column, "")) for r in rows_of(written, register)]
        references = references_for(current_user, workplace, register, written)
        rows = list(zip(part.numbers, part.table, strict=True))[1:]
        reading = Reading(
            register=register,
            columns=part.columns,
            headings=headings,
            mapping=part.mapping,
            elsewhere=part.elsewhere,
            references=references,
            coming=coming,
            unwanted=part.unwanted,
            taken=part.taken,
        )
        part.rows = read_rows(reading, rows, titles)


def is_table(workplace: Workplace, part: Part) -> bool:
    """Whether what was sent is one: its first row has headings that are known, or looks like headings of its own. A
    list of names alone needs a known one above it."""
    if any(part.mapping) or tables.has_headings(part.table):
        return True
    return any(fit(workplace, part.text, register) for register in _open(workplace))


def keep_wrong(part: Part) -> None:
    """Of the table only the rows that are left to be mended, each with its number."""
    own = dict(zip(part.numbers, part.table, strict=True))
    kept = [part.numbers[0], *(row.number for row in part.wrong)]
    part.text = tables.write_text((own[number] for number in kept), part.text)
    part.gaps = tables.gaps_among(kept)


def _read_numbers(sent: Sequence[str]) -> frozenset[int]:
    return frozenset(int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 5)


def _open(workplace: Workplace) -> list[Register]:
    """The registers that take rows now."""
    found = policy.importable(workplace.process)
    return [r for r in found if policy.can_write_register(current_user, workplace, r)]


def chosen_register(workplace: Workplace, key: str) -> Register:
    """The register that is named, else the first that can take rows now. Some exist: else nobody gets here."""
    found = policy.importable(workplace.process)
    return ([r for r in found if r.key == key] or _open(workplace) or found)[0]
