"""Reads a folder of YAML as a `Process`. A wrong definition is refused with file, key and reason.

How the files are written: docs/definition.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from portal.process.build_checkpoint import build_checkpoint, build_track
from portal.process.build_fields import OptionLists, build_options, build_terms, refuse_repeats
from portal.process.build_headings import build_heading_sets
from portal.process.build_registers import build_register
from portal.process.build_steps import build_step
from portal.process.check_headings import PLAN_FILE
from portal.process.checks import list_faults
from portal.process.errors import DefinitionError
from portal.process.reader import Table, read_table, read_tables
from portal.process.schema import Checkpoint, HeadingSet, Phase, Process, Register, Reminder, Step, Track

PROCESS_FILE = "process.yaml"
REGISTERS_FILE = "registers.yaml"
CHECKPOINT_FILE = "checkpoint.yaml"
TRACK_FILE = "municipality_track.yaml"

_DEFINITION_KEY = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Outline:
    """What process.yaml says of the other files: phases with the keys of their steps, and lists of options."""

    table: Table
    phases: tuple[tuple[Phase, tuple[str, ...]], ...]
    lists: OptionLists

    @property
    def step_keys(self) -> tuple[str, ...]:
        return tuple(key for _, keys in self.phases for key in keys)


def load_definition(folder: Path) -> Process:
    """Raises DefinitionError for the first fault found."""
    outline = read_outline(folder)
    _refuse_strays(folder, outline)
    process = assemble(
        folder,
        outline,
        registers=read_registers(folder, outline),
        steps=tuple(read_step(folder, outline, key) for key in outline.step_keys),
        checkpoint=read_checkpoint(folder),
        track=read_track(folder),
        heading_sets=read_heading_sets(folder),
    )
    for fault in list_faults(process):
        raise fault
    return process


def read_outline(folder: Path) -> Outline:
    table = read_table(folder, PROCESS_FILE)
    named = table.find_table("option_lists")
    lists = {name: build_options(named, name) for name in named} if named else {}
    phases = []
    for number, each in enumerate(table.tables("phases"), start=1):
        phase = Phase(key=each.key("key"), number=number, title=each.text("title"), steps=())
        phases.append((phase, each.strings("steps")))
        each.done()
    outline = Outline(table, tuple(phases), lists)
    refuse_repeats(table, "phases", (phase.key for phase, _ in phases))
    refuse_repeats(table, "phases", outline.step_keys)
    return outline


def read_registers(folder: Path, outline: Outline) -> tuple[Register, ...]:
    return tuple(build_register(table, None, outline.lists) for table in read_tables(folder, REGISTERS_FILE))


def read_step(folder: Path, outline: Outline, key: str) -> Step:
    file = f"{key}.yaml"
    step = build_step(read_table(folder, file), outline.step_keys.index(key) + 1, outline.lists)
    if step.key != key:
        raise DefinitionError(file, "key", f"is “{step.key}”, but the file is named {file}")
    return step


def read_checkpoint(folder: Path) -> Checkpoint:
    return build_checkpoint(read_table(folder, CHECKPOINT_FILE))


def read_track(folder: Path) -> Track:
    return build_track(read_table(folder, TRACK_FILE))


def read_heading_sets(folder: Path) -> tuple[HeadingSet, ...]:
    return build_heading_sets(read_tables(folder, PLAN_FILE))


def assemble(
    folder: Path,
    outline: Outline,
    *,
    registers: tuple[Register, ...],
    steps: tuple[Step, ...],
    checkpoint: Checkpoint,
    track: Track,
    heading_sets: tuple[HeadingSet, ...],
) -> Process:
    """Puts the parts together; what the parts say of one another is looked at by `checks`."""
    table = outline.table
    by_key = {step.key: step for step in steps}
    process = Process(
        key=table.string("key"),
        version=table.whole("version", 1),
        title=table.text("title"),
        lead=table.text("lead"),
        months=table.whole("months", 1),
        phases=tuple(
            Phase(phase.key, phase.number, phase.title, tuple(by_key[key] for key in keys))
            for phase, keys in outline.phases
        ),
        checkpoint=checkpoint,
        registers=registers,
        track=track,
        reminders=tuple(_build_reminder(each) for each in table.find_tables("reminders")),
        terms=build_terms(table.find_tables("terms")),
        heading_sets=heading_sets,
    )
    table.done()
    if not _DEFINITION_KEY.fullmatch(process.key) or process.key != folder.parent.name:
        table.refuse("key", f"must be the name of the folder above, “{folder.parent.name}”")
    if str(process.version) != folder.name:
        table.refuse("version", f"must be the folder's name, “{folder.name}”")
    return process


def _build_reminder(table: Table) -> Reminder:
    reminder = Reminder(
        month=table.whole("month", 1), title=table.text("title"), link=table.find_string("link")
    )
    table.done()
    return reminder


def _refuse_strays(folder: Path, outline: Outline) -> None:
    known = {PROCESS_FILE, REGISTERS_FILE, CHECKPOINT_FILE, TRACK_FILE, PLAN_FILE}
    known.update(f"{key}.yaml" for key in outline.step_keys)
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            raise DefinitionError(path.name, "", f"belongs to no step named in {PROCESS_FILE}")
