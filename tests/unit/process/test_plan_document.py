"""What stands under which heading of a plan document, and that nothing else does."""

from __future__ import annotations

import json
from datetime import date

import pytest

from portal.process.document import DocAnswer
from portal.process.excerpt import freeze_excerpt, plan_sections
from portal.process.frozen import freeze, thaw
from portal.process.material import Given, Material
from portal.process.plan_document import (
    Actions,
    Edition,
    Goals,
    Listed,
    Part,
    PlanDocument,
    Said,
    plan_document,
    readable_copy,
)
from portal.process.schema import Audience, Process, Register
from tests.plan_paper import EDITION, GOALS, SECRET, entry, material, paper


def name_of(part: Part) -> str:
    if isinstance(part, Said):
        return part.answer.key
    return part.table.key if isinstance(part, Listed) else type(part).__name__


def names(document: PlanDocument) -> dict[str, list[str]]:
    return {
        chapter.key.rpartition(".")[2]: [name_of(part) for part in chapter.parts]
        for chapter in document.chapters
    }


def test_parts_stand_under_their_headings_and_empty_headings_are_left_out() -> None:
    assert names(paper()) == {
        "purpose": ["anchoring.place.idea"],
        "makers": [
            "anchoring.working_group.owner",
            "anchoring.working_group.members",
            "vision.agreement.list",
        ],
        "description": ["mapping.people.population", "mapping.people.population_year"],
        "best": ["anchoring.place.best"],
        "nature": ["mapping.assets.list"],
        "associations": ["mapping.assets.list"],
        "business": ["mapping.assets.list"],
        "commerce": ["mapping.services.list"],
        "municipal": ["mapping.services.list"],
        "vision_near": ["vision.vision.one_sentence"],
        "vision_far": ["vision.vision.twenty_years"],
        "swot": ["analysis.swot.statements"],
        "priorities": [
            "Goals",
            "action_plan.priorities.first_three",
            "Actions",
            "organisation.rhythm.review_date",
        ],
    }


def test_the_short_set(shipped: Process) -> None:
    assert names(paper(headings="short")) == {
        "present": [
            "anchoring.place.best",
            "mapping.people.population",
            "mapping.services.list",
            "analysis.swot.statements",
        ],
        "goals": ["vision.vision.one_sentence", "Goals"],
        "actions": ["action_plan.priorities.first_three", "Actions"],
        "continued": ["vision.agreement.list", "organisation.rhythm.review_date"],
    }


def test_each_row_stands_under_one_heading_and_the_picture_with_the_rest() -> None:
    tables = [
        (chapter.key.rpartition(".")[2], [row.id for row in part.table.rows], part.table.chart is not None)
        for chapter in paper().chapters
        for part in chapter.parts
        if isinstance(part, Listed) and part.table.key.startswith("mapping.")
    ]
    assert tables == [
        ("nature", [5], False),
        ("associations", [6], False),
        ("business", [7], False),
        ("commerce", [8, 9], True),
        ("municipal", [10], False),
    ]


def test_the_first_set_shows_every_row_and_answer_of_the_plan(shipped: Process) -> None:
    material_ = full(shipped)
    copy = thaw(freeze_excerpt(shipped, material_, plan_sections(shipped), Audience.PLAN, {}))
    document = plan_document(shipped, copy, EDITION, shipped.heading_sets[0], "sv")
    shown = {name_of(part) for chapter in document.chapters for part in chapter.parts}
    expected = {*copy.material.answers, *copy.material.rows}
    roles = {shipped.register_with_role(role).key: role.title() for role in ("goals", "actions")}  # type: ignore[union-attr]
    assert shown == {roles.get(key, key) for key in expected}


def full(process: Process) -> Material:
    """Something in every question and register of the plan."""
    parts = [part for section in plan_sections(process) for part in section.items]
    registers = [part for part in parts if isinstance(part, Register)]
    questions = [part for part in parts if not isinstance(part, Register)]
    return Material(
        answers={question.key: Given("x") for question in questions},
        rows={r.key: (entry(n, **{r.title_column: "x"}),) for n, r in enumerate(registers, 1)},
    )


def test_goals_and_actions_come_with_what_is_said_of_them() -> None:
    parts = [part for chapter in paper().chapters for part in chapter.parts]
    goals = next(part for part in parts if isinstance(part, Goals))
    actions = next(part for part in parts if isinstance(part, Actions))
    assert [goal.title for goal in goals.goals] == ["Fler kan bo här", "Sjön och skogen"]
    assert [action.id for action in actions.all] == [31, 32, 34, 33]
    assert paper().behind == ("Byalaget", "Sjön och skogen")
    assert paper().vision == "Lätt att nå och gott att leva i."
    assert paper().edition == Edition("Dals Rostock", "Mellerud", 2, date(2026, 11, 26))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_nothing_above_the_plan_comes_out_of_a_copy_that_holds_more(shipped: Process, lang: str) -> None:
    copy = thaw(freeze(shipped, material(), {1: "Byalaget"}, {}))
    assert SECRET in str(copy)
    document = plan_document(shipped, copy, EDITION, shipped.heading_sets[0], lang)
    assert SECRET not in str(document)
    assert SECRET not in json.dumps(readable_copy(shipped, copy), ensure_ascii=False)


def test_what_is_not_relevant_is_said(shipped: Process) -> None:
    given = Material(
        answers={GOALS: Given(None, "Vi har bara åtgärder"), "anchoring.place.best": Given(None, "Allt")}
    )
    chapters = paper(given).chapters
    assert names(paper(given)) == {"best": ["anchoring.place.best"], "priorities": [GOALS]}
    best, priorities = chapters[0].parts[0], chapters[1].parts[0]
    assert isinstance(best, Said)
    assert isinstance(best.answer, DocAnswer)
    assert best.answer.not_relevant == "Allt"
    assert isinstance(priorities, Listed)
    assert priorities.table.not_relevant == "Vi har bara åtgärder"


def test_an_empty_plan_has_no_headings() -> None:
    assert paper(Material()).chapters == ()


def test_a_definition_of_another_kind(tiny: Process) -> None:
    rows = {
        "trying.aims.list": (entry(1, aim="Sy"),),
        "trying.trials.list": (entry(2, trial="Kväll", field="indoors"), entry(3, trial="Dag")),
    }
    copy = thaw(freeze_excerpt(tiny, Material(rows=rows), plan_sections(tiny), Audience.PLAN, {}))
    document = plan_document(tiny, copy, EDITION, tiny.heading_sets[0], "en")
    assert [(c.title, [name_of(part) for part in c.parts]) for c in document.chapters] == [
        ("Where we want to go", ["Goals"]),
        ("Indoors", ["Actions"]),
        ("Other trials", ["Actions"]),
    ]
    actions = [part for chapter in document.chapters for part in chapter.parts if isinstance(part, Actions)]
    assert [[action.title for action in part.all] for part in actions] == [["Kväll"], ["Dag"]]
