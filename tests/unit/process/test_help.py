"""Help where it is needed: what the shipped definition says beside its questions, and to those new to the role."""

from __future__ import annotations

import pytest

from portal.process.schema import Kind, Process, Question, Register, Section, Step, Text

TEXTS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)
SENTENCES = range(2, 7)
"""So many in a newcomer's text: more than a slogan, less than a page."""


def all_sections(process: Process) -> list[Section]:
    return [section for step in process.steps for section in step.sections]


def speakers(process: Process) -> list[Step | Section]:
    return [*process.steps, *all_sections(process)]


def test_every_core_question_has_guidance_and_an_example(shipped: Process) -> None:
    core = [q for q in shipped.all_questions() if q.is_core]
    assert len(core) > 20
    assert [q.key for q in core if not (q.guidance and q.example)] == []


def test_every_question_that_is_answered_in_words_has_help_and_an_example(shipped: Process) -> None:
    asked = [q for q in shipped.all_questions() if q.kind in TEXTS]
    assert [q.key for q in asked if not (q.hint or q.guidance)] == []
    assert [q.key for q in asked if not q.example] == []


def has_guidance(part: Question | Register, section: Section | None) -> bool:
    """Its own, or its section's: that stands beside it, too."""
    return bool(part.guidance or (section and section.guidance))


def test_every_register_has_guidance_and_an_example(shipped: Process) -> None:
    registers = list(shipped.all_registers())
    assert [r.key for r in registers if not has_guidance(r, shipped.section_of(r.key))] == []
    assert [r.key for r in registers if not r.example] == []


def test_every_step_and_section_speaks_to_those_new_to_the_role(shipped: Process) -> None:
    assert [each.key for each in speakers(shipped) if each.newcomer is None] == []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_word_to_newcomers_is_short(shipped: Process, lang: str) -> None:
    counts = {
        each.key: sum(each.newcomer.of(lang).count(mark) for mark in ".?!")
        for each in speakers(shipped)
        if each.newcomer
    }
    assert {key: count for key, count in counts.items() if count not in SENTENCES} == {}


def test_newcomers_words_as_they_are_written(tiny: Process) -> None:
    step, section = tiny.step("listening"), tiny.section("listening.ground")
    assert step is not None
    assert section is not None
    assert step.newcomer == Text(
        sv="Ta med någon. Det mesta kan vänta.", en="Bring somebody. Most things can wait."
    )
    assert section.newcomer == Text(
        sv="Fråga grannen. Tio minuter räcker.", en="Ask next door. Ten minutes do."
    )
    other = tiny.section("listening.heard")
    assert other is not None
    assert other.newcomer is None
