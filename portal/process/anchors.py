"""What a conversation is about: the text of a section, question or register (perhaps one row of it), as coaches read
it, frozen when the conversation began and compared with what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.process.document import DocItem, outline
from portal.process.excerpt import labels_in
from portal.process.frozen import FrozenCopy, freeze, thaw, visible
from portal.process.material import Material
from portal.process.schema import Audience, Process, Question, Register, Section
from portal.process.titles import row_labels

Anchor = Question | Section | Register

READER = Audience.COACH
"""A conversation never shows more than coaches may read, also to the team: both sides see the same text."""


def find_anchor(process: Process, key: str) -> Anchor | None:
    """The section, question or register of this key."""
    return process.section(key) or process.question(key) or process.register(key)


def part_of(process: Process, material: Material, anchor: Anchor, row_id: int | None) -> Material:
    """What coaches read of it; of a register one row only, where `row_id` names it."""
    keys = {item.key for item in anchor.items} if isinstance(anchor, Section) else {anchor.key}
    seen = visible(process, material, READER, None, [r.key for r in process.registers])
    rows = {
        key: tuple(entry for entry in entries if row_id is None or entry.id == row_id)
        for key, entries in seen.rows.items()
        if key in keys
    }
    return Material({key: given for key, given in seen.answers.items() if key in keys}, rows)


def freeze_anchor(
    process: Process,
    material: Material,
    anchor: Anchor,
    row_id: int | None,
    files: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """A copy that JSON can hold, with the names of the rows and files that it refers to."""
    part = part_of(process, material, anchor, row_id)
    return freeze(process, part, row_labels(process, material, READER, "sv"), files)


def has_changed(
    process: Process, copy: FrozenCopy, material: Material, anchor: Anchor, row_id: int | None
) -> bool:
    """Whether something else stands there now."""
    part = part_of(process, material, anchor, row_id)
    return _said(copy.material) != _said(part)


def items_then(process: Process, about: Mapping[str, Any], lang: str) -> tuple[DocItem, ...]:
    """What stood there when the conversation began, in one language: what was answered only. `process`: the definition
    that the copy pins."""
    copy = thaw(about)
    return _items(process, copy.material, labels_in(process, copy, READER, lang), copy.files, lang)


def items_now(
    process: Process,
    material: Material,
    anchor: Anchor,
    row_id: int | None,
    files: Mapping[str, Mapping[str, Any]],
    lang: str,
) -> tuple[DocItem, ...]:
    """What stands there now."""
    part = part_of(process, material, anchor, row_id)
    return _items(process, part, row_labels(process, material, READER, lang), files, lang)


def _items(
    process: Process,
    part: Material,
    labels: Mapping[int, str],
    files: Mapping[str, Mapping[str, Any]],
    lang: str,
) -> tuple[DocItem, ...]:
    document = outline(
        process,
        part,
        labels=labels,
        files=files,
        lang=lang,
        reader=READER,
        registers=[key for key in part.rows if process.step_of(key) is None],
    )
    found = [item for step in document.steps for section in step.sections for item in section.items]
    return tuple(item for item in (*found, *document.registers) if item.is_given)


def _said(part: Material) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers that say something and rows by id, whatever their order."""
    answers = {key: given for key, given in part.answers.items() if given.is_given}
    rows = {
        key: {
            entry.id: {name: value for name, value in entry.values.items() if entry.filled(name)}
            for entry in rows
        }
        for key, rows in part.rows.items()
        if rows
    }
    return answers, rows
