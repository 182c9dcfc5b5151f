"""Evaluates rules: the evidence of criteria and the ticks that derive from what is written."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from portal.process.material import Entry, Material, Value, has_value, rows_in, words_in, work_out
from portal.process.rules import (
    AllOf,
    Answered,
    AnyOf,
    Covers,
    Distinct,
    EachReferred,
    EachRow,
    Fact,
    Judged,
    Leaf,
    Outside,
    Rows,
    Rule,
    SectionDone,
    Ticked,
)
from portal.process.schema import ChecklistItem, Process, Text
from portal.process.sections import count_judged, section_progress


@dataclass(frozen=True, slots=True)
class LeafFinding:
    """What came out of a single rule: words with the counts filled in, if it has any, and where to mend it."""

    met: bool
    text: Text | None
    link: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What came out of a rule; `leaves` are what to tell about it, in the definition's order."""

    met: bool
    leaves: tuple[LeafFinding, ...]


def evaluate(rule: Rule, process: Process, material: Material) -> Finding:
    """Of an `any`, the first alternative that holds is told, or all that is missing; of an `all`, everything."""
    return work_out(material, rule, process, lambda: _evaluate(rule, process, material))


def _evaluate(rule: Rule, process: Process, material: Material) -> Finding:
    if isinstance(rule, AllOf):
        parts = [evaluate(each, process, material) for each in rule.rules]
        return Finding(all(part.met for part in parts), _joined(parts))
    if isinstance(rule, AnyOf):
        parts = []
        for each in rule.rules:
            part = evaluate(each, process, material)
            if part.met:
                return part
            parts.append(part)
        return Finding(False, tuple(leaf for leaf in _joined(parts) if not leaf.met))
    return _evaluate_leaf(rule, process, material)


def is_ticked(item: ChecklistItem, process: Process, material: Material) -> bool:
    """True if the item's own rule holds or, for one without a rule, if somebody has ticked it."""
    if item.derived is None:
        return item.key in material.ticks
    return evaluate(item.derived, process, material).met


def _joined(parts: list[Finding]) -> tuple[LeafFinding, ...]:
    return tuple(leaf for part in parts for leaf in part.leaves)


def _evaluate_leaf(leaf: Leaf, process: Process, material: Material) -> Finding:
    count, needed = _COUNTERS[type(leaf)](leaf, _Place(process, material))
    met = count >= needed
    text = leaf.met if met else leaf.missing
    return Finding(met, (LeafFinding(met, _filled_in(text, count, needed), leaf.link or _own_link(leaf)),))


def _filled_in(text: Text | None, count: int, needed: int) -> Text | None:
    if text is None:
        return None
    words = [t.replace("{count}", str(count)).replace("{needed}", str(needed)) for t in (text.sv, text.en)]
    return Text(sv=words[0], en=words[1])


def _own_link(leaf: Leaf) -> str | None:
    """What the rule looks at is where it is mended, unless the definition says otherwise."""
    match leaf:
        case Answered():
            return leaf.question
        case SectionDone():
            return leaf.section
        case EachReferred():
            return leaf.by_register
        case Rows() | Distinct() | Outside() | Judged() | Covers() | EachRow():
            return leaf.register
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Place:
    """What a counter looks at. Each counter says how many there are and how many are needed."""

    process: Process
    material: Material


def _answered(leaf: Answered, place: _Place) -> tuple[int, int]:
    return int(place.material.given(leaf.question).is_given), 1


def _section_done(leaf: SectionDone, place: _Place) -> tuple[int, int]:
    section = place.process.section(leaf.section)
    if section is None:
        raise KeyError(leaf.section)
    progress = section_progress(place.process, section, place.material)
    return progress.done, max(progress.total, 1)


def _rows(leaf: Rows, place: _Place) -> tuple[int, int]:
    return sum(_matches(leaf, entry) for entry in place.material.entries(leaf.register)), leaf.at_least


def _matches(leaf: Rows, entry: Entry) -> bool:
    if leaf.presets and entry.preset not in leaf.presets:
        return False
    if not all(entry.filled(column) for column in leaf.filled):
        return False
    return all(
        not words_in(entry.values.get(column)).isdisjoint(values) for column, values in leaf.where.items()
    )


def _distinct(leaf: Distinct, place: _Place) -> tuple[int, int]:
    values = (entry.values.get(leaf.column) for entry in place.material.entries(leaf.register))
    if leaf.through is None:
        found = {atom for value in values for atom in _atoms(value)}
        return len(found), leaf.at_least
    register = place.process.register(leaf.register)
    column = register.column(leaf.column) if register else None
    others = {entry.id: entry for entry in place.material.entries(column.register or "")} if column else {}
    reached = {row for value in values for row in rows_in(value)} & others.keys()
    found = {atom for row in reached for atom in _atoms(others[row].values.get(leaf.through))}
    return len(found), leaf.at_least


def _outside(leaf: Outside, place: _Place) -> tuple[int, int]:
    given = place.material.given(leaf.question)
    if not given.is_given:
        return 0, leaf.at_least
    inside = set(rows_in(given.value))
    entries = place.material.entries(leaf.register)
    count = sum(any(row not in inside for row in rows_in(e.values.get(leaf.column))) for e in entries)
    return count, leaf.at_least


def _judged(leaf: Judged, place: _Place) -> tuple[int, int]:
    register = place.process.register(leaf.register)
    if register is None:
        raise KeyError(leaf.register)
    return count_judged(register, place.material)


def _covers(leaf: Covers, place: _Place) -> tuple[int, int]:
    entries = place.material.entries(leaf.register)
    found = {word for entry in entries for word in words_in(entry.values.get(leaf.column))}
    return len(found.intersection(leaf.values)), len(leaf.values)


def _each_row(leaf: EachRow, place: _Place) -> tuple[int, int]:
    register = place.process.register(leaf.register)
    columns = [column for name in leaf.filled if register and (column := register.column(name))]
    entries = place.material.entries(leaf.register)
    count = sum(
        all(entry.filled(column.name) or not column.is_shown(entry.values) for column in columns)
        for entry in entries
    )
    return count, max(len(entries), 1)


def _each_referred(leaf: EachReferred, place: _Place) -> tuple[int, int]:
    entries = place.material.entries(leaf.register)
    by = place.material.entries(leaf.by_register)
    referred = {row for entry in by for row in rows_in(entry.values.get(leaf.by_column))}
    return sum(entry.id in referred for entry in entries), max(len(entries), 1)


def _ticked(leaf: Ticked, place: _Place) -> tuple[int, int]:
    item = place.process.checklist_item(leaf.item)
    if item is None:
        raise KeyError(leaf.item)
    return int(is_ticked(item, place.process, place.material)), 1


def _fact(leaf: Fact, place: _Place) -> tuple[int, int]:
    return int(leaf.name in place.material.facts), 1


def _atoms(value: Value) -> Iterator[Hashable]:
    """The single values in a value: themselves, the members of a list, the word of a yes/no."""
    if isinstance(value, list | tuple):
        yield from value
    elif isinstance(value, dict):
        yield from words_in(value)
    elif has_value(value):
        yield value.strip() if isinstance(value, str) else value


_COUNTERS: dict[type[Leaf], Callable[[Any, _Place], tuple[int, int]]] = {
    Answered: _answered,
    SectionDone: _section_done,
    Rows: _rows,
    Distinct: _distinct,
    Outside: _outside,
    Judged: _judged,
    Covers: _covers,
    EachRow: _each_row,
    EachReferred: _each_referred,
    Ticked: _ticked,
    Fact: _fact,
}
