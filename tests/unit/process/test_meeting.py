"""What of a definition can be written on a screen at a meeting, and of what a line is made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.process.meeting import MOST_OPTIONS, Way, line_of, parts_of, way_of
from portal.process.schema import Audience, Column, Kind, Need, Process, Register, When


def register_of(process: Process, key: str) -> Register:
    register = process.register(key)
    assert register is not None
    return register


def with_column(register: Register, name: str, **changes: object) -> Register:
    columns = [replace(c, **changes) if c.name == name else c for c in register.columns]  # type: ignore[arg-type]
    return replace(register, columns=tuple(columns))


@pytest.mark.parametrize(
    ("key", "way"),
    [
        ("listening.ground.name", Way.ANSWER),
        ("listening.ground.host", Way.ANSWER),
        ("settling.owner.statutes", Way.FORM),
        ("settling.more.thoughts", Way.TEAM),
    ],
)
def test_questions(tiny: Process, key: str, way: Way) -> None:
    question = tiny.question(key)
    assert question is not None
    assert way_of(tiny, question) is way


@pytest.mark.parametrize(
    ("key", "way", "columns"),
    [
        ("partners", Way.LINE, ["name"]),
        ("trying.trials.list", Way.LINE, ["trial"]),
        ("listening.heard.groups", Way.TAPS, ["who", "state"]),
    ],
)
def test_registers(tiny: Process, key: str, way: Way, columns: list[str]) -> None:
    register = register_of(tiny, key)
    line = line_of(tiny, register)
    assert line is not None
    assert (way_of(tiny, register), [c.name for c in line.columns]) == (way, columns)
    assert line.groups is None


@pytest.mark.parametrize(
    ("role", "columns", "groups"),
    [
        ("swot", ["statement", "quadrant"], "quadrant"),
        ("members", ["organisation"], None),
        ("ideas", ["idea"], None),
        ("log", None, None),
        ("roles", None, None),
        ("yearly_reviews", None, None),
    ],
)
def test_the_shipped_registers(
    shipped: Process, role: str, columns: list[str] | None, groups: str | None
) -> None:
    register = shipped.register_with_role(role)
    assert register is not None
    line = line_of(shipped, register)
    assert (line and [c.name for c in line.columns]) == columns
    assert (line and line.groups and line.groups.name) == groups
    assert way_of(shipped, register) is (Way.LINE if line else Way.FORM)


REFUSED = [
    ("name", {"kind": Kind.DATE}, Way.FORM),
    ("name", {"audience": Audience.TEAM}, Way.TEAM),
    ("contact", {"required": True}, Way.FORM),
    ("sector", {"required": True, "audience": Audience.TEAM}, Way.FORM),
    ("sector", {"required": True, "when": When("contact", ("x",))}, Way.FORM),
]


@pytest.mark.parametrize(("name", "changes", "way"), REFUSED)
def test_what_a_line_cannot_hold(tiny: Process, name: str, changes: dict[str, object], way: Way) -> None:
    changed = with_column(register_of(tiny, "partners"), name, **changes)
    assert (line_of(tiny, changed), way_of(tiny, changed)) == (None, way)


@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False)])
def test_a_required_choice_stands_beside_the_line_while_it_is_short(
    tiny: Process, more: int, fits: bool
) -> None:
    register = register_of(tiny, "partners")
    sector = register.column("sector")
    assert isinstance(sector, Column)
    options = tuple(replace(sector.options[0], key=f"option_{n}") for n in range(MOST_OPTIONS + more))
    line = line_of(tiny, with_column(register, "sector", required=True, options=options))
    assert (line is not None) is fits


def test_an_entry_has_words_even_where_a_row_need_not(tiny: Process) -> None:
    line = line_of(tiny, with_column(register_of(tiny, "partners"), "name", required=False, need=Need.EXTRA))
    assert line is not None
    assert (line.title.required, line.title.need) == (True, Need.CORE)


def test_a_register_without_own_rows_takes_no_line(tiny: Process) -> None:
    groups = replace(register_of(tiny, "listening.heard.groups"), own_rows=False)
    assert (line_of(tiny, groups), way_of(tiny, groups)) == (None, Way.TAPS)


def test_rows_listed_in_advance_with_a_column_for_the_team_are_not_shown(tiny: Process) -> None:
    groups = with_column(register_of(tiny, "listening.heard.groups"), "reason", audience=Audience.TEAM)
    assert way_of(tiny, groups) is Way.TEAM


def test_parts_of_a_section(tiny: Process, shipped: Process) -> None:
    found = {
        section.key: [part.name for part in parts_of(process, section)]
        for process, key in ((tiny, "settling.owner"), (tiny, "settling.more"), (shipped, "analysis.swot"))
        for section in [process.section(key)]
        if section is not None
    }
    assert found == {"settling.owner": ["form", "page"], "settling.more": [], "analysis.swot": ["statements"]}
