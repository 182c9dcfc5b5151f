"""A frozen copy of some sections, as far as one circle may read them: a request to the municipality, a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.process.frozen import FrozenCopy, freeze, visible
from portal.process.material import Material
from portal.process.schema import Audience, Process, Section
from portal.process.titles import row_labels


def plan_sections(process: Process) -> tuple[Section, ...]:
    """The sections that the definition marks as part of the plan."""
    return tuple(s for step in process.steps for s in step.sections if s.in_plan)


def excerpt(process: Process, material: Material, sections: Iterable[Section], reader: Audience) -> Material:
    """What the circle may read of these sections; no ticks and no facts, which tell of the team's own work."""
    readable = visible(process, material, reader, None, ())
    keys = {part.key for section in sections for part in section.items}
    return Material(
        answers={key: given for key, given in readable.answers.items() if key in keys},
        rows={key: rows for key, rows in readable.rows.items() if key in keys},
    )


def is_empty(part: Material) -> bool:
    """True if nothing is answered and no row has anything in it for this circle."""
    answered = any(given.is_given for given in part.answers.values())
    filled = any(entry.filled(name) for rows in part.rows.values() for entry in rows for name in entry.values)
    return not answered and not filled


def freeze_excerpt(
    process: Process,
    material: Material,
    sections: Iterable[Section],
    reader: Audience,
    files: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """The excerpt as a copy that JSON can hold, with the names of the rows and files that it refers to."""
    part = excerpt(process, material, sections, reader)
    return freeze(process, part, row_labels(process, material, reader, "sv"), files)


def labels_in(process: Process, copy: FrozenCopy, reader: Audience, lang: str) -> dict[int, str]:
    """What rows are called in a frozen copy: in the page's language where the copy holds the row itself."""
    return {**copy.labels, **row_labels(process, copy.material, reader, lang)}
