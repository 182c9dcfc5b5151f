"""What a reader of a plan meets is said to them: no label speaks to the team, asks it something or tells it to write.

A question's label does all of that; `read_as` is what others read in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from portal.process.excerpt import plan_sections
from portal.process.schema import Audience, Field, Process, Text

TO_THE_TEAM = {
    "sv": re.compile(r"\b(ni|er|era|ert|du|dig|din|ditt|dina)\b", re.IGNORECASE),
    "en": re.compile(r"\b(you|your|yours)\b", re.IGNORECASE),
}
AN_ORDER = {
    "sv": re.compile(r"(säg|skriv|berätta|beskriv|välj|lista|markera|fyll|lägg|räkna|nämn)\b", re.IGNORECASE),
    "en": re.compile(r"(say|write|tell|describe|choose|list|mark|fill|add|count|mention)\b", re.IGNORECASE),
}


def fields_of(process: Process) -> Iterator[Field]:
    columns = (column for register in process.all_registers() for column in register.columns)
    for field in (*process.all_questions(), *columns):
        if field.audience.reaches(Audience.PLAN):
            yield field


def labels(field: Field) -> Iterator[Text]:
    yield field.label_for(Audience.PLAN)
    if field.why is not None:
        yield field.why
    yield from (option.label for option in field.options)


def titles(process: Process) -> Iterator[tuple[str, Text]]:
    """Headings of a plan, which may be questions: of its sections, their registers and pictures, and its documents."""
    for section in plan_sections(process):
        yield section.key, section.title
        for register in section.registers:
            if any(column.audience.reaches(Audience.PLAN) for column in register.columns):
                yield register.key, register.title
                yield register.key, register.one
                if register.picture is not None:
                    yield register.key, register.picture.title
                    yield from ([(register.key, register.picture.note)] if register.picture.note else [])
    for headings in process.heading_sets:
        yield headings.name, headings.title
        yield from ((heading.key, heading.title) for heading in headings.headings)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_label_asks_the_team_or_tells_it_something(shipped: Process, lang: str) -> None:
    said = [(field.key, text.of(lang)) for field in fields_of(shipped) for text in labels(field)]
    assert len(said) > 100
    wrong = [
        (key, text)
        for key, text in said
        if text.endswith("?") or TO_THE_TEAM[lang].search(text) or AN_ORDER[lang].match(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_heading_speaks_to_the_team(shipped: Process, lang: str) -> None:
    said = [(key, text.of(lang)) for key, text in titles(shipped)]
    assert len(said) > 50
    assert [(key, text) for key, text in said if TO_THE_TEAM[lang].search(text)] == []
