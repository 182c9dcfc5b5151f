"""The needs, strengths, obstacles and ideas that actions answer: those of one action, and those to choose among."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask_login import current_user

from portal import policy
from portal.policy import Workplace
from portal.process.material import Entry
from portal.process.schema import PictureKind, Register
from portal.process.titles import titles_of
from portal.process.work import answered_registers
from portal.queries.material import Written
from portal.views.register_blocks import address_of
from portal.web.language import current_language


@dataclass(frozen=True, slots=True)
class Answered:
    """A row that an action answers, or could. `kind`: what sort of thing it is, such as the register's title."""

    id: int
    title: str
    kind: str
    href: str


def show_answered(workplace: Workplace, written: Written, ids: Sequence[int]) -> list[Answered]:
    """Those of the rows that are there and that the person may read, in the order of `ids`. No query."""
    known = {each.id: each for each in _readable(workplace, written)}
    return [known[i] for i in ids if i in known]


def choices_to_answer(
    workplace: Workplace, written: Written, ids: Collection[int]
) -> list[tuple[str, list[Answered]]]:
    """What is not among `ids` yet, by kind, in the definition's order. No query."""
    groups: dict[str, list[Answered]] = {}
    for each in _readable(workplace, written):
        if each.id not in ids:
            groups.setdefault(each.kind, []).append(each)
    return list(groups.items())


def _readable(workplace: Workplace, written: Written) -> Iterator[Answered]:
    circle, lang = policy.reader(current_user, workplace.place), current_language()
    for register in answered_registers(workplace.process):
        title = register.column(register.title_column)
        if circle is None or title is None or not title.audience.reaches(circle):
            continue
        if not policy.can_read_referred(current_user, workplace, register.key):
            continue
        titles = titles_of(register, workplace.process, written.material)
        for entry in written.material.entries(register.key):
            href = address_of(workplace, register, row=entry.id)
            yield Answered(entry.id, titles[entry.id].of(lang), _kind(register, entry, lang), href)


def _kind(register: Register, entry: Entry, lang: str) -> str:
    """What is drawn in four parts is named by its part: strengths and threats are not the same thing."""
    picture = register.picture
    if picture is not None and picture.kind is PictureKind.QUADRANTS and picture.by is not None:
        column = register.column(picture.by)
        option = column.option(str(entry.values.get(picture.by))) if column is not None else None
        if option is not None:
            return option.label.of(lang)
    return register.title.of(lang)
