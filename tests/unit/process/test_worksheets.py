"""Empty worksheets: what stands on them, how much room there is, and for whom."""

from __future__ import annotations

import pytest

from portal.process.schema import Audience, Kind, Process
from portal.process.worksheets import (
    CARDS,
    MAIN_COLUMNS,
    OWN_ROWS,
    ROWS,
    TABLE_COLUMNS,
    BlankQuestion,
    BlankRegister,
    Worksheet,
    make_worksheet,
)


def sheet_of(process: Process, key: str, reader: Audience = Audience.TEAM) -> Worksheet:
    section = process.section(key)
    assert section is not None
    return make_worksheet(section, reader)


def register_of(process: Process, key: str, reader: Audience = Audience.TEAM) -> BlankRegister:
    (part,) = [p for p in sheet_of(process, key, reader).parts if isinstance(p, BlankRegister)]
    return part


def lines(process: Process, key: str, reader: Audience = Audience.TEAM) -> dict[str, int]:
    parts = sheet_of(process, key, reader).parts
    return {p.question.name: p.lines for p in parts if isinstance(p, BlankQuestion)}


def test_core_questions_come_first_each_with_its_room(tiny: Process, shipped: Process) -> None:
    found = lines(tiny, "listening.ground")
    assert found == {"name": 2, "host": 1, "story": 4, "worry": 0, "people": 0, "fields": 0}
    assert lines(shipped, "anchoring.place") == {
        "belongs": 7,
        "best": 7,
        "idea": 5,
        "background": 4,
        "slogan": 2,
        "pictures": 0,
    }
    assert lines(shipped, "action_plan.priorities") == {"first_three": 3, "why": 7}
    assert list(lines(shipped, "mapping.asked")) == ["how", "findings", "how_many", "attachment"]


@pytest.mark.parametrize(
    ("reader", "names"),
    [
        (Audience.TEAM, ["name", "host", "story", "worry", "people", "fields"]),
        (Audience.COACH, ["name", "host", "story", "people", "fields"]),
        (Audience.PLAN, ["name", "people", "fields"]),
    ],
)
def test_what_is_the_teams_own_is_asked_of_the_team_alone(
    tiny: Process, reader: Audience, names: list[str]
) -> None:
    assert list(lines(tiny, "listening.ground", reader)) == names


def test_nothing_of_the_teams_own_is_on_anybody_elses_sheet(shipped: Process) -> None:
    for step in shipped.steps:
        for section in step.sections:
            for part in make_worksheet(section, Audience.COACH).parts:
                fields = [part.question] if isinstance(part, BlankQuestion) else [*part.columns]
                assert [f.key for f in fields if f.audience is Audience.TEAM] == []


def test_presets_are_listed_with_boxes_and_what_else_is_asked(tiny: Process, shipped: Process) -> None:
    groups = register_of(tiny, "listening.heard")
    assert groups.tap is not None
    assert (groups.tap.name, groups.has_boxes, groups.rows, groups.columns) == ("state", True, OWN_ROWS, ())
    assert {key: [text.en for text in asked] for key, asked in groups.asks.items()} == {
        "heard": [],
        "planned": [],
        "gap": ["Why not?"],
    }
    services = register_of(shipped, "mapping.services")
    assert [text.en for text in services.asks["missing"]] == [
        "Where do you go today?",
        "How far is it?",
        "Who else depends on it?",
    ]


@pytest.mark.parametrize(
    ("key", "reader", "columns", "rows", "cards"),
    [
        ("anchoring.stakeholders", Audience.TEAM, ["organisation", "next_contact"], ROWS, False),
        ("anchoring.stakeholders", Audience.COACH, ["organisation"], ROWS, False),
        ("mapping.business", Audience.TEAM, ["trade", "organisation"], ROWS, False),
        ("mapping.existing_plans", Audience.TEAM, ["document", "owner", "says"], ROWS, False),
        ("organisation.roles", Audience.TEAM, ["role", "organisation", "deputy", "until"], ROWS, False),
        (
            "organisation.handover",
            Audience.TEAM,
            ["item", "type", "receiver", "holder", "deputy", "handed_over"],
            CARDS,
            True,
        ),
        (
            "organisation.handover",
            Audience.COACH,
            ["item", "type", "receiver", "handed_over"],
            ROWS,
            False,
        ),
    ],
)
def test_the_main_columns_of_a_list(
    shipped: Process, key: str, reader: Audience, columns: list[str], rows: int, cards: bool
) -> None:
    part = register_of(shipped, key, reader)
    assert ([c.name for c in part.columns], part.rows, part.as_cards) == (columns, rows, cards)


def test_options_are_named_where_boxes_do_not_fit(shipped: Process) -> None:
    assert [c.name for c in register_of(shipped, "analysis.swot").legend] == ["quadrant"]
    assert [c.name for c in register_of(shipped, "action_plan.actions").legend] == ["theme"]
    assert register_of(shipped, "organisation.handover").legend == ()


def test_every_section_of_the_shipped_method_has_something_to_write_on(shipped: Process) -> None:
    for step in shipped.steps:
        for section in step.sections:
            parts = make_worksheet(section, Audience.TEAM).parts
            assert len(parts) == len(section.items)
            for part in parts:
                if isinstance(part, BlankRegister) and part.tap is None:
                    assert len(part.columns) >= 1
                    assert part.rows >= (CARDS if len(part.columns) > TABLE_COLUMNS else ROWS)
                    assert all(c.kind is not Kind.ATTACHMENT for c in part.columns)
                    extra = [c for c in part.columns if not c.is_core]
                    assert not extra or len(part.columns) <= MAIN_COLUMNS
