"""How far a section has come: what is done and what is left, in counts and words, never in percentages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.process.material import Material
from portal.process.schema import Process, Question, Register, Section, Text


class State(StrEnum):
    """How far something has come."""

    NONE = "none"
    PART = "part"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """`done` of `total` core items; `left` names what is missing: questions, registers and, where there are presets,
    the core presets that nobody has judged. `judged` of `presets` counts core presets."""

    state: State
    done: int
    total: int
    left: tuple[Text, ...]
    judged: int = 0
    presets: int = 0

    @property
    def is_optional(self) -> bool:
        """Nothing core in it: it never counts, and is only worth opening when it helps."""
        return self.total == 0


def section_progress(
    process: Process,  # noqa: ARG001 - asked for like its siblings; a rule may come to need the whole
    section: Section,
    material: Material,
) -> SectionProgress:
    """What is done and left of a section. "Not relevant here" counts as answered; extra items never count."""
    done = total = judged = presets = 0
    left: list[Text] = []
    for part in section.items:
        if not part.is_core:
            continue
        total += 1
        missing = _missing(part, material)
        done += not missing
        left += missing
        if isinstance(part, Register) and part.presets:
            core = sum(preset.is_core for preset in part.presets)
            presets += core
            judged += core - len(missing)
    state = State.DONE if total and done == total else _begun(section, material)
    return SectionProgress(state, done, total, tuple(left), judged, presets)


def count_judged(register: Register, material: Material) -> tuple[int, int]:
    """How many core presets have a value in the tap column, and how many there are."""
    core = sum(preset.is_core for preset in register.presets)
    return core - len(_missing_presets(register, material)), core


def _missing(part: Question | Register, material: Material) -> list[Text]:
    if material.given(part.key).is_given:
        return []
    if isinstance(part, Question):
        return [part.label]
    if part.presets:
        return _missing_presets(part, material)
    return [] if len(material.entries(part.key)) >= part.at_least else [part.title]


def _missing_presets(register: Register, material: Material) -> list[Text]:
    if material.given(register.key).is_given:
        return []
    tap = register.tap or ""
    judged = {entry.preset for entry in material.entries(register.key) if entry.filled(tap)}
    return [preset.title for preset in register.presets if preset.is_core and preset.key not in judged]


def _begun(section: Section, material: Material) -> State:
    """Of a section that is not done, or that has nothing core: an optional one is done when all of it is given."""
    given = [
        material.given(part.key).is_given or (isinstance(part, Register) and bool(material.entries(part.key)))
        for part in section.items
    ]
    if not any(given):
        return State.NONE
    optional = not any(part.is_core for part in section.items)
    return State.DONE if optional and all(given) else State.PART
