"""A submission as the reviewer reads it: a sheet for each criterion, with the frozen answers and what has changed.

Everything comes from the copies; what people write afterwards does not show here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.process import frozen
from portal.process.changes import differences
from portal.process.document import DocItem, Document, outline
from portal.process.readiness import CriterionStatus
from portal.process.schema import Audience, Criterion, Process, Register, Text

Snapshot = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a place-wide register: how many rows, a sum with its unit, or how often an option was chosen."""

    label: Text
    number: int | float
    unit: Text | None = None
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class SheetItem:
    """What stands under a criterion: an answer or a table as handed in; of a place-wide register only its title and
    figures. How it was the time before: `portal.process.comparison`."""

    key: str
    now: DocItem | None = None
    title: Text | None = None
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A criterion as it was handed in. `asked` tells that the verdict before had a point under it."""

    criterion: Criterion
    state: CriterionStatus
    told: tuple[tuple[bool, Text], ...]
    comment: str
    waiver: str
    items: tuple[SheetItem, ...]
    is_changed: bool
    asked: bool


def documents(process: Process, snapshot: Snapshot, lang: str) -> Document:
    """The whole copy as a document to read, in the definition's order."""
    copy = frozen.thaw(snapshot["copy"])
    before = [step.key for step in process.steps if not process.is_after_checkpoint(step.key)]
    return outline(
        process,
        copy.material,
        labels=copy.labels,
        files=copy.files,
        lang=lang,
        reader=Audience.COACH,
        steps=before,
    )


def sheets_of(
    process: Process,
    snapshot: Snapshot,
    lang: str,
    *,
    before: Snapshot | None = None,
    asked: Sequence[str] = (),
) -> tuple[Sheet, ...]:
    """One sheet a criterion, in the definition's order. `asked` are the criteria with a point in the verdict before."""
    now_doc = documents(process, snapshot, lang)
    changed = changed_keys(process, before, snapshot) if before is not None else set()
    notes = {each["key"]: each for each in snapshot["readiness"]}
    old_notes = {each["key"]: each for each in before["readiness"]} if before is not None else {}
    sheets = []
    for criterion in process.checkpoint.criteria:
        note = notes.get(criterion.key)
        if note is None:
            continue
        keys = keys_shown(process, criterion)
        items = [_item(process, key, snapshot, now_doc) for key in keys]
        sheets.append(
            Sheet(
                criterion=criterion,
                state=CriterionStatus(note["state"]),
                told=tuple((leaf["met"], Text(leaf["sv"], leaf["en"])) for leaf in note["leaves"]),
                comment=note["comment"] or "",
                waiver=note["waiver"] or "",
                items=tuple(item for item in items if item),
                is_changed=bool(changed.intersection(keys))
                or (before is not None and _words(note) != _words(old_notes.get(criterion.key))),
                asked=criterion.key in asked,
            )
        )
    return tuple(sheets)


def changed_keys(process: Process, before: Snapshot, after: Snapshot) -> set[str]:
    """The questions, registers and checklist items that differ between two copies; place-wide ones by their figures."""
    old, new = frozen.thaw(before["copy"]).material, frozen.thaw(after["copy"]).material
    wide = {key for key, found in after["figures"].items() if before["figures"].get(key) != found}
    return wide | {change.key for change in differences(process, old, new)}


def keys_shown(process: Process, criterion: Criterion) -> list[str]:
    """What is shown under a criterion, item by item."""
    keys: list[str] = []
    for key in criterion.shows:
        section = process.section(key)
        keys += [item.key for item in section.items] if section is not None else [key]
    return list(dict.fromkeys(keys))


def figures_of(register: Register, found: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The figures of a place-wide register in words, from what the copy holds; zeros are left out."""
    figures = [Figure(register.title, found["rows"])]
    for column in register.columns:
        chosen = found["counts"].get(column.name, {})
        figures += [Figure(o.label, chosen[o.key]) for o in column.options if chosen.get(o.key)]
        total = found["sums"].get(column.name)
        if total:
            figures.append(Figure(column.label_for(Audience.COACH), total, column.unit, is_sum=True))
    return tuple(figures)


def _item(process: Process, key: str, snapshot: Snapshot, now_doc: Document) -> SheetItem | None:
    register = process.register(key)
    if register is not None and register.is_place_wide:
        found = snapshot["figures"].get(key)
        if found is None:
            return None
        return SheetItem(key, title=register.title, figures=figures_of(register, found))
    now = now_doc.item(key)
    return SheetItem(key, now) if now is not None else None


def _words(note: Mapping[str, Any] | None) -> tuple[str, str]:
    return ((note["comment"] or ""), (note["waiver"] or "")) if note is not None else ("", "")
