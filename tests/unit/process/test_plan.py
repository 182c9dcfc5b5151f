"""The plan that is read from a frozen copy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.process.excerpt import excerpt, freeze_excerpt, is_empty, plan_sections
from portal.process.frozen import thaw
from portal.process.material import Entry, Given, Material
from portal.process.plan import Plan, plan_of
from portal.process.schema import Audience, Process

ACTIONS, GOALS = "action_plan.actions.list", "vision.goals.list"


def plan(process: Process, material: Material, lang: str = "sv") -> Plan:
    copy = freeze_excerpt(process, material, plan_sections(process), Audience.PLAN, {})
    return plan_of(process, thaw(copy), lang)


def entry(number: int, preset: str | None = None, **values: Any) -> Entry:
    return Entry(number, values, preset)


def test_actions_stand_under_their_goal_in_the_given_order(shipped: Process) -> None:
    found = plan(
        shipped,
        Material(
            rows={
                GOALS: [entry(1, goal="Bo"), entry(2, goal="Ut")],
                ACTIONS: [
                    entry(11, action="Led", goal=[2]),
                    entry(12, action="Tomter", goal=[1]),
                    entry(13, action="Tåg"),
                    entry(14, action="Borta", goal=[99]),
                ],
            }
        ),
    )
    assert [(g.number, g.title, [a.title for a in g.actions]) for g in found.goals] == [
        (1, "Bo", ["Tomter"]),
        (2, "Ut", ["Led"]),
    ]
    assert [a.title for a in found.loose] == ["Tåg", "Borta"]
    assert [a.title for a in found.actions] == ["Tomter", "Led", "Tåg", "Borta"]


def test_dates_are_never_needed(shipped: Process) -> None:
    rows = [
        entry(1, action="Ingen"),
        entry(2, action="Början", start="2027-01-01"),
        entry(3, action="Slut", end="2027-06-30"),
        entry(4, action="Fel", start="snart"),
    ]
    found = plan(shipped, Material(rows={ACTIONS: rows}))
    assert [(a.starts_on, a.ends_on, a.has_dates) for a in found.loose] == [
        (None, None, False),
        (date(2027, 1, 1), None, True),
        (None, date(2027, 6, 30), True),
        (None, None, False),
    ]


def test_statuses_are_counted_in_the_definitions_order(shipped: Process) -> None:
    rows = [entry(n, action=f"Å{n}", status=s) for n, s in enumerate(("done", "idea", "done", "planned"), 1)]
    found = plan(shipped, Material(rows={ACTIONS: [*rows, entry(9, action="Utan")]}), "en")
    assert [(option.label, number) for option, number in found.statuses] == [
        ("Idea", 1),
        ("Planned", 1),
        ("Done", 2),
    ]


def test_registers_with_a_picture_are_drawn_and_stand_nowhere_else(shipped: Process) -> None:
    material = Material(
        rows={
            "mapping.services.list": [
                entry(2, preset="fuel", state="missing"),
                entry(3, service="Bageri", state="exists"),
            ],
            "analysis.swot.statements": [entry(1, quadrant="threats", statement="Butiken stänger")],
            "anchoring.voices.groups": [entry(4, preset="children_youth", how="heard")],
        }
    )
    found = plan(shipped, material)
    drawn = {t.key: [(g.option.key, g.names) for g in t.chart.groups] for t in found.pictured if t.chart}
    assert list(drawn.items()) == [
        (
            "analysis.swot.statements",
            [("strengths", ""), ("weaknesses", ""), ("opportunities", ""), ("threats", "Butiken stänger")],
        ),
        (
            "mapping.services.list",
            [("exists", "Bageri"), ("threatened", ""), ("missing", "Drivmedel"), ("not_relevant", "")],
        ),
    ]
    assert found.chapters == ()


def test_a_register_whose_picture_is_empty_stands_with_the_rest(shipped: Process) -> None:
    found = plan(
        shipped, Material(rows={"mapping.services.list": [entry(1, service="Bageri", threat="Åldern")]})
    )
    assert found.pictured == ()
    assert [i.key for c in found.chapters for s in c.sections for i in s.items] == ["mapping.services.list"]


def test_the_rest_stands_in_chapters_and_nothing_twice(shipped: Process) -> None:
    material = Material(
        answers={
            "vision.vision.one_sentence": Given("Gott att leva i."),
            "anchoring.place.best": Given(None, "Vi frågade aldrig"),
            "anchoring.start.afterwards": Given("För coachen"),
        },
        rows={GOALS: [entry(1, goal="Bo")]},
    )
    found = plan(shipped, material)
    assert found.vision is not None
    assert found.vision.text == "Gott att leva i."
    chapters = [(c.key, [i.key for s in c.sections for i in s.items]) for c in found.chapters]
    assert chapters == [("anchoring", ["anchoring.place.best"])]


def test_a_definition_without_these_roles_makes_a_plan_of_chapters(tiny: Process) -> None:
    found = plan(tiny, Material(answers={"settling.owner.form": Given("indoors")}))
    assert (found.vision, found.goals, found.actions, found.pictured) == (None, (), (), ())
    assert [c.key for c in found.chapters] == ["settling"]


def test_its_own_columns_carry_the_actions_of_another_definition(tiny: Process) -> None:
    rows = {
        "trying.aims.list": [entry(1, aim="Ett café")],
        "trying.trials.list": [entry(2, trial="Öppet hus", aim=[1], begins="2026-05-01", field="indoors")],
    }
    found = plan(tiny, Material(rows=rows), "en")
    (action,) = found.goals[0].actions
    assert (action.title, action.goal, action.status) == ("Öppet hus", 1, None)
    assert [cell.column.label for cell in action.facts] == ["Where", "Begins"]


@pytest.mark.parametrize("reader", [Audience.PLAN, Audience.MUNICIPALITY])
def test_an_excerpt_holds_its_sections_only(tiny: Process, written: Material, reader: Audience) -> None:
    section = tiny.section("listening.ground")
    assert section is not None
    part = excerpt(tiny, written, [section], reader)
    expected = {
        Audience.PLAN: {"name", "people", "fields"},
        Audience.MUNICIPALITY: {"name", "people", "fields", "story"},
    }[reader]
    assert {key.rpartition(".")[2] for key in part.answers} == expected
    assert (part.rows, part.ticks, part.facts) == ({}, frozenset(), frozenset())


def test_an_excerpt_of_empty_rows_is_empty() -> None:
    assert is_empty(Material(rows={GOALS: [entry(1)]}, answers={"x": Given("  ")}))
    assert not is_empty(Material(rows={GOALS: [entry(1, goal="Bo")]}))
    assert not is_empty(Material(answers={"x": Given(None, "inte här")}))
