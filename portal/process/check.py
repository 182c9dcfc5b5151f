"""Tells every fault of a definition at once: `python -m portal.process.check <folder>`.

A file that is not written yet hides no fault of another: each file is looked at by itself, and what they say of
one another once all of them can be read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from portal.process.checks import count_core, list_faults
from portal.process.errors import DefinitionError
from portal.process.loader import (
    assemble,
    load_definition,
    read_checkpoint,
    read_heading_sets,
    read_outline,
    read_registers,
    read_step,
    read_track,
)

T = TypeVar("T")


def list_definition_faults(folder: Path) -> list[DefinitionError]:
    """The first fault of every file, or every fault between the files."""
    faults: list[DefinitionError] = []

    def attempt(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except DefinitionError as fault:
            faults.append(fault)
            return None

    outline = attempt(partial(read_outline, folder))
    parts: dict[str, Any] = {
        "checkpoint": attempt(partial(read_checkpoint, folder)),
        "track": attempt(partial(read_track, folder)),
        "heading_sets": attempt(partial(read_heading_sets, folder)),
    }
    if outline is None:
        return faults
    parts["registers"] = attempt(partial(read_registers, folder, outline))
    read = [attempt(partial(read_step, folder, outline, key)) for key in outline.step_keys]
    steps = tuple(step for step in read if step)
    if len(steps) < len(read) or any(part is None for part in parts.values()):
        return faults
    process = attempt(partial(assemble, folder, outline, steps=steps, **parts))
    if process:
        faults.extend(list_faults(process))
    if not faults:
        attempt(partial(load_definition, folder))
    return faults


def main(arguments: list[str]) -> int:
    """Writes the faults to standard output; 0 if there are none, 1 if there are, 2 for wrong use."""
    if len(arguments) != 1:
        sys.stdout.write("usage: python -m portal.process.check <folder>\n")
        return 2
    folder = Path(arguments[0]).resolve()
    faults = list_definition_faults(folder)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    if not faults:
        process = load_definition(folder)
        core = count_core(process)
        sys.stdout.write(f"{process.key} {process.version} is sound: {core} core before the checkpoint\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
