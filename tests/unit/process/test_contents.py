"""What an edition holds, in short."""

from __future__ import annotations

from datetime import date

import pytest

from portal.process.contents import Contents, Listed, contents_of, is_answered, read_contents
from portal.process.definitions import find_definition
from portal.process.material import Entry, Material

FIRST, SECOND = date(2026, 10, 1), date(2026, 11, 1)


def material(*actions: tuple[int, str, str]) -> Material:
    return Material(
        rows={
            "action_plan.actions.list": [
                Entry(key, {"action": title, "need_from": need}) for key, title, need in actions
            ],
            "vision.goals.list": [
                Entry(90, {"goal": "A", "theme": "housing"}),
                Entry(91, {"goal": "B", "theme": "housing"}),
                Entry(92, {"goal": "C"}),
            ],
        }
    )


def read(written: Material, day: date = FIRST, before: Contents | None = None) -> Contents:
    return read_contents(contents_of(find_definition("hallbara-platser", 1), written, day, before))


def test_actions_that_say_what_they_need_ask() -> None:
    found = read(material((1, "Stig", "Avtal om marken"), (2, "Bastu", "")))
    assert found.actions == (Listed(1, "Stig", FIRST, "Avtal om marken"), Listed(2, "Bastu", None))
    assert [each.id for each in found.asking] == [1]
    assert found.goals == {"housing": 2, "": 1}
    assert (found.action(2), found.action(3)) == (Listed(2, "Bastu", None), None)


def test_where_none_says_so_every_action_asks() -> None:
    assert [each.id for each in read(material((1, "Stig", ""), (2, "Bastu", " "))).asking] == [1, 2]


def test_an_action_waits_since_the_edition_in_which_it_first_asked() -> None:
    before = read(material((1, "Stig", "Avtal"), (2, "Bastu", "")))
    found = read(
        material((2, "Bastu", "Bygglov"), (1, "Stigen", "Avtal"), (3, "Tåg", "Stopp")), SECOND, before
    )
    assert [(each.id, each.title, each.since) for each in found.actions] == [
        (2, "Bastu", SECOND),
        (1, "Stigen", FIRST),
        (3, "Tåg", SECOND),
    ]


def test_without_anything() -> None:
    assert read(Material()) == Contents((), {}, frozenset())
    assert read_contents({}) == Contents((), {})
    assert read(material((1, "", "Avtal"), (2, "x" * 1000, ""))).actions[0].title == "1"
    assert len(read(material((2, "x" * 1000, ""))).actions[0].title) == 300


def test_what_is_new_since_an_edition_before() -> None:
    before = read(material((1, "Stig", "Avtal")))
    after = read_contents(
        {
            "actions": [{"id": key, "title": "Stig", "since": None} for key in (1, 4)],
            "goals": {"": 2},
            "goal_rows": [91, 93],
        }
    )
    assert (after.new_actions(before), after.new_goals(before)) == ({4}, {93})
    assert (before.new_actions(before), before.new_goals(before)) == (set(), set())
    unnoted = read_contents({"actions": [], "goals": {"": 1}})  # an edition of before goals were noted
    assert (after.new_actions(unnoted), after.new_goals(unnoted), unnoted.new_goals(after)) == (
        {1, 4},
        set(),
        set(),
    )


@pytest.mark.parametrize(
    ("answered", "waiting"),
    [
        ({}, [1, 2]),
        ({1: "A\nx"}, [2]),
        ({1: "A\nx", 2: "B\ny"}, []),
        ({1: "A\nx", 2: "B\ny", 3: "C\n", 9: "D\n"}, []),
        ({1: "A\nx", 2: "B\nan earlier wish"}, [2]),
        ({1: "An earlier name\nx", 2: "B\ny", 3: "An earlier name\n"}, [1]),
    ],
)
def test_what_waits_and_whether_all_is_answered(answered: dict[int, str], waiting: list[int]) -> None:
    contents = read(material((1, "A", "x"), (2, "B", "y"), (3, "C", "")))
    assert [each.id for each in contents.waiting(answered)] == waiting
    assert is_answered(contents, answered) is not bool(waiting)
    assert not is_answered(Contents((), {}), answered)
