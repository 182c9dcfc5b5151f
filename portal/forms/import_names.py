"""Names in a table that stand for rows of another register: those that it holds, and new ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from flask_babel import gettext as _

from portal.forms.choices import NEW_NAME_LIMIT, check_count
from portal.forms.import_cells import read_as
from portal.forms.import_marks import plain, says_nothing, without_mark
from portal.forms.import_rows import Coming, Fault, ImportRow
from portal.forms.kinds import Choosable, check_length
from portal.forms.rows import words
from portal.process.likeness import begun, is_short, likest
from portal.process.personal_data import look_in
from portal.process.schema import Column
from portal.text import fold, is_seen

COMPARED = 200
"""New names that are held against each other and all the others, which takes time."""
_PARTS = re.compile(r"[;\n]")


class Known:
    """What the cells of a table may name in a register: its rows, those that come with the same file, and new names
    (`cells`: all that the table says of it). Each new name is told of once."""

    def __init__(
        self, choosable: Choosable, coming: Coming, cells: Iterable[tuple[Column, str]] = ()
    ) -> None:
        self.choosable, self.coming = choosable, coming
        self.there = {fold(title): key for key, title in choosable.rows}
        self.held: Collection[str] = self.there.keys() | coming.ready | coming.wrong
        self._titles = [*(title for _row, title in choosable.rows), *coming.titles]
        self._told: set[str] = set()
        new: dict[str, str] = {}
        for name in (name for column, text in cells for name in self.names(column, plain(column, text))):
            if fold(name) not in self.held and len(new) < COMPARED:
                new.setdefault(fold(name), name[:NEW_NAME_LIMIT])
        self._new = new

    def names(self, column: Column, text: str) -> Iterator[str]:
        for written in self.written(column, text):
            yield written if fold(written) in self.held else without_mark(written)

    def written(self, column: Column, text: str) -> Iterator[str]:
        """The names as they stand, parted by semicolons, line breaks or commas. A name with a comma in it stays whole
        where the register holds it."""
        parts = _PARTS.split(text) if column.many else [text]
        for part in (" ".join(p.split()) for p in parts):
            is_whole = not column.many or fold(part) in self.held
            for name in [part] if is_whole else part.split(","):
                if is_seen(name) and not says_nothing(name):
                    yield name.strip()

    def is_told(self, name: str) -> bool:
        """Whether it has been told of before now."""
        was_told = fold(name) in self._told
        self._told.add(fold(name))
        return was_told

    def meant(self, name: str) -> str | None:
        """What may be meant with a new name. Of two in the same table that are like, one is asked about: a shortened
        one, one with a remark, one that the other goes on from; else the later."""
        folded, name = fold(name), name[:NEW_NAME_LIMIT]
        if folded not in self._new:
            return None
        others = [each for other, each in self._new.items() if other != folded]
        own = list(self._new).index(folded)
        before = [
            each
            for n, each in enumerate(others)
            if (is_short(each), n) < (is_short(name), own) and not begun(each, [name])
        ]
        like = likest(name, [*self._titles, *before])
        return like or next(iter(begun(name, [*self._titles, *others])), None)


def refer(row: ImportRow, column: Column, text: str, known: Known) -> None:
    """The rows that a cell names."""
    chosen: list[int] = []
    new: dict[str, str] = {}
    for written, name in zip(known.written(column, text), known.names(column, text), strict=True):
        if name != written:
            row.notes.append(read_as(column, written, name))
        if fold(name) in known.there:
            chosen.append(known.there[fold(name)])
        else:
            new.setdefault(fold(name), name)
    row.names[column.name] = (list(dict.fromkeys(chosen)), list(new.values()))
    for name in new.values():
        _meet(row, column, name, known)
    try:
        check_count([*chosen, *new], column.limit if column.many else 1)
        for name in new.values():
            check_length(name, NEW_NAME_LIMIT)
    except ValueError as error:  # WTForms' ValidationError is one
        row.faults.append(Fault(str(error), column))


def _meet(row: ImportRow, column: Column, name: str, known: Known) -> None:
    """Say of a name that the register does not hold what will become of it."""
    label = words(column.label).removesuffix("?")
    if fold(name) in known.coming.wrong:
        said = _("“%(name)s” of the same file has to be put right first.", name=name)
        row.faults.append(Fault(said, column))
    elif fold(name) not in known.coming.ready and not known.choosable.may_add:
        said = _("There is no “%(name)s” in the list. Add it there first.", name=name)
        row.faults.append(Fault(said, column))
    elif not row.is_wanted or known.is_told(name):
        return
    elif fold(name) in known.coming.ready:
        row.notes.append(_("%(label)s: “%(name)s” comes from the same file.", label=label, name=name))
    else:
        row.notes += [_new(label, name, known.meant(name)), *_a_person(name)]
        row.doubts.add(column.name)


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
