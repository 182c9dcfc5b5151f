"""Rules of a definition that name what is not there, look for what cannot occur, or go round in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from portal.process.build_registers import words_of
from portal.process.errors import DefinitionError
from portal.process.rules import (
    AllOf,
    Answered,
    AnyOf,
    Covers,
    Distinct,
    EachReferred,
    EachRow,
    Judged,
    Leaf,
    Outside,
    Rows,
    Rule,
    SectionDone,
    Ticked,
)
from portal.process.schema import Column, Kind, Process, Register


def list_rule_faults(process: Process) -> Iterator[DefinitionError]:
    """Every fault of criteria's evidence and of derived ticks."""
    for criterion in process.checkpoint.criteria:
        for reason in _faults(process, criterion.evidence):
            yield DefinitionError("checkpoint.yaml", f"criteria.{criterion.key}.evidence", reason)
    for step in process.steps:
        for item in step.checklist:
            yield from _item_faults(process, f"{step.key}.yaml", item.key, item.derived)
    for item in process.track.items:
        yield from _item_faults(process, "municipality_track.yaml", item.key, item.derived)


def leaves_of(rule: Rule) -> Iterator[Leaf]:
    """The single rules within a rule, in order."""
    if isinstance(rule, AllOf | AnyOf):
        for each in rule.rules:
            yield from leaves_of(each)
    else:
        yield rule


def _item_faults(process: Process, file: str, key: str, rule: Rule | None) -> Iterator[DefinitionError]:
    if rule is None:
        return
    for reason in _faults(process, rule):
        yield DefinitionError(file, f"{key}.derived", reason)
    if _reaches(process, rule, key, frozenset()):
        yield DefinitionError(file, f"{key}.derived", "the tick depends on itself")


def _reaches(process: Process, rule: Rule, key: str, seen: frozenset[str]) -> bool:
    for leaf in leaves_of(rule):
        if not isinstance(leaf, Ticked) or leaf.item in seen:
            continue
        if leaf.item == key:
            return True
        item = process.checklist_item(leaf.item)
        if item and item.derived and _reaches(process, item.derived, key, seen | {leaf.item}):
            return True
    return False


def _faults(process: Process, rule: Rule) -> Iterator[str]:
    for leaf in leaves_of(rule):
        if leaf.link and not process.is_linkable(leaf.link):
            yield f"link: there is no “{leaf.link}”"
        yield from _leaf_faults(process, leaf)


def _leaf_faults(process: Process, leaf: Leaf) -> Iterator[str]:
    match leaf:
        case Answered() | SectionDone() | Ticked():
            yield from _part_faults(process, leaf)
        case EachReferred():
            yield from _referred_faults(process, leaf)
        case Judged() | Rows() | EachRow() | Covers() | Distinct() | Outside():
            register = process.register(leaf.register)
            if register is None:
                yield f"there is no register “{leaf.register}”"
            else:
                yield from _register_faults(process, leaf, register)


def _part_faults(process: Process, leaf: Answered | SectionDone | Ticked) -> Iterator[str]:
    match leaf:
        case Answered() if process.question(leaf.question) is None:
            yield f"there is no question “{leaf.question}”"
        case Ticked() if process.checklist_item(leaf.item) is None:
            yield f"there is no checklist item “{leaf.item}”"
        case SectionDone():
            section = process.section(leaf.section)
            if section is None:
                yield f"there is no section “{leaf.section}”"
            elif not any(part.is_core for part in section.items):
                yield f"the section “{leaf.section}” has nothing core, so it is never done"


def _referred_faults(process: Process, leaf: EachReferred) -> Iterator[str]:
    if process.register(leaf.register) is None:
        yield f"there is no register “{leaf.register}”"
    other = process.register(leaf.by_register)
    if other is None:
        yield f"there is no register “{leaf.by_register}”"
        return
    column = other.column(leaf.by_column)
    if column is None or column.register != leaf.register:
        yield f"“{leaf.by_register}” has no column “{leaf.by_column}” that refers to “{leaf.register}”"


def _register_faults(
    process: Process, leaf: Judged | Rows | EachRow | Covers | Distinct | Outside, register: Register
) -> Iterator[str]:
    match leaf:
        case Judged() if not register.presets:
            yield f"the register “{leaf.register}” has no presets to judge"
        case Rows():
            yield from _rows_faults(leaf, register)
        case EachRow():
            yield from _filled_faults(register, leaf.filled)
        case Covers():
            yield from _value_faults(register, leaf.column, leaf.values)
        case Distinct():
            yield from _distinct_faults(process, leaf, register)
        case Outside():
            yield from _outside_faults(process, leaf, register)


def _rows_faults(leaf: Rows, register: Register) -> Iterator[str]:
    for name, values in leaf.where.items():
        yield from _value_faults(register, name, values)
    yield from _filled_faults(register, leaf.filled)
    for key in leaf.presets:
        if register.preset(key) is None:
            yield f"“{register.key}” has no preset “{key}”"


def _outside_faults(process: Process, leaf: Outside, register: Register) -> Iterator[str]:
    column = _reference(register, leaf.column)
    question = process.question(leaf.question)
    if column is None:
        yield f"“{register.key}” has no reference column “{leaf.column}”"
    elif question is None or question.register != column.register:
        yield f"“{leaf.question}” is no question that refers to “{column.register}”"


def _distinct_faults(process: Process, leaf: Distinct, register: Register) -> Iterator[str]:
    if register.column(leaf.column) is None:
        yield f"“{register.key}” has no column “{leaf.column}”"
        return
    if leaf.through is None:
        return
    column = _reference(register, leaf.column)
    other = process.register(column.register or "") if column else None
    if other is None:
        yield f"`through` needs a reference; the column “{leaf.column}” is none"
    elif other.column(leaf.through) is None:
        yield f"“{other.key}” has no column “{leaf.through}”"


def _reference(register: Register, name: str) -> Column | None:
    column = register.column(name)
    return column if column and column.kind is Kind.REFERENCE else None


def _filled_faults(register: Register, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if register.column(name) is None:
            yield f"“{register.key}” has no column “{name}”"


def _value_faults(register: Register, name: str, values: tuple[str, ...]) -> Iterator[str]:
    column = register.column(name)
    if column is None:
        yield f"“{register.key}” has no column “{name}”"
        return
    words = words_of(column)
    if not words:
        yield f"the column “{name}” is neither choice, choices nor yes/no"
        return
    for value in values:
        if value not in words:
            yield f"the column “{name}” has no option “{value}”"
