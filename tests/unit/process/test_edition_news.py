"""What is new in an edition: only what stands in the new one, and in whole for those who could read both."""

from __future__ import annotations

from typing import Any

from portal.process.definitions import find_definition
from portal.process.edition_news import Changed, EditionNews, Move, compare_editions, news_of
from portal.process.frozen import FrozenCopy
from portal.process.material import Entry, Given, Material
from portal.process.themes import list_themes, stored, themes_of

PROCESS = find_definition("hallbara-platser", 1)
GOALS, ACTIONS = "vision.goals.list", "action_plan.actions.list"


def copy_of(best: str, goals: dict[int, str], actions: dict[int, dict[str, Any]]) -> FrozenCopy:
    rows = {
        GOALS: tuple(Entry(key, {"goal": title, "theme": "housing"}, None) for key, title in goals.items()),
        ACTIONS: tuple(Entry(key, values, None) for key, values in actions.items()),
    }
    answers = {"anchoring.place.best": Given(best, None)}
    return FrozenCopy("hallbara-platser", 1, Material(answers=answers, rows=rows), {}, {})


BEFORE = copy_of(
    "Sjön",
    {1: "Fler kan bo här", 2: "Något hemligt"},
    {3: {"action": "Tomter", "status": "planned"}, 4: {"action": "Leden"}, 5: {"action": "Skylten"}},
)
AFTER = copy_of(
    "Skogen",
    {1: "Fler kan bo här", 6: "Ut i naturen"},
    {3: {"action": "Tomter", "status": "under_way"}, 4: {"action": "Hela leden"}, 7: {"action": "Rastplats"}},
)


def test_in_short() -> None:
    assert news_of(PROCESS, BEFORE, AFTER, "sv") == EditionNews(
        goals=["Ut i naturen"],
        actions=["Rastplats"],
        moved=[Move("Tomter", "Planerad", "Pågår")],
        changed=[Changed(4, "Hela leden", True, ())],
        removed=2,
        parts=[PROCESS.section("anchoring.place").title.sv],  # type: ignore[union-attr]  # it is there
    )


def test_nothing_is_nothing() -> None:
    assert news_of(PROCESS, AFTER, AFTER, "en").is_empty
    assert compare_editions(PROCESS, AFTER, AFTER, "en").is_empty


def test_in_whole() -> None:
    changes = compare_editions(PROCESS, BEFORE, AFTER, "sv")
    assert [step.key for step in changes.steps] == ["anchoring", "vision", "action_plan"]
    table = changes.item(GOALS)
    assert table is not None
    assert [(row.id, row.kind.value) for row in table.rows] == [(6, "added"), (2, "removed")]  # type: ignore[union-attr]  # a table


def test_themes_of_goals_and_actions() -> None:
    assert stored(themes_of(PROCESS, AFTER.material)) == " housing "
    assert themes_of(PROCESS, Material()) == []
    assert stored([]) == ""
    assert [option.key for option in list_themes(PROCESS)][:2] == ["housing", "commerce_service"]
