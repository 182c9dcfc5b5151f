"""What changed between two materials, such as the last submission and this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.process.material import Entry, Given, Material, has_value
from portal.process.schema import Process, Register


class ChangeKind(StrEnum):
    """What became of an answer, a row or a tick."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """`key` is a question, a register (with `entry_id` for one of its rows, without for "not relevant here") or a
    checklist item that people tick."""

    key: str
    kind: ChangeKind
    entry_id: int | None = None


def differences(process: Process, before: Material, after: Material) -> tuple[Change, ...]:
    """In the definition's order, place-wide registers first; a new order of rows is no change."""
    changes: list[Change] = []
    for register in process.registers:
        changes += _rows(register, before, after)
    for step in process.steps:
        for section in step.sections:
            for part in section.items:
                changes += _answer(part.key, before, after)
                if isinstance(part, Register):
                    changes += _rows(part, before, after)
        for item in step.checklist:
            changes += _tick(item.key, before, after)
    for item in process.track.items:
        changes += _tick(item.key, before, after)
    return tuple(changes)


def _answer(key: str, before: Material, after: Material) -> Iterator[Change]:
    old, new = before.given(key), after.given(key)
    if _said(old) != _said(new):
        yield Change(key, _kind(old.is_given, new.is_given))


def _rows(register: Register, before: Material, after: Material) -> Iterator[Change]:
    old = {entry.id: entry for entry in before.entries(register.key)}
    new = {entry.id: entry for entry in after.entries(register.key)}
    for row in (*new, *(row for row in old if row not in new)):
        if row not in old or row not in new or _told(old[row]) != _told(new[row]):
            yield Change(register.key, _kind(row in old, row in new), row)


def _tick(key: str, before: Material, after: Material) -> Iterator[Change]:
    was, is_now = key in before.ticks, key in after.ticks
    if was != is_now:
        yield Change(key, _kind(was, is_now))


def _kind(was: bool, is_now: bool) -> ChangeKind:
    if was and is_now:
        return ChangeKind.CHANGED
    return ChangeKind.ADDED if is_now else ChangeKind.REMOVED


def _said(given: Given) -> tuple[object, str | None]:
    """Nothing, an empty text and an empty list are the same."""
    return (given.value if has_value(given.value) else None), given.not_relevant


def _told(entry: Entry) -> tuple[str | None, dict[str, object]]:
    return entry.preset, {name: value for name, value in entry.values.items() if has_value(value)}
