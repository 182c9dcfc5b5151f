"""Keys are permanent: answers, rows and frozen copies are stored under them.

`keys.txt` holds every key that a definition has ever had, one a line. It only grows: a key that disappears is a mistake
(or a new version of the definition), a new one is added to the file by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from portal.process.definitions import list_definitions
from portal.process.schema import Field, Process, Register

SNAPSHOT = Path(__file__).parent / "keys.txt"
SHIPPED = "hallbara-platser"


def test_no_key_has_been_renamed_or_removed() -> None:
    assert sorted(read_snapshot() - current_keys()) == []


def test_new_keys_have_been_written_down() -> None:
    assert sorted(current_keys() - read_snapshot()) == []


def test_the_snapshot_holds_each_key_once() -> None:
    lines = SNAPSHOT.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines))


def read_snapshot() -> set[str]:
    return set(SNAPSHOT.read_text(encoding="utf-8").splitlines())


def current_keys() -> set[str]:
    return {
        f"{process.key}/{process.version} {key}"
        for process in list_definitions()
        if process.key == SHIPPED
        for key in list_keys(process)
    }


def list_keys(process: Process) -> Iterator[str]:
    yield from (phase.key for phase in process.phases)
    for step in process.steps:
        yield step.key
        yield from (item.key for item in step.checklist)
        yield from (section.key for section in step.sections)
    for question in process.all_questions():
        yield from list_field_keys(question)
    for register in process.all_registers():
        yield from list_register_keys(register)
    yield process.checkpoint.key
    yield from (f"{process.checkpoint.key}.{criterion.key}" for criterion in process.checkpoint.criteria)
    for headings in process.heading_sets:
        yield headings.key
        yield from (heading.key for heading in headings.headings)
    yield process.track.key
    yield from (item.key for item in process.track.items)


def list_register_keys(register: Register) -> Iterator[str]:
    yield register.key
    yield from (f"{register.key}[{preset.key}]" for preset in register.presets)
    for column in register.columns:
        yield from list_field_keys(column)


def list_field_keys(field: Field) -> Iterator[str]:
    """The field, and the options that are stored as its values."""
    yield field.key
    yield from (f"{field.key}={option.key}" for option in field.options)
