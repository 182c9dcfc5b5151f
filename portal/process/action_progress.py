"""Notes of progress as an edition of a plan holds them: beside the copy of what the steps say, by the row of the
action, the oldest first. An edition from before there were any has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.process.schema import Process


@dataclass(frozen=True, slots=True)
class Progress:
    """What has happened with an action. Who wrote it is the team's own matter."""

    day: date
    text: str


Frozen = Mapping[str, list[dict[str, str]]]
"""As the edition's snapshot holds them."""

Line = tuple[int, date, str]
"""The row of an action, a day and a text."""


def freeze_progress(
    process: Process, copy: Mapping[str, Any], lines: Iterable[Line]
) -> dict[str, list[dict[str, str]]]:
    """As JSON; only of actions that the frozen copy holds."""
    register = process.register_with_role("actions")
    rows = {row["id"] for row in copy["rows"].get(register.key, ())} if register is not None else set()
    frozen: dict[str, list[dict[str, str]]] = {}
    for row, day, text in lines:
        if row in rows:
            frozen.setdefault(str(row), []).append({"day": day.isoformat(), "text": text})
    return frozen


def read_progress(snapshot: Mapping[str, Any]) -> dict[int, tuple[Progress, ...]]:
    """By the row of the action, from the snapshot of an edition."""
    return {
        int(row): tuple(Progress(date.fromisoformat(each["day"]), each["text"]) for each in found)
        for row, found in snapshot.get("progress", {}).items()
    }


def holds(notes: Sequence[Mapping[str, str]], day: date, text: str) -> bool:
    """Whether a note is among those of an action in the snapshot of an edition."""
    return {"day": day.isoformat(), "text": text} in notes


def count_new(before: Mapping[str, Any], progress: Frozen) -> int:
    """How many notes an older snapshot does not have."""
    old = before.get("progress", {})
    return sum(note not in old.get(row, ()) for row, notes in progress.items() for note in notes)
