"""Copies that never change: what a reader's circle may see of a place's material, as JSON, and back again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.process.changes import Change, ChangeKind, differences
from portal.process.material import Entry, Given, Material, files_in, has_value, rows_in
from portal.process.schema import Audience, Field, Kind, Process, Question, Register

__all__ = [
    "SCHEMA_VERSION",
    "Change",
    "ChangeKind",
    "FrozenCopy",
    "differences",
    "freeze",
    "thaw",
    "visible",
]

SCHEMA_VERSION = 1
"""Of the copy's own shape; it grows when the shape changes, and `thaw` reads every older one."""


@dataclass(frozen=True, slots=True)
class FrozenCopy:
    """A thawed copy: which definition it was written under, and what a reader of it needs beside the material.

    `labels` names the rows that are referred to; `files` says name, sha256, size (bytes) and media_type of each file.
    """

    definition_key: str
    definition_version: int
    material: Material
    labels: Mapping[int, str]
    files: Mapping[str, Mapping[str, Any]]


def visible(
    process: Process,
    material: Material,
    reader: Audience,
    steps: Iterable[str] | None,
    registers: Iterable[str],
) -> Material:
    """What somebody of the circle `reader` may read of these steps (None: all) and place-wide registers.

    Answers and columns whose audience does not reach the reader are dropped, a register of which no column is left,
    and what stands in a column that another one hides. Rows stay, also when all their values are dropped: how many
    there are is no secret of the team's. Ticks of other steps are dropped; those of the municipality's track stay.
    """
    seen = {step.key for step in process.steps} if steps is None else set(steps)
    wide = set(registers)
    answers: dict[str, Given] = {}
    rows: dict[str, tuple[Entry, ...]] = {}
    parts: list[Question | Register] = [r for r in process.registers if r.key in wide]
    for step in process.steps:
        if step.key in seen:
            parts += [part for section in step.sections for part in section.items]
    for part in parts:
        if not _is_readable(part, reader):
            continue
        if part.key in material.answers:
            answers[part.key] = material.answers[part.key]
        if isinstance(part, Register) and part.key in material.rows:
            rows[part.key] = _readable_rows(part, material, reader)
    track = {item.key for item in process.track.items}
    ticks = frozenset(t for t in material.ticks if t in track or t.partition(".")[0] in seen)
    return Material(answers, rows, ticks, material.facts)


def freeze(
    process: Process,
    material: Material,
    labels: Mapping[int, str],
    files: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """A copy that JSON can hold. Of `labels` and `files` it keeps what the material refers to, and nothing more."""
    fields = _fields_with_values(process, material)
    referred = {row for field, value in fields if field.kind is Kind.REFERENCE for row in rows_in(value)}
    attached = {each for field, value in fields if field.kind is Kind.ATTACHMENT for each in files_in(value)}
    return {
        "schema_version": SCHEMA_VERSION,
        "definition": {"key": process.key, "version": process.version},
        "answers": {
            key: {"value": given.value, "not_relevant": given.not_relevant}
            for key, given in material.answers.items()
        },
        "rows": {
            key: [{"id": e.id, "preset": e.preset, "values": dict(e.values)} for e in entries]
            for key, entries in material.rows.items()
        },
        "ticks": sorted(material.ticks),
        "facts": sorted(material.facts),
        "labels": {str(row): label for row, label in labels.items() if row in referred},
        "files": {key: dict(file) for key, file in files.items() if key in attached},
    }


def thaw(copy: Mapping[str, Any]) -> FrozenCopy:
    """Raises ValueError for a copy of a shape that this code does not know."""
    if copy.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(f"unknown schema_version {copy.get('schema_version')!r}")
    material = Material(
        answers={key: Given(given["value"], given["not_relevant"]) for key, given in copy["answers"].items()},
        rows={
            key: tuple(Entry(row["id"], row["values"], row["preset"]) for row in rows)
            for key, rows in copy["rows"].items()
        },
        ticks=frozenset(copy["ticks"]),
        facts=frozenset(copy["facts"]),
    )
    return FrozenCopy(
        definition_key=copy["definition"]["key"],
        definition_version=copy["definition"]["version"],
        material=material,
        labels={int(row): label for row, label in copy["labels"].items()},
        files=copy["files"],
    )


def _is_readable(part: Question | Register, reader: Audience) -> bool:
    fields: Collection[Field] = part.columns if isinstance(part, Register) else (part,)
    return any(field.audience.reaches(reader) for field in fields)


def _readable_rows(register: Register, material: Material, reader: Audience) -> tuple[Entry, ...]:
    columns = [column for column in register.columns if column.audience.reaches(reader)]
    return tuple(
        Entry(
            entry.id,
            {
                c.name: entry.values[c.name]
                for c in columns
                if c.name in entry.values and c.is_shown(entry.values)
            },
            entry.preset,
        )
        for entry in material.entries(register.key)
    )


def _fields_with_values(process: Process, material: Material) -> list[tuple[Field, Any]]:
    found: list[tuple[Field, Any]] = []
    for question in process.all_questions():
        value = material.given(question.key).value
        if has_value(value):
            found.append((question, value))
    for register in process.all_registers():
        for entry in material.entries(register.key):
            found += [(c, entry.values[c.name]) for c in register.columns if entry.filled(c.name)]
    return found
