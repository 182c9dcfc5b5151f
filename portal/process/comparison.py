"""Everything that differs between two states of a place's material, and how much: two submissions, or then and now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.process import frozen
from portal.process.changes import ChangeKind
from portal.process.compared import (
    AnswerChange,
    Difference,
    ItemChange,
    SectionChange,
    StepChange,
    TableChange,
    TickChange,
    compare_documents,
    words_changed,
)
from portal.process.material import Material
from portal.process.readiness import CriterionStatus
from portal.process.schema import Audience, ChecklistItem, Kind, Process, Register
from portal.process.sheets import Snapshot, documents
from portal.process.shown import Shown


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """What the team says of a criterion, and where it stands. `states`: before and after, where they differ."""

    key: str
    title: str
    comment: Difference | None
    waiver: Difference | None
    states: tuple[CriterionStatus, CriterionStatus] | None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A number of a place-wide register. Without a `label`: how many rows it has."""

    register: str
    title: str
    label: str
    before: int | float
    after: int | float
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Nothing that is the same. `track`: the lines of the municipality's checklist, under its title."""

    registers: tuple[TableChange, ...] = ()
    steps: tuple[StepChange, ...] = ()
    track_title: str = ""
    track: tuple[TickChange, ...] = ()
    criteria: tuple[CriterionChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.registers or self.steps or self.track or self.criteria or self.figures)

    @property
    def items(self) -> Iterator[ItemChange]:
        yield from self.registers
        for step in self.steps:
            for section in step.sections:
                yield from section.items

    def item(self, key: str) -> ItemChange | None:
        return next((item for item in self.items if item.key == key), None)

    def criterion(self, key: str) -> CriterionChange | None:
        return next((criterion for criterion in self.criteria if criterion.key == key), None)

    @property
    def counts(self) -> Mapping[tuple[str, ChangeKind], int]:
        """How many of ("answers" | "rows" | "ticks" | "comments" | "figures") were added, changed or removed."""
        found: Counter[tuple[str, ChangeKind]] = Counter()
        for item in self.items:
            if isinstance(item, AnswerChange):
                found["answers", item.said.kind] += 1
                continue
            found.update(("rows", row.kind) for row in item.rows)
            if item.relevance is not None:
                found["answers", item.relevance.kind] += 1
            before, after = item.hidden
            if before != after:
                kind = ChangeKind.ADDED if after > before else ChangeKind.REMOVED
                found["rows", kind] += abs(after - before)
        ticks = (*self.track, *(tick for step in self.steps for tick in step.ticks))
        found.update(("ticks", tick.kind) for tick in ticks)
        notes = [note for c in self.criteria for note in (c.comment, c.waiver) if note is not None]
        found.update(("comments", note.kind) for note in notes)
        found["figures", ChangeKind.CHANGED] += len(self.figures)
        return {key: number for key, number in found.items() if number}

    def without(self, keys: set[str]) -> Comparison:
        """The same but for these answers and registers: what no criterion shows. Criteria and figures are left out."""
        steps = []
        for step in self.steps:
            kept = []
            for section in step.sections:
                items = tuple(item for item in section.items if item.key not in keys)
                if items:
                    kept.append(SectionChange(section.key, section.title, items))
            if kept or step.ticks:
                steps.append(StepChange(step.key, step.number, step.title, tuple(kept), step.ticks))
        return Comparison(steps=tuple(steps), track_title=self.track_title, track=self.track)


def compare_snapshots(process: Process, before: Snapshot, after: Snapshot, lang: str) -> Comparison:
    """What has changed from one submission to a later one, as the reviewer may read both."""
    old, new = frozen.thaw(before["copy"]).material, frozen.thaw(after["copy"]).material
    _wide, steps = compare_documents(documents(process, before, lang), documents(process, after, lang))
    return Comparison(
        steps=with_ticks(process, steps, old, new, lang),
        track_title=process.track.title.of(lang),
        track=tuple(_ticks(process.track.items, old, new, lang)),
        criteria=tuple(_criteria(process, before, after, lang)),
        figures=tuple(_figures(process, before, after, lang)),
    )


def with_ticks(
    process: Process, steps: list[StepChange], before: Material, after: Material, lang: str
) -> tuple[StepChange, ...]:
    """The steps with the lines of their checklists; those in which nothing differs are left out."""
    found = []
    for each in steps:
        step = process.step(each.key)
        ticks = tuple(_ticks(step.checklist, before, after, lang)) if step else ()
        if each.sections or ticks:
            found.append(StepChange(each.key, each.number, each.title, each.sections, ticks))
    return tuple(found)


def _ticks(
    items: tuple[ChecklistItem, ...], before: Material, after: Material, lang: str
) -> Iterator[TickChange]:
    for item in items:
        was, is_now = item.key in before.ticks, item.key in after.ticks
        if was != is_now:
            yield TickChange(
                item.key, item.title.of(lang), ChangeKind.ADDED if is_now else ChangeKind.REMOVED
            )


def _criteria(process: Process, before: Snapshot, after: Snapshot, lang: str) -> Iterator[CriterionChange]:
    old = {note["key"]: note for note in before["readiness"]}
    new = {note["key"]: note for note in after["readiness"]}
    for criterion in process.checkpoint.criteria:
        was, now = old.get(criterion.key), new.get(criterion.key)
        if was is None or now is None:
            continue
        comment, waiver = (
            text_difference(was["comment"], now["comment"]),
            text_difference(was["waiver"], now["waiver"]),
        )
        states = (CriterionStatus(was["state"]), CriterionStatus(now["state"]))
        moved = states if states[0] is not states[1] else None
        if comment or waiver or moved:
            yield CriterionChange(criterion.key, criterion.title.of(lang), comment, waiver, moved)


def text_difference(before: str | None, after: str | None) -> Difference | None:
    """How a text that is no answer has changed; None where both say the same."""
    old, new = before or "", after or ""
    if old == new:
        return None
    kind = ChangeKind.CHANGED if old and new else (ChangeKind.ADDED if new else ChangeKind.REMOVED)
    return Difference(kind, _text(old), _text(new), pieces=words_changed(old, new))


def _text(words: str) -> Shown | None:
    return Shown(Kind.LONG_TEXT, text=words) if words else None


def _figures(process: Process, before: Snapshot, after: Snapshot, lang: str) -> Iterator[FigureChange]:
    for register in process.registers:
        old, new = before["figures"].get(register.key), after["figures"].get(register.key)
        if old is None or new is None:
            continue
        for label, was, now, unit in _numbers(register, old, new, lang):
            if was != now:
                yield FigureChange(register.key, register.title.of(lang), label, was, now, unit)


def _numbers(
    register: Register, old: Mapping[str, Any], new: Mapping[str, Any], lang: str
) -> Iterator[tuple[str, Any, Any, str | None]]:
    yield "", old["rows"], new["rows"], None
    for column in register.columns:
        was, now = old["counts"].get(column.name, {}), new["counts"].get(column.name, {})
        for option in column.options:
            yield option.label.of(lang), was.get(option.key, 0), now.get(option.key, 0), None
        if column.name in new["sums"] or column.name in old["sums"]:
            unit = column.unit.of(lang) if column.unit else None
            sums = old["sums"].get(column.name, 0), new["sums"].get(column.name, 0)
            yield column.label_for(Audience.COACH).of(lang), *sums, unit
