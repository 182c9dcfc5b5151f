"""Headings of a plan document that name what is not in the plan, name it twice, or leave a part of it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from portal.process.errors import DefinitionError
from portal.process.headings import Heading, HeadingSet, Shows
from portal.process.schema import Audience, Process, Question, Register, Section

PLAN_FILE = "plan.yaml"


def list_heading_faults(process: Process) -> Iterator[DefinitionError]:
    for name, count in Counter(each.name for each in process.heading_sets).items():
        if count > 1:
            yield DefinitionError(PLAN_FILE, name, "stands twice")
    parts = {
        part.key: part for section in _plan_sections(process) for part in section.items if _in_plan(part)
    }
    for number, headings in enumerate(process.heading_sets):
        for heading in headings.headings:
            for shows in heading.shows:
                reason = _fault_of(process, parts, shows)
                if reason:
                    yield DefinitionError(PLAN_FILE, f"{headings.name}.{heading.name}", reason)
        yield from _repeats(process, headings)
        if number == 0:
            yield from _left_out(process, headings, parts)


def _plan_sections(process: Process) -> list[Section]:
    return [section for step in process.steps for section in step.sections if section.in_plan]


def _in_plan(part: Question | Register) -> bool:
    fields = part.columns if isinstance(part, Register) else (part,)
    return any(field.audience.reaches(Audience.PLAN) for field in fields)


def _fault_of(process: Process, parts: dict[str, Question | Register], shows: Shows) -> str | None:
    section = process.section(shows.key)
    if section is not None and not shows.selects:
        return None if section in _plan_sections(process) else f"“{shows.key}” is not part of the plan"
    part = parts.get(shows.key)
    if part is None:
        return f"there is no “{shows.key}” in the plan"
    if not shows.selects:
        return None
    if not isinstance(part, Register):
        return f"“{shows.key}” is no register, so it has no rows to select"
    return _selection_fault(part, shows)


def _selection_fault(register: Register, shows: Shows) -> str | None:
    for key in shows.presets:
        if register.preset(key) is None:
            return f"“{register.key}” has no preset “{key}”"
    if shows.column is None:
        return None
    column = register.column(shows.column)
    if column is None or not column.options or not column.audience.reaches(Audience.PLAN):
        return f"“{register.key}” has no column “{shows.column}” with options that the plan shows"
    stray = next((value for value in shows.values if column.option(value) is None), None)
    return f"the column “{shows.column}” has no option “{stray}”" if stray else None


def _taken(process: Process, heading: Heading) -> Iterator[str]:
    """What a heading takes, in words that differ where two headings may share a register."""
    for shows in heading.shows:
        section = process.section(shows.key)
        if section is not None:
            yield from (part.key for part in section.items)
        elif not shows.selects:
            yield shows.key
        yield from (f"{shows.key}[{key}]" for key in shows.presets)
        yield from (f"{shows.key}.{shows.column}={value}" for value in shows.values)
        if shows.rest:
            yield f"{shows.key} (rest)"


def _repeats(process: Process, headings: HeadingSet) -> Iterator[DefinitionError]:
    taken = Counter(each for heading in headings.headings for each in _taken(process, heading))
    for each, count in taken.items():
        if count > 1:
            yield DefinitionError(PLAN_FILE, headings.name, f"“{each}” stands under two headings")
        if each in taken and headings.selections(each):
            reason = f"“{each}” stands whole under one heading and in part under another"
            yield DefinitionError(PLAN_FILE, headings.name, reason)


def _left_out(
    process: Process, headings: HeadingSet, parts: dict[str, Question | Register]
) -> Iterator[DefinitionError]:
    taken = {each for heading in headings.headings for each in _taken(process, heading)}
    for key in parts:
        if key not in taken and f"{key} (rest)" not in taken:
            reason = f"leaves out “{key}”: everything in the plan stands in the first set"
            yield DefinitionError(PLAN_FILE, headings.name, reason)
