"""How far steps and the whole process have come, and what to do next. Core counts, extra never does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.process.evidence import is_ticked
from portal.process.material import Material, work_out
from portal.process.schema import Process, Section, Step, Text
from portal.process.sections import SectionProgress, State, section_progress

__all__ = [
    "NextThing",
    "ProcessProgress",
    "SectionProgress",
    "State",
    "StepProgress",
    "is_ticked",
    "next_thing",
    "process_progress",
    "section_progress",
    "step_progress",
]


@dataclass(frozen=True, slots=True)
class StepProgress:
    """`done` of `total` sections that have something core; `left` holds the titles of the others of them.

    `sections` is keyed by full section key, optional sections included, in the definition's order.
    """

    state: State
    sections: Mapping[str, SectionProgress]
    done: int
    total: int
    left: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ProcessProgress:
    """`steps` is keyed by step key, in the definition's order."""

    steps: Mapping[str, StepProgress]

    def section(self, key: str) -> SectionProgress:
        """Raises KeyError for an unknown section."""
        return self.steps[key.partition(".")[0]].sections[key]


@dataclass(frozen=True, slots=True)
class NextThing:
    """What to suggest: a section of a step with what is left of it, or the checkpoint when there is none."""

    step: Step | None = None
    section: Section | None = None
    progress: SectionProgress | None = None

    @property
    def is_checkpoint(self) -> bool:
        return self.section is None


def step_progress(process: Process, step: Step, material: Material) -> StepProgress:
    """A step is done when all its sections with something core are."""
    sections = {section.key: section_progress(process, section, material) for section in step.sections}
    core = [section for section in step.sections if not sections[section.key].is_optional]
    left = tuple(section.title for section in core if sections[section.key].state is not State.DONE)
    if not left and core:
        state = State.DONE
    else:
        begun = any(progress.state is not State.NONE for progress in sections.values())
        state = State.PART if begun else State.NONE
    return StepProgress(state, sections, len(core) - len(left), len(core), left)


def process_progress(process: Process, material: Material) -> ProcessProgress:
    def work() -> ProcessProgress:
        return ProcessProgress({step.key: step_progress(process, step, material) for step in process.steps})

    return work_out(material, process, process, work)


def next_thing(process: Process, found: ProcessProgress, open_phases: Collection[int]) -> NextThing | None:
    """The first section with something core left in the open phases (numbers from 1); else the checkpoint, while a
    phase after it is closed; else None: everything is done."""
    for phase in process.phases:
        if phase.number not in open_phases:
            continue
        for step in phase.steps:
            for section in step.sections:
                progress = found.section(section.key)
                if progress.left:
                    return NextThing(step, section, progress)
    if all(phase.number in open_phases for phase in process.phases):
        return None
    return NextThing()
